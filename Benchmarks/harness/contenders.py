"""Those who are compared in how good their models are: each trains on four folds of a table and predicts the fifth."""

import csv
import hashlib
import math
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from processes import Failed, run


@dataclass(frozen=True)
class Table:
    """A CSV file of the quality benchmark; its columns `target` and `fold` say what is predicted on which rows."""

    name: str
    path: Path
    rows: int
    features: int
    is_class: bool

    @cached_property
    def digest(self):
        return digest(self.path)

    @cached_property
    def folds(self):
        return sorted({int(row["fold"]) for row in self._read()})

    def split(self, fold, folder):
        """Writes the rows to train on and, without their target, those to predict; returns both files and the targets.

        Cells are written as they were read, and nobody sees the column `fold`.
        """
        rows = self._read()
        held = [row for row in rows if int(row["fold"]) == fold]
        names = [name for name in rows[0] if name != "fold"]
        paths = folder / "train.csv", folder / "test.csv"
        folder.mkdir(parents=True, exist_ok=True)
        _write(paths[0], names, [row for row in rows if int(row["fold"]) != fold])
        _write(paths[1], [name for name in names if name != "target"], held)
        return *paths, [row["target"] for row in held]

    def _read(self):
        with open(self.path, newline="") as file:
            return list(csv.DictReader(file))


class Preset:
    """A preset of Vintner, trained and used by its commands on CSV files."""

    def __init__(self, bench, name):
        self._bench = bench
        self._name = name
        self.version = f"vintner {digest(bench.vintner)} {name}"

    def check(self, table):
        """Fails where `vintner` has no such preset."""
        run([*self._training(table.path), "--explain"])

    def results(self, table, folds):
        """The result on each fold, as it comes."""
        for fold in folds:
            train, test, targets = table.split(fold, self._bench.scratch / "quality-fold")
            model, predictions = self._bench.folder("quality-model"), self._bench.scratch / "quality-predictions.csv"
            options = ["--threads", self._bench.threads]
            outcomes = [
                run(command, threads=self._bench.threads) for command in (
                    [*self._training(train), "--quiet", *options, "--output", model],
                    [self._bench.vintner, "predict", model / "model.safetensors", test, *options,
                     "--output", predictions])]
            with open(predictions, newline="") as file:
                predicted = [row["prediction"] for row in csv.DictReader(file)]
            error, absolute = errors(predicted, targets, table.is_class)
            seconds = sum(outcome.wall_seconds for outcome in outcomes)
            yield {"fold": fold, "error": error, "absolute": absolute, "seconds": seconds}

    def _training(self, path):
        return [self._bench.vintner, "train", path, "--target", "target", "--preset", self._name]


class Peer:
    """A model of another package with its defaults, trained in Python on all folds in one process."""

    def __init__(self, bench, name, package):
        self._bench = bench
        self._name = name
        self._script = bench.peers.script("quality.py")
        # scikit-learn prepares the table for all.
        packages = dict.fromkeys(["scikit-learn", package])
        versions = [f"{one} {bench.peers.versions[one]}" for one in packages]
        self.version = " ".join([*versions, digest(self._script[1]), name])

    def results(self, table, folds):
        """The result on each fold; those that are not asked for come with them."""
        outcome = run([*self._script, table.path, self._name, table.is_class], threads=self._bench.threads)
        return outcome.lines


def errors(predicted, targets, is_class):
    """The root mean squared error and the mean absolute error, or the share of wrong classes twice."""
    if len(predicted) != len(targets):
        raise Failed(f"{len(predicted)} predictions for {len(targets)} rows")
    if is_class:
        share = sum(one != other for one, other in zip(predicted, targets)) / len(targets)
        return share, share
    try:
        distances = [float(one) - float(other) for one, other in zip(predicted, targets)]
    except ValueError as fault:
        raise Failed(f"a prediction is not a number: {fault}") from fault
    if not all(map(math.isfinite, distances)):
        raise Failed("a prediction is not a finite number")
    squares = math.fsum(distance**2 for distance in distances) / len(distances)
    return math.sqrt(squares), math.fsum(map(abs, distances)) / len(distances)


def digest(path):
    """The beginning of a file's SHA-256."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]


def _write(path, names, rows):
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, names, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
