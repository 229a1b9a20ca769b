"""Who is better on many tables: ranks, normalized errors and wins, with intervals by resampling the tables."""

import random
import statistics
from dataclasses import dataclass

RESAMPLES = 10_000
# Of the resamples, below and above the interval together.
OUTSIDE = 0.05


@dataclass
class Standing:
    """How a contender does on all tables: each a triple of the value and its interval's ends."""

    rank: tuple
    error: tuple
    wins: tuple
    # The share of resamples in which no other has a lower mean rank; those with the same share it.
    first: float


def ranks(errors):
    """Each contender's rank on a table, 1 for the least error; equal errors share the mean of their ranks."""
    found = sorted(errors.values())
    return {who: found.index(error) + (found.count(error) + 1) / 2 for who, error in errors.items()}


def normalized(errors, constant):
    """(error - least) / (constant's error - least), at most 1.

    Where no contender is better than the constant, 0 for the least error and 1 for the others.
    """
    least = min(errors.values())
    scale = constant - least
    return {
        who: min(1.0, (error - least) / scale) if scale > 0 else float(error > least)
        for who, error in errors.items()}


def wins(errors):
    """1 for the contender with the least error, which those of equal errors share, and 0 for the others."""
    least = min(errors.values())
    count = sum(error == least for error in errors.values())
    return {who: (error == least) / count for who, error in errors.items()}


def standings(errors, constants):
    """By contender, those of the lowest mean rank first.

    `errors` has the contenders' errors by table, `constants` the constant's error by table.
    """
    by_table = [
        [measure[who] for measure in (ranks(found), normalized(found, constants[table]), wins(found)) for who in found]
        for table, found in errors.items()]
    contenders = list(next(iter(errors.values())))
    means = _means(by_table)
    resampled = [_means(chosen) for chosen in _resamples(by_table)]
    intervals = [interval(values) for values in zip(*resampled)]
    firsts = [wins(dict(enumerate(one[:len(contenders)]))) for one in resampled]
    tables, count = len(errors), len(contenders)

    def triple(column, scale=1):
        return tuple(scale * value for value in (means[column], *intervals[column]))

    found = {
        who: Standing(
            triple(at), triple(at + count), triple(at + 2 * count, tables),
            statistics.fmean(one[at] for one in firsts))
        for at, who in enumerate(contenders)}
    return dict(sorted(found.items(), key=lambda one: one[1].rank[0]))


def interval(values):
    """The middle 95 % of resampled values."""
    ordered = sorted(values)
    outside = int(len(ordered) * OUTSIDE / 2)
    return ordered[outside], ordered[-1 - outside]


def _resamples(rows):
    """As many tables as there are, drawn with replacement; the same draws in every run."""
    stream = random.Random(0)
    return (stream.choices(rows, k=len(rows)) for _ in range(RESAMPLES))


def _means(rows):
    return [sum(column) / len(rows) for column in zip(*rows)]
