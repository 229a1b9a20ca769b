"""Goal 6: time and memory as tables grow."""

import tables
from processes import Failed, run
from section import Section

BYTES_A_ROW = 12 * 8


def measure(bench):
    largest = 5 if bench.quick else 7
    section = Section(
        "Growth",
        "Reading, preparing and training an epoch of 11-32-1 in batches of 256, on more and more rows of 12 columns:"
        " the fastest of three runs.")
    found = {rows: _grow(bench, rows) for rows in (10**power for power in range(3, largest + 1))}
    section.grid("µs a row, and MB of memory at most", ["reading", "preparing", "training", "together", "MB"], {
        f"{rows:,} rows": [1e6 * seconds / rows for seconds in (*_seconds(outcome), sum(_seconds(outcome)))]
        + [outcome.peak_mb] for rows, outcome in found.items()})
    _goals(section, found)
    _wide_training(bench, section)
    return section


def _grow(bench, rows):
    """The fastest of a few runs."""
    path = tables.rows(bench, rows)
    command = bench.measure("growth", path, "--threads", bench.threads)
    outcomes = [run(command, threads=bench.threads) for _ in range(min(bench.rounds, 3))]
    path.unlink()
    return min(outcomes, key=lambda outcome: sum(_seconds(outcome)))


def _seconds(outcome):
    figures = outcome.figures
    return [figures[name] for name in ("read_seconds", "prepare_seconds", "train_seconds")]


def _goals(section, found):
    *_, before, middle, last = sorted(found)
    cost = {rows: sum(_seconds(outcome)) / rows for rows, outcome in found.items()}
    section.goal(
        f"time a row at {last:,} rows over that at {before:,}: constant within a quarter",
        cost[last] / cost[before], at_most=1.25)
    less, more = (
        (found[b].peak_mb - found[a].peak_mb) / (b - a) for a, b in ((before, middle), (middle, last)))
    section.goal(
        f"memory a further row above {middle:,} rows over that above {before:,}: linear within a quarter",
        more / less if less > 0 else None, at_most=1.25)


def _wide_training(bench, section):
    """The main job's network on a large table, and the same from the file in chunks if that can be done."""
    rows = 100_000 if bench.quick else 2_000_000
    path = tables.rows(bench, rows)
    data = rows * BYTES_A_ROW / 2**20

    def train(*options):
        return run([
            bench.vintner, "train", path, "--target", "quality", "--epochs", "1", "--no-early-stopping", "--quiet",
            "--threads", bench.threads, "--output", bench.folder("grown"), *options], threads=bench.threads)

    peaks = {"the table alone, computed": [data], "vintner train": [train().peak_mb]}
    try:
        peaks["vintner train --stream"] = [train("--stream").peak_mb]
    except Failed as failure:
        section.note(f"Training from the file in chunks was not measured: {failure}")
    path.unlink()
    section.table(f"MB of memory at most, {rows:,} rows × 12, one epoch of the main job's network", peaks)
    section.goal(
        f"memory of {rows:,} rows × 12 over table and network (4 × 2.1 MB): within a quarter",
        peaks["vintner train"][0] / (data + 8.4), at_most=1.25)
