"""Lets every system call of vintner's commands fail, one after another, and looks at what is left.

    faults.py VINTNER FAULTS.so [--quick]

After each fault the folder holds the earlier run or the new one, whole; the user's own files are as they were; the
process has ended with a sentence or by the fault's own signal; and the same command without a fault succeeds and
leaves nothing behind but its results. With --quick only some calls fail. Prints a line for each command and action,
and ends with 1 if something was found."""

import argparse
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

ACTIONS = ("kill", "EIO", "ENOSPC", "EINTR", "ENOMEM", "short")
ROWS = "".join(f"{i},{i * 2 % 7},{i * 3 % 5}\n" for i in range(20))
EXPERIMENT = "data: table.csv\ntarget: y\nhidden: [4]\nbatch_size: 5\nepochs: 2\nseeds: 2\n" \
    "variations: {learning_rate: [0.001, RATE]}\n"


class Case:
    """A command, what it replaces, and what must be alike in either state."""

    def __init__(self, name, arguments, together, apart=()):
        self.name, self.arguments = name, arguments
        # Files that belong together: all old or all new. Those in `apart` are checked one by one.
        self.together, self.apart = together, apart


TRAIN = ["train", "table.csv", "--target", "y", "--hidden", "4", "--epochs", "2", "--batch-size", "5", "--quiet",
         "--output", "out"]
RUN_FILES = ["out/model.safetensors", "out/curves.svg", "out/config.yaml", "out/history.csv"]
CASES = [
    (Case("train", TRAIN + ["--seed", "2"], RUN_FILES), [TRAIN + ["--seed", "1"]]),
    (Case("train, new folder", TRAIN + ["--seed", "2"], RUN_FILES), []),
    (Case("train --stream", TRAIN + ["--seed", "2", "--stream"], RUN_FILES), [TRAIN + ["--seed", "1"]]),
    (Case("predict", ["predict", "out/model.safetensors", "table.csv", "--output", "p.csv"], ["p.csv"]),
     [TRAIN, ["predict", "out/model.safetensors", "other.csv", "--output", "p.csv"]]),
    (Case("experiment", ["experiment", "b.yaml", "--output", "out", "--quiet", "--restart", "--threads", "1"],
          ["out/results.csv", "out/curves.csv", "out/figures/test-loss.svg", "out/figures/train-loss.svg"]),
     [["experiment", "a.yaml", "--output", "out", "--quiet", "--threads", "1"]]),
]


def contents(folder, name):
    """What a name leads to; without the times, which no two runs share."""
    try:
        data = (folder / name).read_bytes()
    except FileNotFoundError:
        return None
    if name.endswith("history.csv"):
        return [line.rsplit(b",", 1)[0] for line in data.splitlines()]
    return data


class Laboratory:
    def __init__(self, vintner, shim, folder):
        self.vintner, self.shim, self.folder = vintner, shim, folder
        self.runs, self.faults = 0, []

    def run(self, folder, arguments, **fault):
        environment = dict(os.environ, VINTNER_THREADS="1", OPENBLAS_NUM_THREADS="1", SWIFT_BACKTRACE="enable=no")
        if fault:
            environment |= {"LD_PRELOAD": self.shim} | {f"FAULT_{key}": str(value) for key, value in fault.items()}
        self.runs += 1
        return subprocess.run([self.vintner, *arguments], cwd=folder, env=environment, capture_output=True, timeout=120)

    def start(self, before):
        """A folder as the command finds it."""
        folder = self.folder / "start"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / "table.csv").write_text("a,b,y\n" + ROWS)
        (folder / "other.csv").write_text("a,b,y\n" + ROWS[: len(ROWS) // 2].rsplit("\n", 1)[0] + "\n")
        for name, rate in (("a", "0.01"), ("b", "0.1")):
            (folder / f"{name}.yaml").write_text(EXPERIMENT.replace("RATE", rate))
        if before:
            (folder / "out/mine").mkdir(parents=True)
            (folder / "out/notes.txt").write_text("mine")
            (folder / "out/mine/notes.txt").write_text("mine, too")
        for arguments in before:
            assert self.run(folder, arguments).returncode == 0, arguments
        return folder

    def examine(self, case, before, quick):
        start = self.start(before)
        new = self.folder / "new"
        shutil.rmtree(new, ignore_errors=True)
        shutil.copytree(start, new)
        log = self.folder / "calls"
        assert self.run(new, case.arguments, AT=0, LOG=log).returncode == 0, case.name
        calls = log.read_text().split()
        old_state = [contents(start, name) for name in case.together]
        new_state = [contents(new, name) for name in case.together]
        assert old_state != new_state
        for action in ACTIONS:
            places = [place for place, call in enumerate(calls, 1)
                      if action != "short" or call in ("read", "pread", "write")]
            if quick:
                places = places[::5 if action == "kill" else 23]
            found = len(self.faults)
            states = {"old": 0, "new": 0}
            for place in places:
                states[self.try_one(case, start, action, place, calls[place - 1], old_state, new_state)] += 1
            print(f"{case.name:18} {action:6} {len(places):4} calls: {states['old']} old, {states['new']} new, "
                  f"{len(self.faults) - found} faults", flush=True)

    def try_one(self, case, start, action, place, call, old_state, new_state):
        folder = self.folder / "work"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(start, folder, symlinks=True)
        outcome = self.run(folder, case.arguments, AT=place, ACTION=action)

        def fault(text):
            self.faults.append(f"{case.name}: {action} at call {place} ({call}): {text}")

        state = [contents(folder, name) for name in case.together]
        is_new = state == new_state
        if not is_new and state != old_state:
            names = [name for name, data, old, new in zip(case.together, state, old_state, new_state)
                     if data not in (old, new)]
            fault(f"neither the old files nor the new ones{', damaged: ' if names else ''}{', '.join(names)}")
        for name in ("notes.txt", "mine/notes.txt"):
            if contents(start, f"out/{name}") != contents(folder, f"out/{name}"):
                fault(f"the user's {name} is not what it was")
        code, error = outcome.returncode, outcome.stderr.decode(errors="replace")
        if action == "kill":
            if code not in (0, -signal.SIGKILL):
                fault(f"ended with {code}")
        elif code < 0 or "Fatal error" in error or code == 70:
            fault(f"ended with {code}: {error.strip()[:200]}")
        elif code == 0 and not is_new:
            fault("success, but the files are the old ones")
        elif code and len([line for line in error.splitlines() if not line.startswith("note: ")]) != 1:
            fault(f"ended with {code} and says {error.strip()[:200]!r}")
        # The next run succeeds, whatever was left, and leaves nothing but its results.
        again = self.run(folder, case.arguments)
        if again.returncode:
            fault(f"the next run ends with {again.returncode}: {again.stderr.decode(errors='replace').strip()[:200]}")
        elif [contents(folder, name) for name in case.together] != new_state:
            fault("the next run's files are not the new ones")
        left = [str(path.relative_to(folder)) for path in folder.rglob(".vintner*")]
        links = [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_symlink()]
        if left or links:
            fault(f"after the next run there are {', '.join(left + links)}")
        return "new" if is_new else "old"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("vintner")
    parser.add_argument("shim")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        laboratory = Laboratory(os.path.abspath(options.vintner), os.path.abspath(options.shim), pathlib.Path(folder))
        for case, before in CASES:
            laboratory.examine(case, before, options.quick)
    for fault in laboratory.faults:
        print(fault)
    print(f"{laboratory.runs} runs, {len(laboratory.faults)} faults")
    return 1 if laboratory.faults else 0


sys.exit(main())
