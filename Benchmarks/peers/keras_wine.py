"""Times the red-wine network in Keras: keras_wine.py CSV tensorflow|jax epochs|whole [SEED]

`epochs` times epochs after a warm-up; `whole` trains with early stopping and ends, to be timed from outside.
"""

import json
import os
import sys
import time

path, backend, what = sys.argv[1:4]
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = backend

import keras

import wine

train, valid = wine.parts(path)
keras.utils.set_random_seed(int(sys.argv[4]) if len(sys.argv) > 4 else 0)
hidden = [keras.layers.Dense(512, activation="relu") for _ in range(3)]
model = keras.Sequential([keras.Input((11,)), *hidden, keras.layers.Dense(1)])
model.compile(optimizer="adam", loss="mae")


def fit(epochs, callbacks=()):
    return model.fit(
        *train, validation_data=valid, batch_size=256, epochs=epochs, callbacks=list(callbacks), verbose=0).history


if what == "whole":
    stop = keras.callbacks.EarlyStopping(min_delta=0.001, patience=20, restore_best_weights=True)
    history = fit(500, [stop])
    print(json.dumps({"epochs": len(history["loss"]), "val_loss": min(history["val_loss"])}))
else:
    fit(3)
    start = time.perf_counter()
    fit(30)
    print(json.dumps({"ms_per_epoch": (time.perf_counter() - start) / 30 * 1000}))
