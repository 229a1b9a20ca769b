"""Runs Vintner and its peers alternately on the same tasks and writes Benchmarks/RESULTS.md."""

import argparse
import os
import signal
import sys
from pathlib import Path

import epoch_profile
import machine
import results
from bench import Bench
from peers import Peers
from processes import Failed
from suites import ALL, LONG

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "Benchmarks"


def main():
    # What stops a run stops the process that it waits for, too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    options = parse()
    suites = [] if options.profile else [ALL[name] for name in options.only]
    packages = dict.fromkeys(package for suite in suites for package in getattr(suite, "PACKAGES", ()))
    peers = Peers(options.peers, HOME / "peers", packages)
    bench = Bench(ROOT, peers, options.threads, 1 if options.quick else options.rounds, options.quick)
    here = machine.describe(ROOT, options.threads)
    try:
        if options.profile:
            epoch_profile.update(bench, HOME / "README.md", here)
            return
    except Failed as failure:
        sys.exit(f"Nothing was profiled: {failure}")
    measure(bench, peers, options)


def parse():
    parser = argparse.ArgumentParser(
        prog="Scripts/benchmark", description="Compares Vintner with its peers and writes Benchmarks/RESULTS.md.")
    parser.add_argument("--quick", action="store_true", help="one round, smaller tables: some minutes")
    parser.add_argument("--rounds", type=int, default=7, help="how often everybody runs (default: 7)")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="for everybody (default: one a core)")
    parser.add_argument(
        "--only", type=names, default=[name for name in ALL if name not in LONG],
        help=f"suites with commas between: {', '.join(ALL)} (default: all but {', '.join(LONG)})")
    parser.add_argument("--peers", type=Path, default=HOME / ".peers", help="the peers' virtual environment")
    parser.add_argument("--profile", action="store_true", help="only write where an epoch goes into the README")
    return parser.parse_args()


def names(text):
    chosen = text.split(",")
    unknown = [name for name in chosen if name not in ALL]
    if unknown:
        raise argparse.ArgumentTypeError(f"there is no suite {unknown[0]}; there are {', '.join(ALL)}")
    return chosen


def measure(bench, peers, options):
    """Runs the suites that were chosen; each is stored when it is done."""
    stored = bench.scratch / "results.json"
    failed = []
    for name, suite in ALL.items():
        if name not in options.only:
            continue
        print(name, file=sys.stderr)
        here = machine.describe(ROOT, options.threads)
        try:
            section = suite.measure(bench)
        except Failed as failure:
            print(f"  {failure}", file=sys.stderr)
            failed.append(name)
            continue
        known = {"versions": peers.versions, "missing": peers.missing}
        results.store(stored, name, section, here, known, bench.rounds)
        parts = results.load(stored)
        results.write(HOME / "RESULTS.md", {name: parts[name] for name in ALL if name in parts})
    if failed:
        sys.exit(f"Not measured: {', '.join(failed)}")


main()
