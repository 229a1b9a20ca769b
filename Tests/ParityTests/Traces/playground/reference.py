#!/usr/bin/env python3
"""The Playground's network in plain Python, row by row, from the description of its arithmetic.

It shares nothing with the library. It wrote the recordings beside it whose key `source` names it, for cases
that those of the Playground itself leave out, and repeats every one of them to its last digit:

    python3 reference.py write      writes its own recordings anew
    python3 reference.py check      repeats all recordings and prints how far it is from each
"""
import json
import math
import pathlib
import random
import sys

FEATURES = {
    "x1": lambda x, y: x, "x2": lambda x, y: y, "x1_squared": lambda x, y: x * x,
    "x2_squared": lambda x, y: y * y, "x1_times_x2": lambda x, y: x * y,
    "sin_x1": lambda x, y: math.sin(x), "sin_x2": lambda x, y: math.sin(y),
}


def sigmoid(total):
    return 1 / (1 + math.exp(-total)) if total > -700 else 0.0


# Each function with its slope, which is computed from the sum and the output.
FUNCTIONS = {
    "relu": (lambda z: 0.0 if z <= 0 else z, lambda z, o: 0.0 if z <= 0 else 1.0),
    "tanh": (math.tanh, lambda z, o: 1 - o * o),
    "sigmoid": (sigmoid, lambda z, o: o * (1 - o)),
    "linear": (lambda z: z, lambda z, o: 1.0),
}


class Network:
    def __init__(self, case):
        self.weights = [[list(unit) for unit in layer["weights"]] for layer in case["initial"]]
        self.biases = [list(layer["biases"]) for layer in case["initial"]]
        self.dead = [[[False] * len(unit) for unit in layer] for layer in self.weights]
        output = "linear" if case["dataset"] in ("plane", "multi_gaussian") else "tanh"
        self.functions = [FUNCTIONS[case["activation"]]] * len(case["hidden"]) + [FUNCTIONS[output]]
        self.penalty = case["regularization"]
        self.forget()

    def forget(self):
        self.weight_sums = [[[0.0] * len(unit) for unit in layer] for layer in self.weights]
        self.bias_sums = [[0.0] * len(layer) for layer in self.biases]
        self.rows = 0

    def forward(self, inputs):
        self.outputs, self.totals = [inputs], []
        for weights, biases, (function, _) in zip(self.weights, self.biases, self.functions):
            totals = []
            for unit, total in zip(weights, biases):
                for weight, value in zip(unit, self.outputs[-1]):
                    total += weight * value
                totals.append(total)
            self.totals.append(totals)
            self.outputs.append([function(total) for total in totals])
        return self.outputs[-1][0]

    def backward(self, label):
        slopes = [self.outputs[-1][0] - label]
        for layer in reversed(range(len(self.weights))):
            slope = self.functions[layer][1]
            deltas = [
                s * slope(z, o) for s, z, o in zip(slopes, self.totals[layer], self.outputs[layer + 1])]
            for unit, delta in enumerate(deltas):
                self.bias_sums[layer][unit] += delta
                for place, value in enumerate(self.outputs[layer]):
                    self.weight_sums[layer][unit][place] += delta * value
            slopes = [
                sum(self.weights[layer][unit][place] * delta for unit, delta in enumerate(deltas))
                for place in range(len(self.outputs[layer]))]
        self.rows += 1

    def update(self, rate, penalty_rate):
        for layer, weights in enumerate(self.weights):
            for unit, places in enumerate(weights):
                self.biases[layer][unit] -= rate * self.bias_sums[layer][unit] / self.rows
                for place, weight in enumerate(places):
                    if self.dead[layer][unit][place]:
                        continue
                    pull = {"none": 0.0, "l1": float(weight > 0) - float(weight < 0), "l2": weight}[self.penalty]
                    moved = weight - rate / self.rows * self.weight_sums[layer][unit][place]
                    places[place] = moved - rate * penalty_rate * pull
                    if self.penalty == "l1" and moved * places[place] < 0:
                        places[place] = 0.0
                        self.dead[layer][unit][place] = True
        self.forget()

    def loss(self, rows):
        errors = [self.forward(inputs) - label for inputs, label in rows]
        return sum(0.5 * error * error for error in errors) / len(rows)


