"""Counts what a program executes and allocates: the same count every time, however busy the machine is."""

import re
import shutil
import subprocess
from dataclasses import dataclass

from processes import Failed, run

ALLOCATORS = {"malloc", "calloc", "realloc", "posix_memalign", "aligned_alloc", "memalign", "valloc", "pvalloc"}
# What valgrind can run on any x86-64 processor that it runs on itself, and Swift's hashing without a seed.
ENVIRONMENT = {"OPENBLAS_CORETYPE": "Haswell", "SWIFT_DETERMINISTIC_HASHING": "1"}


@dataclass
class Count:
    """What was executed, how often memory was asked for, and how much of the former the asking took."""

    instructions: int
    allocations: int
    allocating: int


def countable(program, folder):
    """A copy of a program without its debug information, which valgrind gives up on."""
    copy = folder / f"{program.name}-stripped"
    shutil.copy(program, copy)
    subprocess.run(["strip", "--strip-debug", copy], check=True)
    return copy


def count(command, folder, within=None):
    """Runs a command under valgrind and counts what all its threads do.

    `within` is a pattern of a function's symbol: instructions count only between its call and its return.
    Allocations count always.
    """
    if not shutil.which("valgrind"):
        raise Failed("there is no valgrind here")
    file = folder / "callgrind.out"
    options = [f"--toggle-collect={within}"] if within else []
    run(
        ["valgrind", "--tool=callgrind", "--quiet", f"--callgrind-out-file={file}", *options, *command],
        environment=ENVIRONMENT)
    found = _read(file)
    if found.instructions == 0:
        raise Failed(f"no function that was called is named {within}")
    return found


def _read(file):
    """Sums up a profile.

    Each function is a line `fn=`, below it lines of a place and a cost. A call is a line `cfn=`, a line
    `calls=` and a line of the cost that it led to. A name follows its number at the first occurrence.
    """
    names, function, called, is_of_call = {}, None, None, False
    found = Count(instructions=0, allocations=0, allocating=0)
    for line in open(file):
        if match := re.match(r"(c?fn)=\((\d+)\)(?: (.*))?$", line):
            kind, number, name = match.groups()
            names.setdefault(number, name)
            if kind == "fn":
                function = names[number]
            else:
                called = names[number]
        elif line.startswith("calls="):
            is_of_call = True
            if called in ALLOCATORS:
                found.allocations += int(line[len("calls="):].split()[0])
        elif line[0] in "0123456789+-*":
            if not is_of_call and function in ALLOCATORS:
                found.allocating += int(line.split()[1])
            is_of_call = False
        elif line.startswith("summary:"):
            found.instructions = int(line.split()[1])
    return found
