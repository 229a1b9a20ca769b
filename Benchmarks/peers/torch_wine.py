"""Times the red-wine network in eager PyTorch, with its fused Adam: torch_wine.py CSV"""

import json
import sys
import time

import torch

import wine

(x, y), (valid_x, valid_y) = [tuple(torch.tensor(m) for m in part) for part in wine.parts(sys.argv[1])]
torch.manual_seed(0)
sizes = [11, 512, 512, 512]
hidden = [layer for a, b in zip(sizes, sizes[1:]) for layer in (torch.nn.Linear(a, b), torch.nn.ReLU())]
model = torch.nn.Sequential(*hidden, torch.nn.Linear(512, 1))
adam = torch.optim.Adam(model.parameters(), eps=1e-7, fused=True)
loss = torch.nn.L1Loss()


def epoch():
    order = torch.randperm(len(x))
    for first in range(0, len(x), 256):
        rows = order[first:first + 256]
        adam.zero_grad()
        loss(model(x[rows]), y[rows]).backward()
        adam.step()
    with torch.no_grad():
        return loss(model(valid_x), valid_y).item()


for _ in range(3):
    epoch()
start = time.perf_counter()
for _ in range(40):
    value = epoch()
print(json.dumps({"ms_per_epoch": (time.perf_counter() - start) / 40 * 1000, "val_loss": value}))
