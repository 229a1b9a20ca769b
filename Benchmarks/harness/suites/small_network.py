"""Goal 3: a network as small as a lesson's."""

import statistics

from bench import figure
from section import Section

PACKAGES = ("tensorflow-cpu", "keras", "jax", "torch")


def measure(bench):
    section = Section(
        "Lesson-sized network: an epoch",
        "7-8-1, tanh, plain gradient descent, 250 rows in batches of 10, no validation.")
    script = bench.peers.script
    outcomes = bench.alternate(section, {
        "Vintner": bench.measure("small-network"),
        "Keras on JAX": script("small_net.py", "keras-jax"),
        "PyTorch": script("small_net.py", "torch"),
        "Keras on TensorFlow": script("small_net.py", "keras-tensorflow"),
    })
    times = {who: figure(found, "ms_per_epoch") for who, found in outcomes.items()}
    vintner = times["Vintner"]
    section.table("ms an epoch", times)
    lesson = bench.alternate(section, {"Vintner": bench.measure("playground-lesson")})["Vintner"]
    lessons = {
        f"{precision} precision": figure(lesson, f"{precision}_ms") for precision in ("single", "double")}
    section.table("ms for 500 epochs of the spiral lesson (7-8-1, from points to curve)", lessons)
    single = lessons["single precision"]
    section.goal(
        "ms for the spiral lesson", statistics.median(single) if single else None, at_most=30, unit="ms")
    section.goal("ms an epoch", statistics.median(vintner) if vintner else None, at_most=0.03, unit="ms")
    section.ratio_goal("epoch over Keras's on JAX", vintner, times["Keras on JAX"], at_most=0.01)
    section.ratio_goal("epoch over PyTorch's", vintner, times["PyTorch"], at_most=0.01)
    return section
