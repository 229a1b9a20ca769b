"""Counts what a program executes and allocates: the same count every time, however busy the machine is."""

import re
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass, field

from processes import Failed, run

ALLOCATORS = {"malloc", "calloc", "realloc", "posix_memalign", "aligned_alloc", "memalign", "valloc", "pvalloc"}
# What valgrind can run on any x86-64 processor that it runs on itself, and Swift's hashing without a seed.
ENVIRONMENT = {"OPENBLAS_CORETYPE": "Haswell", "SWIFT_DETERMINISTIC_HASHING": "1"}


# Arithmetic of numbers with a fraction: on one (ss, sd) or on a register full of them (ps, pd).
ARITHMETIC = re.compile(r"v?(?:add|sub|mul|div|sqrt|min|max|fn?m(?:add|sub)\d+)(ps|pd|ss|sd)")


@dataclass
class Count:
    """What was executed, how often memory was asked for, and how much of the former the asking took.

    `parts` has the instructions of functions whose symbols hold a text, with all that they call; `kernels` how often
    each instruction of the C kernels was executed, by the kernel's name and the instruction's address.
    """

    instructions: int = 0
    allocations: int = 0
    allocating: int = 0
    parts: Counter = field(default_factory=Counter)
    kernels: Counter = field(default_factory=Counter)


def countable(program, folder):
    """A copy of a program without its debug information, which valgrind gives up on."""
    copy = folder / f"{program.name}-stripped"
    shutil.copy(program, copy)
    subprocess.run(["strip", "--strip-debug", copy], check=True)
    return copy


def count(command, folder, within=None, parts=()):
    """Runs a command under valgrind and counts what all its threads do.

    `within` is a pattern of a function's symbol: instructions count only between its call and its return.
    Allocations count always. `parts` are texts in symbols, see `Count`.
    """
    if not shutil.which("valgrind"):
        raise Failed("there is no valgrind here")
    file = folder / "callgrind.out"
    options = ["--dump-instr=yes", "--compress-pos=no"] + ([f"--toggle-collect={within}"] if within else [])
    run(
        ["valgrind", "--tool=callgrind", "--quiet", f"--callgrind-out-file={file}", *options, *command],
        environment=ENVIRONMENT)
    found = _read(file, parts)
    if found.instructions == 0:
        raise Failed(f"no function that was called is named {within}")
    return found


def _read(file, parts):
    """Sums up a profile.

    Each function is a line `fn=`, below it lines of an address, a place and a cost. A call is a line `cfn=`, a line
    `calls=` and a line of the cost that it led to. A name follows its number at the first occurrence.
    """
    names, function, called, is_of_call = {}, None, None, False
    found = Count()
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
        elif line.startswith("0x"):
            address, _, cost = line.split()
            if is_of_call:
                # What a function of the part calls within the part is in what called it.
                found.parts.update({part: int(cost) for part in parts if part in called and part not in function})
            elif function in ALLOCATORS:
                found.allocating += int(cost)
            elif function.startswith("vk_"):
                found.kernels[function.partition(".")[0], int(address, 16)] += int(cost)
            is_of_call = False
        elif line.startswith("summary:"):
            found.instructions = int(line.split()[1])
    return found


def vector_shares(program, kernels):
    """How much of each kernel's arithmetic, in a `Count`, was done on registers full of numbers: 0 to 1."""
    addresses = [address for _, address in kernels]
    listing = run(
        ["objdump", "-d", "--no-show-raw-insn", f"--start-address={min(addresses)}",
         f"--stop-address={max(addresses) + 16}", program]).text
    mnemonics = {int(place, 16): name for place, name in re.findall(r"^ *([0-9a-f]+):\s+(\S+)", listing, re.MULTILINE)}
    packed, all_of_it = Counter(), Counter()
    for (kernel, address), times in kernels.items():
        if match := ARITHMETIC.fullmatch(mnemonics.get(address, "")):
            all_of_it[kernel] += times
            packed[kernel] += times if match[1][0] == "p" else 0
    return {kernel: packed[kernel] / total for kernel, total in sorted(all_of_it.items())}