def curve(case):
    network = Network(case)
    train, test = (
        [([FEATURES[name](x, y) for name in case["features"]], label) for x, y, label in case[part]]
        for part in ("train", "test"))

    def figures(epoch):
        losses = [network.loss(train), network.loss(test)]
        return [epoch] + [float("%.9g" % loss) if math.isfinite(loss) else None for loss in losses]

    result = [figures(0)]
    for epoch in range(1, case["epochs"] + 1):
        for place, (inputs, label) in enumerate(train, 1):
            network.forward(inputs)
            network.backward(label)
            if place % case["batch_size"] == 0:
                network.update(case["learning_rate"], case["regularization_rate"])
        if epoch in case["record"]:
            result.append(figures(epoch))
    return result


def points(case, count):
    draw = random.Random(case["seed"])
    noise, uniform = case["noise"], draw.uniform
    for place in range(count):
        if case["dataset"] == "gaussian":
            label = 1 if place % 2 else -1
            deviation = math.sqrt(0.5 + 7 * noise)
            yield [draw.gauss(2 * label, deviation), draw.gauss(2 * label, deviation), label]
            continue
        x, y = uniform(-6, 6), uniform(-6, 6)
        u, v = x + uniform(-6, 6) * noise, y + uniform(-6, 6) * noise
        if case["dataset"] == "circle":
            label = 1 if math.hypot(u, v) < 3 else -1
        elif case["dataset"] == "plane":
            label = (u + v) / 10
        else:
            heights = [
                sign * max(0, 1 - math.hypot(u - a, v - b) / 2)
                for a, b, sign in [(-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1),
                                   (4, -2.5, -1)]]
            label = max(heights, key=abs)
        yield [x, y, label]


def settings(dataset, count, **changes):
    case = {
        "source": "reference.py", "seed": 1, "dataset": dataset, "noise": 0, "train_fraction": 0.5,
        "features": ["x1", "x2"], "hidden": [3], "activation": "tanh", "learning_rate": 0.03,
        "batch_size": 10, "regularization": "none", "regularization_rate": 0, "epochs": 50,
        "record": [1, 2, 5, 10, 20, 50]} | changes
    draw = random.Random(case["seed"] + 1000)
    widths = [len(case["features"])] + case["hidden"] + [1]
    case["initial"] = [
        {"weights": [[draw.random() - 0.5 for _ in range(inputs)] for _ in range(units)], "biases": [0.1] * units}
        for inputs, units in zip(widths, widths[1:])]
    drawn = list(points(case, count))
    case["train"] = drawn[:int(count * case["train_fraction"])]
    case["test"] = drawn[len(case["train"]):]
    return case


CASES = {
    "reference-partial-batches": settings(
        "circle", 100, noise=0.3, train_fraction=0.7, activation="sigmoid", learning_rate=1, batch_size=30,
        features=["x1_squared", "x2", "sin_x2"], seed=5),
    "reference-dead-weights": settings(
        "multi_gaussian", 120, hidden=[6, 3], activation="relu", learning_rate=0.1, batch_size=7,
        regularization="l1", regularization_rate=0.01, seed=6),
    "reference-diverging": settings(
        "plane", 60, hidden=[2], activation="linear", features=list(FEATURES), learning_rate=0.3, epochs=20,
        noise=0.1, seed=7),
    "reference-deep-l2": settings(
        "gaussian", 90, hidden=[4, 3, 2, 2], batch_size=1, noise=0.4, regularization="l2",
        regularization_rate=0.01, features=["x1_times_x2", "x1"], seed=8),
    "reference-one-neuron": settings("gaussian", 90, hidden=[], batch_size=45, noise=0.5, seed=9),
}

if __name__ == "__main__":
    folder = pathlib.Path(__file__).parent
    if sys.argv[1:] == ["write"]:
        for name, case in CASES.items():
            case["curve"] = curve(case)
            text = json.dumps(case, separators=(",", ":")) + "\n"
            (folder / (name + ".json")).write_text(text)
    elif sys.argv[1:] == ["check"]:
        for path in sorted(folder.glob("*.json")):
            case = json.loads(path.read_text())
            print(path.name, "the same" if curve(case) == case["curve"] else "differs")
    else:
        sys.exit(__doc__)
