"""The parts one by one, measured by a benchmark library."""

import json

from processes import run
from section import Section


def measure(bench):
    section = Section(
        "The parts",
        "One thread. Products and layers: 256 rows, 512 values a row. Layer steps are of a network that has the"
        " layer behind a dense one. Optimizer steps: 262,656 weights, one row. CSV: 20,000 rows of 12 columns. The"
        " spread is that of the repetitions within one run.")
    options = ["--format", "json", "--quiet"] + (["--min-time", "0.05"] if bench.quick else [])
    found = json.loads(run([bench.programs / "Micro", *options]).text)["benchmarks"]
    for suite in dict.fromkeys(entry["name"].split(".")[0] for entry in found):
        section.table(f"µs, {suite}", {
            entry["name"].split(".", 1)[1]: [entry["lowest"], entry["median"], entry["highest"]]
            for entry in found if entry["name"].startswith(suite + ".")}, compared=False)
    return section
