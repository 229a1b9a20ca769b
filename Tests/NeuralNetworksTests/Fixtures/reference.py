#!/usr/bin/env python3
"""Records reference.json: python reference.py (pytabkit 1.8, torch 2.13, NumPy 2.4, double precision).

Holds the heights of pytabkit's schedules, and three runs of a small network by full batches with schedules of
rate and decay, the biases at a tenth of the rate: by torch's AdamW with the biases' decay times 3, by
pytabkit's own optimizer with the same factors (it multiplies the decay by the factors of rate and decay twice),
and losses with smoothed labels by torch."""
import json, types
import numpy as np
import torch
from torch import nn
from pytabkit.models.nn_models.base import Variable
from pytabkit.models.optim.optimizers import AdamOptimizer
from pytabkit.models.training.coord import HyperparamManager
from pytabkit.models.training.scheduling import get_schedule

torch.set_default_dtype(torch.float64)
TIMES = [0, 1 / 60, 0.05, 1 / 15, 0.1, 0.2, 0.3, 0.4375, 0.5, 0.5625, 0.7, 0.75, 0.9, 59 / 60, 1]
RATE, DECAY, STEPS = 0.05, 0.5, 8
RATE_FACTOR, DECAY_FACTOR = 0.1, 3.0
# So small that it does not matter that torch adds it after the correction of the bias, Keras before.
EPSILON = 1e-14


def schedule(name):
    return [float(get_schedule(name).call_time_(t)) for t in TIMES]


def start():
    generator = np.random.default_rng(7)
    x = generator.normal(size=(12, 3)).round(3)
    y = (x[:, :1] - 0.5 * x[:, 1:2] ** 2).round(3)
    weights = [generator.normal(size=shape).round(3) for shape in [(3, 4), (4,), (4, 1), (1,)]]
    return x, y, weights


def run(kind):
    x, y, weights = start()
    x, y = torch.tensor(x), torch.tensor(y)
    values = [torch.tensor(w) for w in weights]
    height, decay = get_schedule('coslog4'), get_schedule('flat_cos')
    if kind == 'torch':
        parameters = [nn.Parameter(v) for v in values]
        optimizer = torch.optim.AdamW([{'params': [p]} for p in parameters], betas=(0.9, 0.95), eps=EPSILON)
    else:
        parameters = [
            Variable(v, hyper_factors={} if v.ndim == 2 else {'lr': RATE_FACTOR, 'wd': DECAY_FACTOR})
            for v in values]
        for p in parameters:
            p.context = types.SimpleNamespace(scope=types.SimpleNamespace(matches=lambda key: True))
        manager = HyperparamManager(lr=RATE, lr_sched='coslog4', wd=DECAY, wd_sched='flat_cos', mom=0.9,
                                    sq_mom=0.95, opt_eps=EPSILON)
        optimizer = AdamOptimizer([{'params': [p]} for p in parameters], manager)
    path = []
    for step in range(STEPS):
        t = step / STEPS
        if kind == 'torch':
            for group in optimizer.param_groups:
                is_bias = group['params'][0].ndim == 1
                group['lr'] = RATE * height.call_time_(t) * (RATE_FACTOR if is_bias else 1)
                group['weight_decay'] = DECAY * decay.call_time_(t) * (DECAY_FACTOR if is_bias else 1)
        else:
            progress = types.SimpleNamespace(get_fit_progress=lambda: t)
            manager.update_hypers(types.SimpleNamespace(progress=progress))
        w1, b1, w2, b2 = parameters
        loss = ((torch.tanh(x @ w1 + b1) @ w2 + b2 - y) ** 2).mean()
        for p in parameters:
            p.grad = None
        loss.backward()
        optimizer.step()
        path.append([p.detach().flatten().tolist() for p in parameters])
    return path


def smoothing():
    logits = torch.tensor([[2.0, -1.0, 0.5], [0.1, 0.2, -0.3]])
    targets = torch.tensor([0, 2])
    multiclass = nn.functional.cross_entropy(logits, targets, label_smoothing=0.1, reduction='none')
    logit = torch.tensor([1.5, -0.25])
    label = torch.tensor([1.0, 0.0]) * 0.9 + 0.05
    binary = nn.functional.binary_cross_entropy_with_logits(logit, label, reduction='none')
    return dict(logits=logits.tolist(), classes=targets.tolist(), multiclass=multiclass.tolist(),
                logit=logit.tolist(), labels=[1, 0], binary=binary.tolist(), smoothing=0.1)


x, y, weights = start()
record = dict(
    times=TIMES, coslog4=schedule('coslog4'), coslog3=schedule('coslog3'), flat_cos=schedule('flat_cos'),
    x=x.tolist(), y=y.flatten().tolist(), weights=[w.flatten().tolist() for w in weights],
    torch=run('torch'), pytabkit=run('pytabkit'), smoothing=smoothing())
json.dump(record, open('reference.json', 'w'), indent=1)
