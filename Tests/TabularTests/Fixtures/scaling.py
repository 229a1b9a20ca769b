#!/usr/bin/env python3
"""Records scaling.json: python scaling.py (scikit-learn 1.9, NumPy 2.4, pytabkit 1.8, torch 2.13).

Columns of fitted values and others to transform, with what pytabkit's statistics and smooth clipping and
scikit-learn's QuantileTransformer (without a subsample) make of them."""
import json
import numpy as np
import torch
from pytabkit.models.realmlp.train import compute_input_stats
from sklearn.preprocessing import QuantileTransformer

generator = np.random.default_rng(3)
COLUMNS = dict(
    skewed=np.exp(generator.normal(size=41)).round(4),
    ties=np.array([0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 2, 2, 7, 7, 9.0]),
    spike=np.array([5.0] * 12 + [1, 9.5, 6]),
    many=generator.normal(size=1500).round(3))
OTHERS = [-3, 0, 0.5, 1, 1.5, 2, 4.75, 6, 7, 100]


def record(values):
    x = torch.tensor(values)[:, None]
    median, scale = compute_input_stats(x, torch.arange(len(values))[None])
    z = (torch.tensor(OTHERS, dtype=torch.float64) - median.flatten()) * scale.flatten()
    clipped = z / (1 + z.square() / 9).sqrt()
    count = min(1000, len(values))
    transformer = QuantileTransformer(n_quantiles=count, output_distribution='normal', subsample=None)
    transformer.fit(values[:, None])
    others = np.array(OTHERS, dtype=float)[:, None]
    back = [-6, -1.3, -0.2, 0, 0.7, 2, 6]
    return dict(fitted=values.tolist(), smooth_clip=clipped.tolist(),
                quantile_normal=transformer.transform(others).flatten().tolist(),
                of_fitted=transformer.transform(values[:, None]).flatten().tolist()[:50],
                back=back, inverse=transformer.inverse_transform(np.array(back)[:, None]).flatten().tolist())


json.dump(dict(others=OTHERS, columns={name: record(values) for name, values in COLUMNS.items()}),
          open('scaling.json', 'w'), indent=1)
