"""Goal 7: threads as they were asked for, and the same bits with any number of them."""

import hashlib
import platform

from processes import run
from section import Section

COUNTS = (1, 2, 3, 4)


def measure(bench):
    section = Section(
        "Threads",
        "The main job's model file for 1 to 4 threads, compared by its SHA-256, with OpenBLAS's kernels for this"
        " processor and for others.")
    kernels = [None, "HASWELL", "ZEN"] if platform.machine() == "x86_64" else [None]
    for kernel in kernels:
        hashes = {_hash(bench, count, kernel) for count in COUNTS}
        section.goal(
            f"different models with 1 to 4 threads, kernels {kernel or 'of this processor'}", len(hashes), at_most=1)
    busy = {count: _busy(bench, count) for count in COUNTS}
    section.grid("threads asked for", ["processors busy"], {str(count): [value] for count, value in busy.items()})
    for count in (1, 2):
        section.goal(f"processors busy with --threads {count}", busy[count], at_most=count + 0.02)
    for batch in (32, 256):
        _pay(bench, section, batch)
    section.note(
        "Where nobody says how many threads to use, training takes one below 2 million multiplications a step"
        " (forward, back and for the gradient), and below 16 million where a batch has no more than 32 rows, which"
        " stay together: where two are faster in the tables above.")
    return section


def _pay(bench, section, batch):
    """From which size on two threads are faster than one."""
    found = run(bench.measure("threads-that-pay", "--batch", batch)).figures
    rows = {
        f"{int(count):,}": [one, several, several / one]
        for count, one, several in zip(found["multiplications"], found["one_ms"], found["several_ms"])
    }
    section.grid(
        f"multiplications a step, batches of {batch}",
        ["ms an epoch, 1 thread", "ms an epoch, 2 threads", "ratio"], rows)


def _train(bench, count, epochs, kernel=None):
    folder = bench.folder("threads")
    outcome = run(
        [bench.vintner, "train", bench.wine, "--target", "quality", "--epochs", epochs, "--no-early-stopping",
         "--quiet", "--threads", count, "--output", folder],
        environment={"OPENBLAS_CORETYPE": kernel} if kernel else None)
    return folder, outcome


def _hash(bench, count, kernel):
    folder, _ = _train(bench, count, 5, kernel)
    return hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()


def _busy(bench, count):
    """Of the epochs alone: when OpenBLAS is loaded, its own threads spin for a while before they sleep."""
    short, long = (_train(bench, count, epochs)[1] for epochs in (40, 140))
    return (long.cpu_seconds - short.cpu_seconds) / (long.wall_seconds - short.wall_seconds)
