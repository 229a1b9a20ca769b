"""What all suites share: the programs, the peers, the rounds."""

import shutil
import sys
from pathlib import Path

from processes import Failed, run


class Bench:
    """Runs contenders alternately and remembers which could not take part."""

    def __init__(self, root, peers, threads, rounds, quick):
        self.root = Path(root)
        self.peers = peers
        self.threads = threads
        self.rounds = rounds
        self.quick = quick
        self.wine = self.root / "data" / "winequality-red.csv"
        self.vintner = self.root / ".build" / "release" / "vintner"
        self.programs = self.root / "Benchmarks" / ".build" / "release"
        self.scratch = self.root / "Benchmarks" / ".data"
        self.scratch.mkdir(exist_ok=True)

    def measure(self, *arguments):
        """The command of our measuring program."""
        return [self.programs / "Measure", *arguments]

    def folder(self, name):
        """An empty folder to write to."""
        folder = self.scratch / name
        shutil.rmtree(folder, ignore_errors=True)
        return folder

    def alternate(self, section, contenders, rounds=None):
        """Runs each contender once a round, one after the other.

        A contender is a command, or a function from the round's number to one. Returns a list of outcomes
        for each; one that fails is named in the section and left out from then on.
        """
        outcomes = {who: [] for who in contenders}
        failed = set()
        for number in range(rounds or self.rounds):
            for who, command in contenders.items():
                if who in failed:
                    continue
                print(f"  round {number + 1}: {who}", file=sys.stderr)
                words = command(number) if callable(command) else command
                try:
                    outcomes[who].append(run(words, threads=self.threads))
                except (Failed, OSError) as failure:
                    failed.add(who)
                    outcomes[who] = []
                    section.note(f"{who} is missing: {failure}")
        return outcomes


def figure(outcomes, name, scale=1):
    """One value of each outcome's JSON."""
    return [outcome.figures[name] * scale for outcome in outcomes]
