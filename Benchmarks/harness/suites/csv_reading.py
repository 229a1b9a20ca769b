"""Goal 5: reading CSV files."""

import statistics

import tables
from bench import figure
from section import Section

PACKAGES = READERS = ("pyarrow", "polars", "pandas", "duckdb")


def measure(bench):
    section = Section(
        "Reading CSV",
        "The red-wine table 1,000 times over, and the same figures as others write them. A process reads the file"
        " four times, letting go of each table; the fastest counts. Memory is that of a process that reads once.")
    for name, path in _files(bench).items():
        speeds, peaks = _read(bench, section, path)
        size = path.stat().st_size / 1e6
        section.table(f"MB/s, {name}, {size:.0f} MB", speeds)
        section.table(f"MB of memory at most, {name}", peaks)
        if name == "numbers":
            _goals(section, speeds, peaks)
        if name == "text":
            section.ratio_goal("speed on text over pyarrow's", speeds["Vintner"], speeds["pyarrow"], at_least=1.5)
    return section


def _files(bench):
    repeats = 200 if bench.quick else 1000
    return {
        "numbers": tables.numeric(bench, 1000), "quoted": tables.quoted(bench, repeats),
        "CRLF": tables.crlf(bench, repeats), "text": tables.text(bench, repeats),
    }


def _read(bench, section, path):
    """Speeds and peaks by reader."""
    def command(reader, reads):
        if reader == "Vintner":
            return bench.measure("read-csv", path, "--threads", bench.threads, "--reads", reads)
        return bench.peers.script("read_csv.py", path, reader, reads)

    readers = ("Vintner", *READERS)
    outcomes = bench.alternate(section, {reader: command(reader, 4) for reader in readers})
    once = bench.alternate(section, {reader: command(reader, 1) for reader in readers if outcomes[reader]}, rounds=1)
    size = path.stat().st_size / 1e6
    speeds = {reader: [size / min(s) for s in figure(found, "seconds")] for reader, found in outcomes.items()}
    return speeds, {reader: [outcome.peak_mb for outcome in found] for reader, found in once.items()}


def _goals(section, speeds, peaks):
    ours = speeds["Vintner"]
    others = {reader: speeds[reader] for reader in READERS if speeds[reader]}
    best = max(others, key=lambda reader: statistics.median(others[reader]), default=None)
    section.goal("MB/s", statistics.median(ours) if ours else None, at_least=900, unit="MB/s")
    section.ratio_goal(
        f"speed over the best peer's ({best})", ours, others.get(best, []), at_least=2)
    section.goal("MB of memory at most", (peaks.get("Vintner") or [None])[0], at_most=250, unit="MB")
