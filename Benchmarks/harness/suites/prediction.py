"""Goal 4: one row, and a million."""

import statistics

import callgrind
from bench import figure
from processes import Failed, run
from section import Section


def measure(bench):
    rows = 100_000 if bench.quick else 1_000_000
    section = Section(
        "Prediction through a loaded pipeline",
        f"The red-wine network, read from its file: the same row again and again, and {rows:,} rows at once.")
    folder = bench.folder("predictor")
    options = ["--target", "quality", "--epochs", "3", "--quiet", "--output", folder]
    run([bench.vintner, "train", bench.wine, *options])
    model = folder / "model.safetensors"
    outcomes = bench.alternate(section, {
        "one row": bench.measure("predict-one-row", model, bench.wine),
        "rows": bench.measure("predict-rows", model, bench.wine, "--rows", rows, "--threads", bench.threads),
    })
    one = figure(outcomes["one row"], "us_per_row")
    many = figure(outcomes["rows"], "seconds")
    products = figure(outcomes["rows"], "products_seconds")
    table = figure(outcomes["one row"], "us_per_table")
    section.table("µs a row, one at a time", {"as numbers": one, "as a table of one row": table})
    section.table(f"seconds for {rows:,} rows", {"Vintner": many, "the matrix products alone": products})
    median = statistics.median(one) if one else None
    section.goal("one row, in microseconds: below a thousand", median, at_most=999, unit="µs")
    section.goal("allocations a row after the first", _allocations(bench, section, model), at_most=0)
    section.ratio_goal("many rows over their matrix products alone", many, products, at_most=1.25)
    return section


def _allocations(bench, section, model):
    """What each further row allocates, counted."""
    program = callgrind.countable(bench.programs / "Measure", bench.scratch)
    few, more = 10, 60
    try:
        first, second = (
            callgrind.count([program, "predict-one-row", model, bench.wine, "--calls", calls], bench.scratch)
            for calls in (few, more))
    except (Failed, OSError) as failure:
        section.note(f"Allocations were not counted: {failure}")
        return None
    # Rounded: what is printed at the end takes one allocation more or less, and a row would take whole ones.
    return round((second.allocations - first.allocations) / (more - few))
