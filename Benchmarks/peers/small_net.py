"""Times a lesson-sized network, 7-8-1, tanh, 250 rows, batch 10: small_net.py keras-tensorflow|keras-jax|torch"""

import json
import os
import sys
import time

EPOCHS = 20


def keras_training(backend):
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    os.environ["KERAS_BACKEND"] = backend
    import keras
    import numpy

    draw = numpy.random.default_rng(0)
    x = draw.normal(size=(250, 7)).astype("f")
    y = numpy.sign(x[:, :1] * x[:, 1:2])
    layers = [keras.layers.Dense(8, "tanh"), keras.layers.Dense(1, "tanh")]
    model = keras.Sequential([keras.Input((7,)), *layers])
    model.compile(keras.optimizers.SGD(0.3), "mse")
    return lambda epochs: model.fit(x, y, batch_size=10, epochs=epochs, verbose=0)


def torch_training():
    import torch

    torch.set_num_threads(1)
    x = torch.randn(250, 7)
    y = torch.sign(x[:, :1] * x[:, 1:2])
    model = torch.nn.Sequential(torch.nn.Linear(7, 8), torch.nn.Tanh(), torch.nn.Linear(8, 1), torch.nn.Tanh())
    sgd, loss = torch.optim.SGD(model.parameters(), 0.3), torch.nn.MSELoss()

    def run(epochs):
        for _ in range(epochs):
            for first in range(0, 250, 10):
                sgd.zero_grad()
                loss(model(x[first:first + 10]), y[first:first + 10]).backward()
                sgd.step()

    return run


peer = sys.argv[1]
train = torch_training() if peer == "torch" else keras_training(peer.split("-")[1])
train(3)
start = time.perf_counter()
train(EPOCHS)
print(json.dumps({"ms_per_epoch": (time.perf_counter() - start) / EPOCHS * 1000}))
