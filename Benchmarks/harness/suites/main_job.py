"""Goal 1: an epoch of the red-wine network with its validation."""

from bench import figure
from section import Section

PACKAGES = ("tensorflow-cpu", "keras", "jax", "optax", "torch", "pandas")


def measure(bench):
    section = Section(
        "Main job: an epoch with validation",
        "11-512-512-512-1, relu, Adam, mean absolute error, 1,119 rows in batches of 256, 480 validation rows."
        " Each run's mean over 40 epochs (30 of Keras) after a warm-up.")
    script = bench.peers.script
    ours = bench.measure("main-job", bench.wine, "--threads", bench.threads)
    outcomes = bench.alternate(section, {
        "Vintner": ours,
        "JAX, one jit": script("jax_wine.py", bench.wine),
        "PyTorch": script("torch_wine.py", bench.wine),
        "Keras on JAX": script("keras_wine.py", bench.wine, "jax", "epochs"),
        "Keras on TensorFlow": script("keras_wine.py", bench.wine, "tensorflow", "epochs"),
    })
    times = {who: figure(found, "ms_per_epoch") for who, found in outcomes.items()}
    products = figure(outcomes["Vintner"], "products_ms")
    vintner = times["Vintner"]
    section.table("ms an epoch", {"Vintner": vintner, "its matrix products alone": products, **times})
    section.ratio_goal("epoch over JAX's in one jit", vintner, times["JAX, one jit"], at_most=0.85)
    section.ratio_goal("epoch over Keras's on TensorFlow", vintner, times["Keras on TensorFlow"], at_most=0.22)
    section.ratio_goal("epoch over its matrix products alone", vintner, products, at_most=1.10)
    section.ratio_goal("the same, the least that is acceptable", vintner, products, at_most=1.25)
    return section
