"""Profiles where the processors' time goes in an epoch of the main job, and writes it to Benchmarks/README.md."""

import re
import shutil

from processes import Failed, run

# Patterns of a sample's library and function; the first match counts.
KINDS = {
    "matrix products (OpenBLAS)": r"libopenblas|vk_product",
    "optimizer": r"vk_(sgd|momentum|nesterov|rmsprop|adagrad|adadelta|adam|amsgrad|nadam|decay|clip|scale|squared)",
    "element-wise work": r"vk_",
    "waiting for the other threads": r"Barrier|futex|sched_yield|pthread_cond|pthread_mutex|NSCondition|schedule",
    "memory: copies, zeros, page faults": r"mem(cpy|move|set)|page|fault|clear_|gather",
}
REST = "all else"
OPEN, CLOSE = "<!-- profile -->", "<!-- end of profile -->"


def update(bench, readme, machine):
    """Profiles and replaces the text between the two marks."""
    text = readme.read_text()
    before, _, rest = text.partition(OPEN)
    _, _, after = rest.partition(CLOSE)
    readme.write_text(before + OPEN + "\n" + page(bench, machine) + CLOSE + after)


def page(bench, machine):
    outcome, samples = _record(bench)
    milliseconds = outcome.figures["ms_per_epoch"]
    busy = outcome.cpu_seconds / outcome.wall_seconds
    shares = {}
    for share, name in samples:
        kind = next((kind for kind, pattern in KINDS.items() if re.search(pattern, name)), REST)
        shares[kind] = shares.get(kind, 0) + share
    lines = [
        f"*{machine['date']}, commit {machine['commit']}, {machine['processor']}, {bench.threads} threads:"
        f" {milliseconds:.1f} ms an epoch, {busy:.2f} processors busy.*", "",
        "| what the processors do | % | ms of all threads an epoch |", "|---|---:|---:|",
    ]
    for kind, share in sorted(shares.items(), key=lambda pair: -pair[1]):
        lines.append(f"| {kind} | {share:.1f} | {share / 100 * milliseconds * busy:.2f} |")
    lines += ["", "| function | % |", "|---|---:|"]
    lines += [f"| `{_readable(name)}` | {share:.1f} |" for share, name in samples[:15]]
    return "\n".join(lines) + "\n"


def _readable(name):
    """The library and the function, a Swift one as it is written in Swift."""
    place, _, symbol = name.rpartition(" ")
    if symbol.startswith("$s"):
        symbol = run(["swift", "demangle", "--compact", "--simplified", symbol]).text.strip()
    return f"{place} {symbol}"[:100]


def _record(bench):
    """Samples the main job; returns its outcome and (percent, library and function) by falling percent."""
    if not shutil.which("perf"):
        raise Failed("there is no perf here; Debian has it in linux-perf")
    file = bench.scratch / "perf.data"
    job = bench.measure(
        "main-job", bench.wine, "--threads", bench.threads, "--without-products", "--epochs", "200", "--repeats", "1")
    outcome = run(["perf", "record", "-q", "-e", "cpu-clock", "-F", "2000", "-o", file, *job], threads=bench.threads)
    report = run(["perf", "report", "-i", file, "--stdio", "-q", "-F", "overhead,dso,sym", "-t", "|"]).text
    samples = []
    for line in report.splitlines():
        share, separator, name = line.strip().partition("|")
        if separator and share.strip().rstrip("%").replace(".", "").isdigit():
            samples.append((float(share.strip().rstrip("%")), " ".join(name.replace("|", " ").split())))
    return outcome, samples
