"""Goal 2: the whole process, from start to exit."""

from bench import figure
from section import Section

PACKAGES = ("tensorflow-cpu", "keras", "jax", "pandas")


def measure(bench):
    section = Section(
        "Whole process: start, read, train with early stopping, exit",
        "`vintner train` on red wine with its defaults beside the Keras script; a seed a round.")
    script = bench.peers.script
    output = bench.folder("model")
    outcomes = bench.alternate(section, {
        "vintner train": lambda seed: [
            bench.vintner, "train", bench.wine, "--target", "quality", "--seed", seed,
            "--threads", bench.threads, "--quiet", "--json", "--output", output],
        "Keras on JAX": lambda seed: script("keras_wine.py", bench.wine, "jax", "whole", seed),
        "Keras on TensorFlow": lambda seed: script("keras_wine.py", bench.wine, "tensorflow", "whole", seed),
    })
    times = {who: [outcome.wall_seconds for outcome in found] for who, found in outcomes.items()}
    section.table("seconds", times)
    section.table("epochs until the validation loss no longer improves", {
        who: figure(found, "epochs") for who, found in outcomes.items()})
    section.table(
        "MB of memory at most", {who: [outcome.peak_mb for outcome in found] for who, found in outcomes.items()})
    section.ratio_goal(
        "process over the Keras script on TensorFlow", times["vintner train"], times["Keras on TensorFlow"],
        at_most=0.2)
    return section
