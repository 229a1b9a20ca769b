"""Times the red-wine network written by hand in JAX, a whole epoch under one jit: jax_wine.py CSV"""

import json
import sys
import time

import jax
import jax.numpy as jnp
import optax

import wine

(x, y), (valid_x, valid_y) = [tuple(jnp.array(m) for m in part) for part in wine.parts(sys.argv[1])]

key, sizes, params = jax.random.PRNGKey(0), [11, 512, 512, 512, 1], []
for inputs, units in zip(sizes, sizes[1:]):
    key, drawn = jax.random.split(key)
    limit = (6 / (inputs + units)) ** 0.5
    params.append((jax.random.uniform(drawn, (inputs, units), minval=-limit, maxval=limit), jnp.zeros(units)))


def predict(params, x):
    for kernel, bias in params[:-1]:
        x = jax.nn.relu(x @ kernel + bias)
    return x @ params[-1][0] + params[-1][1]


def loss(params, x, y):
    return jnp.abs(predict(params, x) - y).mean()


adam = optax.adam(1e-3, eps=1e-7)
state = adam.init(params)


@jax.jit
def epoch(params, state, key):
    order = jax.random.permutation(key, len(x))
    for first in range(0, len(x), 256):
        rows = order[first:first + 256]
        update, state = adam.update(jax.grad(loss)(params, x[rows], y[rows]), state, params)
        params = optax.apply_updates(params, update)
    return params, state, loss(params, valid_x, valid_y)


def run(epochs, params, state, key):
    for _ in range(epochs):
        key, drawn = jax.random.split(key)
        params, state, value = epoch(params, state, drawn)
    return jax.block_until_ready(params), state, key, float(value)


params, state, key, _ = run(3, params, state, key)
start = time.perf_counter()
params, state, key, value = run(40, params, state, key)
print(json.dumps({"ms_per_epoch": (time.perf_counter() - start) / 40 * 1000, "val_loss": value}))
