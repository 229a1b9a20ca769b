"""Counts what a training step of small networks executes, and fails if it costs more than before.

    Scripts/count             counts, and compares with the bounds in Benchmarks/bounds.json
    Scripts/count --renew     writes bounds 10 % beyond what is counted now

The networks are 7-8-1 with tanh, and one of every layer that has loops of its own. `vintner train` trains them on 250
rows in batches of 10 and 50, validated on 107. Only what happens within `TrainedNetwork.fitted` counts, and runs that
differ in one thing alone are subtracted, so that what is made once cancels out:

- twice the epochs: the instructions of a step, with its share of validation and of the epoch's end, and of the second
  network those of each layer: its rows forward and backward and its gradients;
- half the batch, so twice the steps: the instructions that allocating takes a step. It takes none.

Of every kernel of the second network it says how much of the arithmetic is done by vector instructions. Where that
falls, a loop goes number by number.
"""

import argparse
import json
import os
import random
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import callgrind
from processes import Failed

ROOT = Path(__file__).resolve().parents[2]
BOUNDS = ROOT / "Benchmarks" / "bounds.json"
FITTED = "$s14NeuralNetworks14TrainedNetworkV6fitted*lF"


TANH = """\
target: y
task: regression
hidden: [8]
activation: tanh
optimizer: sgd
learning_rate: 0.1
loss: mse
early_stopping: false
"""
EVERY_LAYER = """\
target: y
task: regression
optimizer:
  {name: adamw, learning_rate: {name: coslog, peak: 0.02}, weight_decay: 0.02, weight_decay_schedule: {name: flat_cos}}
loss: mae
early_stopping: false
layers:
- {type: embedding, columns: [0], categories: [9], dimension: 16}
- {type: piecewise_linear_encoding, bins: 16, columns: [16]}
- {type: piecewise_linear_encoding, bins: 16, outputs: 16, columns: [32]}
- {type: periodic_embedding, columns: [48, 49]}
- {type: periodic_embedding, form: plr, columns: [56], frequencies: 16, outputs: 16}
- {type: feature_scale}
- {type: dense, units: 64, parametrization: ntp, initialization: data}
- {type: parametric_activation, activation: mish}
- {type: residual, layers: [{type: layer_normalization}, {type: dense, units: 64, activation: selu}]}
- {type: dropout, rate: 0.15, schedule: flat_cos}
- {type: dense, units: 1, parametrization: ntp, initialization: data}
"""
LAYERS = [
    "Embedding", "PiecewiseLinearEncoding", "PeriodicEmbedding", "FeatureScale", "Dense", "ParametricActivation",
    "LayerNormalization", "ResidualBeginning", "ResidualSum", "Dropout"]


def main():
    parser = argparse.ArgumentParser(
        prog="Scripts/count", description="Counts instructions and allocations of a training step.")
    parser.add_argument("--renew", action="store_true", help="write bounds 10 %% beyond what is counted now")
    options = parser.parse_args()
    try:
        most, least = counted()
    except Failed as failure:
        sys.exit(f"Nothing was counted: {failure}")
    if options.renew:
        bounds = {
            "at most": {name: round(value * 1.1) for name, value in most.items()},
            "at least": {name: round(value * 0.9, 2) for name, value in least.items()}}
        BOUNDS.write_text(json.dumps(bounds, indent=2) + "\n")
    bounds = json.loads(BOUNDS.read_text())
    kept = []
    for name, value in most.items():
        bound = bounds["at most"].get(name, 0)
        # Half an instruction per step is none: an allocation takes dozens.
        kept.append(shown(name, f"{value:12,.2f}", f"at most {bound:9,}", value <= bound + 0.5))
    for name, value in least.items():
        bound = bounds["at least"].get(name, 1)
        kept.append(shown(name, f"{value:12.2f}", f"at least {bound:8}", value >= bound))
    sys.exit(0 if all(kept) else 1)


def counted():
    """What is to be at most as before, and what at least."""
    data = ROOT / "Benchmarks" / ".data"
    data.mkdir(exist_ok=True)
    program = callgrind.countable(ROOT / ".build" / "release" / "vintner", data)
    table = write_table(data / "small.csv")
    nodes = {f"{len(name + 'Node')}{name}NodeC": name for name in LAYERS}

    def count(run, epochs, batch):
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            (folder / "run.yaml").write_text(f"data: {table}\n{run}")
            return callgrind.count(
                [program, "train", "--config", folder / "run.yaml", "--quiet", "--threads", 1, "--epochs", epochs,
                 "--batch-size", batch, "--output", folder / "counted"], folder, within=FITTED, parts=list(nodes))

    runs = [(TANH, 60, 10), (TANH, 120, 10), (TANH, 60, 5), (EVERY_LAYER, 12, 50), (EVERY_LAYER, 24, 50),
            (EVERY_LAYER, 12, 25)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        once, twice, halved, *every = pool.map(lambda run: count(*run), runs)
    most = {
        "instructions a step": (twice.instructions - once.instructions) / 1500,
        "allocating a step": (halved.allocating - once.allocating) / 1500,
    }
    once, twice, halved = every
    most["every layer: instructions a step"] = (twice.instructions - once.instructions) / 60
    most["every layer: allocating a step"] = (halved.allocating - once.allocating) / 60
    for node, name in nodes.items():
        most[f"{name} a step"] = (twice.parts[node] - once.parts[node]) / 60
    shares = callgrind.vector_shares(program, twice.kernels - once.kernels)
    return most, {f"{name} in vectors": share for name, share in shares.items()}


def write_table(path):
    """357 rows, of which `vintner train` takes 250 to train on."""
    draw = random.Random(0)
    lines = ["a,b,c,d,e,f,g,y"]
    for _ in range(357):
        row = [round(draw.uniform(-1, 1), 3) for _ in range(7)]
        lines.append(",".join(map(str, [*row, 1 if row[0] * row[1] > 0 else -1])))
    path.write_text("\n".join(lines) + "\n")
    return path


def shown(name, value, bound, is_kept):
    """Prints a count with its bound; returns whether it is kept."""
    print(f"{name:40} {value}   {bound}   {'kept' if is_kept else 'EXCEEDED'}")
    return is_kept


if __name__ == "__main__":
    main()
