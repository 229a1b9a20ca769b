"""Counts what a training step of a small network executes, and fails if it costs more than before.

    Scripts/count             counts, and compares with the bounds in Benchmarks/bounds.json
    Scripts/count --renew     writes bounds 10 % above what is counted now

The network is 7-8-1 with tanh, trained by `vintner train` on 250 rows in batches of 10, validated on 107.
Only what happens within `TrainedNetwork.fitted` counts, and runs that differ in one thing alone are
subtracted, so that what is made once cancels out:

- twice the epochs: the instructions of a step, with its share of validation and of the epoch's end;
- half the batch, so twice the steps: the instructions that allocating takes a step. It takes none.
"""

import argparse
import json
import random
import sys
from pathlib import Path

import callgrind
from processes import Failed

ROOT = Path(__file__).resolve().parents[2]
BOUNDS = ROOT / "Benchmarks" / "bounds.json"
EPOCHS, STEPS = 60, 25
FITTED = "$s14NeuralNetworks14TrainedNetworkV6fitted*lF"


def main():
    parser = argparse.ArgumentParser(
        prog="Scripts/count", description="Counts instructions and allocations of a training step.")
    parser.add_argument("--renew", action="store_true", help="write bounds 10 %% above what is counted now")
    options = parser.parse_args()
    try:
        figures = counted()
    except Failed as failure:
        sys.exit(f"Nothing was counted: {failure}")
    if options.renew:
        bounds = {name: round(value * 1.1) for name, value in figures.items()}
        BOUNDS.write_text(json.dumps(bounds, indent=2) + "\n")
    kept = list(compare(figures, json.loads(BOUNDS.read_text())))
    sys.exit(0 if all(kept) else 1)


def counted():
    folder = ROOT / "Benchmarks" / ".data"
    folder.mkdir(exist_ok=True)
    program = callgrind.countable(ROOT / ".build" / "release" / "vintner", folder)
    table = write_table(folder / "small.csv")

    def count(epochs, batch):
        return callgrind.count(
            [program, "train", table, "--target", "y", "--task", "regression", "--hidden", "8", "--activation",
             "tanh", "--optimizer", "sgd", "--learning-rate", "0.1", "--loss", "mse", "--no-early-stopping", "--quiet", "--epochs", epochs,
             "--batch-size", batch, "--output", folder / "counted"], folder, within=FITTED)

    once, twice, halved = count(EPOCHS, 10), count(2 * EPOCHS, 10), count(EPOCHS, 5)
    steps = EPOCHS * STEPS
    return {
        "instructions a step": (twice.instructions - once.instructions) / steps,
        "allocating a step": (halved.allocating - once.allocating) / steps,
    }


def write_table(path):
    """357 rows, of which `vintner train` takes 250 to train on."""
    draw = random.Random(0)
    lines = ["a,b,c,d,e,f,g,y"]
    for _ in range(357):
        row = [round(draw.uniform(-1, 1), 3) for _ in range(7)]
        lines.append(",".join(map(str, [*row, 1 if row[0] * row[1] > 0 else -1])))
    path.write_text("\n".join(lines) + "\n")
    return path


def compare(figures, bounds):
    """Prints each count with its bound, and returns whether it is within it."""
    for name, value in figures.items():
        # Half an instruction per step is none: an allocation takes dozens.
        kept = value <= bounds[name] + 0.5
        print(f"{name:20} {value:12,.2f}   at most {bounds[name]:9,}   {'kept' if kept else 'EXCEEDED'}")
        yield kept


if __name__ == "__main__":
    main()
