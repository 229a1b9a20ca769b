"""Lets every system call of vintner's commands fail, one after another, and looks at what is left.

    faults.py VINTNER FAULTS.so [--quick] [--only calls|scarcity|kills|resumptions] [--kills N]

After each fault the folder holds the earlier run or the new one, whole; the user's own files are as they were; the
process has ended with a sentence or by the fault's own signal; and the same command without a fault succeeds and
leaves nothing behind but its results. The same where memory or threads are refused, once or from a place on; a run
that succeeds all the same gives the same bits. Then processes are killed at random moments, N times, a tenth as
many pairs of processes train into one folder, and trainings with checkpoints are killed and resumed N times: they end
as one that was not killed. With --quick only some calls fail. Prints a line for each command and
action, and ends with 1 if something was found."""

import argparse
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ACTIONS = ("kill", "EIO", "ENOSPC", "EINTR", "ENOMEM", "short")
# What is refused: requests for 64 kB or more, threads; one of them, or all from one on.
SCARCITIES = [(kind, lasting) for kind in ("memory", "threads") for lasting in (False, True)]
# How the sentence of Swift's runtime begins where an array has no memory.
RUNTIME = "Fatal error: failed to allocate"
# The most places of a command at which something is refused.
MOST_PLACES = 200
ROWS = "".join(f"{i},{i * 2 % 7},{i * 3 % 5}\n" for i in range(20))
EXPERIMENT = "data: table.csv\ntarget: y\nhidden: [4]\nbatch_size: 5\nepochs: 2\nseeds: 2\n" \
    "variations: {learning_rate: [0.001, RATE]}\n"
# Enough for several threads, large buffers and OpenBLAS.
MANY_ROWS = "".join(f"{i * 7919 % 1009},{i * 31 % 97},{i % 5}\n" for i in range(6000))


class Case:
    """A command, what it replaces, and what must be alike in either state."""

    def __init__(self, name, arguments, together):
        self.name, self.arguments = name, arguments
        # Files that belong together: all old or all new.
        self.together = together


TRAIN = ["train", "table.csv", "--target", "y", "--hidden", "4", "--epochs", "2", "--batch-size", "5", "--quiet",
         "--output", "out"]
RUN_FILES = ["out/model.safetensors", "out/curves.svg", "out/config.yaml", "out/history.csv"]
CASES = [
    (Case("train", TRAIN + ["--seed", "2"], RUN_FILES), [TRAIN + ["--seed", "1"]]),
    (Case("train, new folder", TRAIN + ["--seed", "2"], RUN_FILES), []),
    (Case("train --stream", TRAIN + ["--seed", "2", "--stream"], RUN_FILES), [TRAIN + ["--seed", "1"]]),
    (Case("train, checkpoints", TRAIN + ["--seed", "2", "--checkpoint-every", "1"], RUN_FILES),
     [TRAIN + ["--seed", "1", "--checkpoint-every", "1"]]),
    (Case("predict", ["predict", "out/model.safetensors", "table.csv", "--output", "p.csv"], ["p.csv"]),
     [TRAIN, ["predict", "out/model.safetensors", "other.csv", "--output", "p.csv"]]),
    (Case("experiment", ["experiment", "b.yaml", "--output", "out", "--quiet", "--restart", "--threads", "1"],
          ["out/results.csv", "out/curves.csv", "out/figures/test-loss.svg", "out/figures/train-loss.svg"]),
     [["experiment", "a.yaml", "--output", "out", "--quiet", "--threads", "1"]]),
]


LARGE = ["large.csv", "--target", "y", "--hidden", "64,64", "--epochs", "1", "--batch-size", "1000", "--quiet",
         "--threads", "2", "--output", "out"]
SCARCE_CASES = [
    (Case("train", ["train", *LARGE, "--seed", "2"], RUN_FILES), [TRAIN + ["--seed", "1"]]),
    (Case("predict", ["predict", "out/model.safetensors", "large.csv", "--output", "p.csv"], ["p.csv"]),
     [["train", *LARGE], ["predict", "out/model.safetensors", "table.csv", "--output", "p.csv"]]),
    (Case("evaluate", ["evaluate", "out/model.safetensors", "large.csv"], []), [["train", *LARGE]]),
    (Case("experiment", ["experiment", "large.yaml", "--output", "out", "--quiet", "--restart", "--threads", "2"],
          ["out/results.csv", "out/curves.csv", "out/figures/test-loss.svg", "out/figures/train-loss.svg"]),
     [["experiment", "a.yaml", "--output", "out", "--quiet", "--threads", "1"]]),
]


# What is killed and resumed; the files of each that have no times.
RESUMED = [
    ("one network", ["--patience", "90", "--callbacks", "reduce_lr_on_plateau:patience=5", "--dropout", "0.2"]),
    ("streamed", ["--no-early-stopping", "--stream", "--window", "10"]),
    ("an ensemble", ["--no-early-stopping", "--ensemble", "3"]),
    ("bagging", ["--no-early-stopping", "--folds", "3", "--fold-models", "bagging"]),
    ("classes, refitted", ["--no-early-stopping", "--positive-from", "2", "--refit"]),
]
RESUMED_FILES = ["out/model.safetensors", "out/config.yaml", "out/history.csv", "out/oof.csv"]


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

    def start_process(self, folder, arguments, **fault):
        environment = dict(os.environ, VINTNER_THREADS="1", OPENBLAS_NUM_THREADS="1", SWIFT_BACKTRACE="enable=no")
        if "KIND" in fault:
            environment["VINTNER_THREADS"] = "2"
            # Without a handler of its own, Swift's runtime prints the stack for what it could not allocate.
            del environment["SWIFT_BACKTRACE"]
        if fault:
            environment |= {"LD_PRELOAD": self.shim} | {f"FAULT_{key}": str(value) for key, value in fault.items()}
        self.runs += 1
        return subprocess.Popen([self.vintner, *arguments], cwd=folder, env=environment,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run(self, folder, arguments, **fault):
        return ended(self.start_process(folder, arguments, **fault))

    def start(self, before):
        """A folder as the command finds it."""
        folder = self.folder / "start"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / "table.csv").write_text("a,b,y\n" + ROWS)
        (folder / "large.csv").write_text("a,b,y\n" + MANY_ROWS)
        (folder / "other.csv").write_text("a,b,y\n" + ROWS[: len(ROWS) // 2].rsplit("\n", 1)[0] + "\n")
        for name, rate in (("a", "0.01"), ("b", "0.1")):
            (folder / f"{name}.yaml").write_text(EXPERIMENT.replace("RATE", rate))
        (folder / "large.yaml").write_text(
            EXPERIMENT.replace("RATE", "0.1").replace("[4]", "[64, 64]").replace("table", "large")
            .replace("batch_size: 5", "batch_size: 1000"))
        if before:
            (folder / "out/mine").mkdir(parents=True)
            (folder / "out/notes.txt").write_text("mine")
            (folder / "out/mine/notes.txt").write_text("mine, too")
        for arguments in before:
            assert self.run(folder, arguments).returncode == 0, arguments
        return folder

    def prepare(self, case, before, arguments=None, **fault):
        """The folder before and after the command (or that of other arguments), and what it printed."""
        start = self.start(before)
        new = self.folder / "new"
        shutil.rmtree(new, ignore_errors=True)
        shutil.copytree(start, new)
        outcome = self.run(new, arguments or case.arguments, **fault)
        assert outcome.returncode == 0, (case.name, outcome.stderr)
        old_state, new_state = self.state(case, start), self.state(case, new)
        assert old_state != new_state or not case.together
        # Without files, what is printed is the result; other commands print times, too.
        return start, old_state, [new_state], None if case.together else outcome.stdout

    def state(self, case, folder):
        return [contents(folder, name) for name in case.together]

    def examine(self, case, before, quick):
        """Every system call fails."""
        log = self.folder / "calls"
        prepared = self.prepare(case, before, AT=0, LOG=log)
        calls = log.read_text().split()
        for action in ACTIONS:
            places = [place for place, call in enumerate(calls, 1)
                      if action != "short" or call in ("read", "pread", "write")]
            if quick:
                places = places[::5 if action == "kill" else 23]
            self.try_all(case, prepared, action, [
                (f"{action} at call {place} ({calls[place - 1]})", {"AT": place, "ACTION": action})
                for place in places])

    def examine_scarcity(self, case, before, quick):
        """What is requested is refused, once or from then on."""
        log = self.folder / "calls"
        for kind, is_lasting in SCARCITIES:
            prepared = self.prepare(case, before, AT=0, LOG=log, KIND=kind)
            calls = log.read_text().split()
            places = spread(range(1, len(calls) + 1), 3 if quick else MOST_PLACES)
            action = kind + (" on" if is_lasting else "")
            lasting = {"ON": 1} if is_lasting else {}
            self.try_all(case, prepared, action, [
                (f"{action} at request {place} ({calls[place - 1]})",
                 {"AT": place, "ACTION": "ENOMEM", "KIND": kind} | lasting) for place in places])

    def examine_kills(self, case, before, count):
        """The process is killed at random moments."""
        prepared = self.prepare(case, before)
        chance = random.Random(1)
        began = time.monotonic()
        for _ in range(3):
            self.run(self.folder / "new", case.arguments)
        duration = (time.monotonic() - began) / 3
        self.try_all(case, prepared, "killed", [
            (f"killed after {moment * 1000:.1f} ms", {"kill_after": moment})
            for moment in (chance.uniform(0, duration * 1.1) for _ in range(count))])

    def examine_pairs(self, count):
        """Two processes train into one folder."""
        case, before = Case("two at once", TRAIN + ["--seed", "2"], RUN_FILES), [TRAIN + ["--seed", "1"]]
        other = TRAIN + ["--seed", "3"]
        start, old_state, new_states, printed = self.prepare(case, before)
        new_states += self.prepare(case, before, other)[2]
        self.try_all(case, (start, old_state, new_states, printed), "pairs",
                     [(f"pair {number}", {"beside": other}) for number in range(count)])

    def examine_resumptions(self, count):
        """Trainings are killed at random moments and resumed until they end."""
        chance = random.Random(2)
        for name, options in RESUMED:
            case = Case(name, ["train", "table.csv", "--target", "y", "--hidden", "8", "--batch-size", "5", "--epochs",
                               "600", "--quiet", "--output", "out", *options], RESUMED_FILES)
            start, _, (expected,), _ = self.prepare(case, [])
            durable = case.arguments + ["--checkpoint-every", "2"]
            began = time.monotonic()
            self.run(self.folder / "new", durable)
            duration = time.monotonic() - began
            found, kills, resumptions, runs = len(self.faults), 0, 0, 0
            while kills < count:
                folder = self.folder / "work"
                shutil.rmtree(folder, ignore_errors=True)
                shutil.copytree(start, folder)
                runs += 1
                for attempt in range(100):
                    is_begun = (folder / "out/checkpoint.safetensors").exists() or \
                        (folder / "out/checkpoint-previous.safetensors").exists()
                    resumptions += is_begun
                    process = self.start_process(folder, ["train", "--resume", "out", "--quiet"] if is_begun else durable)
                    if kills < count and attempt < 12:
                        if attempt % 4 == 3:
                            time.sleep(chance.uniform(0, duration))
                        else:
                            wait_for_checkpoints(process, folder, chance.randint(1, 60))
                            time.sleep(chance.uniform(0, 0.01))
                        if process.poll() is None:
                            process.kill()
                            kills += 1
                    outcome = ended(process)
                    if outcome.returncode != -signal.SIGKILL:
                        break
                if outcome.returncode:
                    self.faults.append(f"{name}: resumed, it ends with {outcome.returncode}: {outcome.stderr.decode()[:200]}")
                elif self.state(case, folder) != expected:
                    self.faults.append(f"{name}: resumed, its files are not those of a run that was not killed")
                if left := [str(path) for path in folder.rglob(".vintner*")]:
                    self.faults.append(f"{name}: after the run there are {', '.join(left)}")
            print(f"{name:18} killed     {kills:4} times: {runs} runs, {resumptions} resumptions, "
                  f"{len(self.faults) - found} faults", flush=True)

    def try_all(self, case, prepared, action, faults):
        found, is_new = len(self.faults), 0
        for name, fault in faults:
            is_new += self.try_one(case, prepared, name, fault)
        print(f"{case.name:18} {action:10} {len(faults):4} times: {len(faults) - is_new} old, {is_new} new, "
              f"{len(self.faults) - found} faults", flush=True)

    def try_one(self, case, prepared, name, fault):
        """Whether the folder holds the new run after a fault."""
        start, old_state, new_states, printed = prepared
        folder = self.folder / "work"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(start, folder, symlinks=True)

        def report(text):
            self.faults.append(f"{case.name}: {name}: {text}")

        if "kill_after" in fault:
            process = self.start_process(folder, case.arguments)
            time.sleep(fault["kill_after"])
            process.kill()
            outcomes = [ended(process)]
        elif "beside" in fault:
            pair = [self.start_process(folder, arguments) for arguments in (case.arguments, fault["beside"])]
            outcomes = [ended(process) for process in pair]
        else:
            outcomes = [self.run(folder, case.arguments, **fault)]
        state = self.state(case, folder)
        is_new = state in new_states
        if not is_new and state != old_state:
            names = [name for name, data, old, new in zip(case.together, state, old_state, new_states[0])
                     if data not in (old, new)]
            report(f"neither the old files nor the new ones{', damaged: ' if names else ''}{', '.join(names)}")
        for mine in ("notes.txt", "mine/notes.txt"):
            if contents(start, f"out/{mine}") != contents(folder, f"out/{mine}"):
                report(f"the user's {mine} is not what it was")
        if any(outcome.returncode == 0 for outcome in outcomes) and not is_new:
            report("success, but the files are the old ones")
        for outcome in outcomes:
            self.judge(outcome, fault, printed, report)
        # The next run succeeds, whatever was left, and leaves nothing but its results.
        again = self.run(folder, case.arguments)
        if again.returncode:
            report(f"the next run ends with {again.returncode}: {again.stderr.decode(errors='replace').strip()[:200]}")
        elif self.state(case, folder) != new_states[0]:
            report("the next run's files are not the new ones")
        left = [str(path.relative_to(folder)) for path in folder.rglob(".vintner*")]
        links = [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_symlink()]
        if left or links:
            report(f"after the next run there are {', '.join(left + links)}")
        return is_new

    def judge(self, outcome, fault, printed, report):
        """How a process may end."""
        code, error = outcome.returncode, outcome.stderr.decode(errors="replace")
        lines = [line for line in error.splitlines() if not line.startswith("note: ")]
        if code is None:
            report("does not end")
        elif "kill_after" in fault or fault.get("ACTION") == "kill":
            if code not in (0, -signal.SIGKILL):
                report(f"ended with {code}")
        elif fault.get("KIND") == "memory" and code == 71:
            # Swift's own runtime has its say before it aborts.
            if len([line for line in lines if not line.startswith(RUNTIME)]) != 1:
                report(f"ended with {code} and says {error.strip()[:200]!r}")
        elif code < 0 or "Fatal error" in error or code == 70:
            report(f"ended with {code}: {error.strip()[:200]}")
        elif code and len(lines) != 1:
            report(f"ended with {code} and says {error.strip()[:200]!r}")
        elif code == 0 and printed is not None and outcome.stdout != printed:
            report("success, but it prints something else")


def ended(process):
    """What a process has printed, and its exit status; `None` where it does not end."""
    try:
        out, error = process.communicate(timeout=60)
        return subprocess.CompletedProcess(process.args, process.returncode, out, error)
    except subprocess.TimeoutExpired:
        process.kill()
        return subprocess.CompletedProcess(process.args, None, *process.communicate())


def wait_for_checkpoints(process, folder, count):
    """Waits until a process has saved so many checkpoints, or has ended."""
    path = folder / "out/checkpoint.safetensors"

    def identity():
        try:
            return path.stat().st_ino, path.stat().st_mtime_ns
        except FileNotFoundError:
            return None

    known = identity()
    while count and process.poll() is None:
        if (now := identity()) != known and now:
            known, count = now, count - 1
        time.sleep(0.0005)


def spread(places, most):
    """At most so many of the places, evenly spread, the first and the last among them."""
    if len(places) <= most:
        return list(places)
    return [places[round(index * (len(places) - 1) / (most - 1))] for index in range(most)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("vintner")
    parser.add_argument("shim")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=["calls", "scarcity", "kills", "resumptions"])
    parser.add_argument("--kills", type=int, default=None)
    options = parser.parse_args()
    kills = options.kills if options.kills is not None else 20 if options.quick else 1000
    with tempfile.TemporaryDirectory() as folder:
        laboratory = Laboratory(os.path.abspath(options.vintner), os.path.abspath(options.shim), pathlib.Path(folder))
        if options.only in (None, "calls"):
            for case, before in CASES:
                laboratory.examine(case, before, options.quick)
        if options.only in (None, "scarcity"):
            for case, before in SCARCE_CASES:
                laboratory.examine_scarcity(case, before, options.quick)
        if options.only in (None, "kills"):
            for case, before in (CASES[0], CASES[-1]):
                laboratory.examine_kills(case, before, kills // 2)
            laboratory.examine_pairs(kills // 10)
        if options.only in (None, "resumptions") and not options.quick:
            laboratory.examine_resumptions(kills // len(RESUMED))
    for fault in laboratory.faults:
        print(fault)
    print(f"{laboratory.runs} runs, {len(laboratory.faults)} faults")
    return 1 if laboratory.faults else 0


sys.exit(main())
