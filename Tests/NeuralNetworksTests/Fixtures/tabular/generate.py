#!/usr/bin/env python3
"""Records layers.json: python generate.py (torch 2.13, pytabkit 1.8.0, rtdl_num_embeddings 0.0.12, float64).

Each case holds the parameters as Vintner names and shapes them, the inputs, the factors of the outputs whose
sum is the loss, the outputs, and the gradients of inputs and parameters."""
import json, math, os
import torch
import torch.nn.functional as F
from pytabkit.models.realmlp.model import Activation, Bias, RealMLP, RealMLPConfig, Scale, Weight
import rtdl_num_embeddings as rtdl

torch.set_default_dtype(torch.float64)
torch.manual_seed(5)
uniform = lambda *shape: 2 * torch.rand(*shape) - 1


def flat(tensor):
    # A missing code is no number in JSON: one that belongs to no category stands for it.
    return [999.0 if v != v else float(f'{v:.12g}') for v in tensor.detach().reshape(-1).tolist()]


def case(name, layer, x, forward, parameters, to_ours=lambda t: t, fixed={}, rows=None):
    """to_ours brings a parameter into our shape; outputs are ours already. fixed parameters are not trained; rows are
    those that first values come from."""
    x = x.clone().requires_grad_(True)
    y = forward(x)
    factors = uniform(*y.shape)
    leaves = list(parameters.values())
    gradients = torch.autograd.grad((y * factors).sum(), [x] + leaves, allow_unused=True)
    gradients = [torch.zeros_like(t) if g is None else g for g, t in zip(gradients, [x] + leaves)]
    ours = {key: to_ours(value) for key, value in parameters.items()}
    return dict(
        name=name, layer=layer, inputs=x.shape[1], x=flat(x), factors=flat(factors), y=flat(y),
        parameters=[dict(name=key, shape=list(value.shape), values=flat(value))
                    for key, value in (fixed | ours).items()],
        dx=flat(gradients[0]),
        gradients={key: flat(to_ours(g)) for key, g in zip(parameters, gradients[1:])},
        rows=None if rows is None else flat(rows))


def dense_parts():
    for act in ['mish', 'selu']:
        module = Activation(act, 1, 4, True, 0.1, 0.1)
        module.weight.data = uniform(1, 1, 4)
        yield case(f'parametric {act}', dict(type='parametric_activation', activation=act), 3 * uniform(5, 4),
                   lambda x: module(x[None])[0], dict(share=module.weight), lambda t: t.reshape(-1))
    module = Scale(1, 4, 6, 6)
    module.scale.data = uniform(1, 1, 4)
    yield case('scale', dict(type='feature_scale'), uniform(5, 4), lambda x: module(x[None])[0],
               dict(scale=module.scale), lambda t: t.reshape(-1))
    weight, bias = Weight(1, 4, 3, 1, 1), Bias(1, 3, 0.1, 0)
    bias.bias.data = uniform(1, 1, 3)
    yield case('ntp', dict(type='dense', units=3, parametrization='ntp'), uniform(5, 4),
               lambda x: bias(weight(x[None]))[0], dict(kernel=weight.weight, bias=bias.bias),
               lambda t: t.reshape(4, 3) if t.numel() == 12 else t.reshape(-1))
    norm = torch.nn.LayerNorm(4, eps=1e-3)
    norm.weight.data, norm.bias.data = uniform(4), uniform(4)
    yield case('layer normalization', dict(type='layer_normalization'), 2 * uniform(5, 4), norm,
               dict(gamma=norm.weight, beta=norm.bias))


def embeddings():
    # PBLD is part of RealMLP.forward, ahead of the layers: with identity statistics its smooth clipping remains, and
    # the numbers themselves come last. Ours come before their waves.
    model = RealMLP(3, [], 1, 1, RealMLPConfig(plr_sigma=0.7), False).double()
    clipped = lambda x: x / (1 + x.square() / 9).sqrt()
    model.mlp = torch.nn.Sequential()

    def pbld(z):
        # The inputs of which z is what clipping leaves.
        out = model((z / (1 - z.square() / 9).sqrt())[None], torch.zeros(1, len(z), 0, dtype=torch.long))[0]
        waves, numbers = out[:, :9].reshape(-1, 3, 3), out[:, 9:]
        return torch.cat([numbers[..., None], waves], -1).reshape(len(z), 12)

    shape = dict(frequencies=lambda t: t.reshape(3, 16), phases=lambda t: t.reshape(3, 16))
    parameters = dict(frequencies=model.plr_weight_1, phases=model.plr_bias_1, kernel=model.plr_weight_2,
                      bias=model.plr_bias_2)
    ours = lambda t: t[0].transpose(-1, -2) if t.numel() == 144 else t.reshape(3, -1)
    yield case('pbld', dict(type='periodic_embedding'), 2 * uniform(5, 3), pbld, parameters, ours)
    for name, activation in [('plr', True), ('pl', False)]:
        module = rtdl.PeriodicEmbeddings(3, 4, n_frequencies=6, frequency_init_scale=0.5, activation=activation,
                                         lite=False)
        yield case(name, dict(type='periodic_embedding', form=name, frequencies=6, outputs=4), 2 * uniform(5, 3),
                   lambda x: module(x).flatten(1),
                   dict(frequencies=module.periodic.weight, kernel=module.linear.weight, bias=module.linear.bias),
                   lambda t: t.transpose(-1, -2) if t.dim() == 3 else t)


def encodings():
    x = torch.stack([2 * uniform(60), torch.randint(0, 4, (60,)).double(), torch.randn(60)], 1)
    bins = rtdl.compute_bins(x, 7)
    # Ours have the same number of edges; those that are missing repeat the last one.
    edges = torch.stack([torch.cat([b, b[-1:].repeat(8 - len(b))]) for b in bins])
    counts = [len(b) - 1 for b in bins]

    def spread(e):
        # The reference's last bin stands at the end, ours behind the others.
        rows = []
        for f, count in enumerate(counts):
            own = torch.cat([e[:, f, :count - 1], e[:, f, -1:]], 1)
            rows.append(torch.cat([own, torch.zeros(len(e), 7 - count)], 1))
        return torch.stack(rows, 1)

    inner = rtdl._PiecewiseLinearEncodingImpl(bins)
    tested = 1.5 * x[:6]
    fixed = dict(edges=edges)
    yield case('piecewise linear', dict(type='piecewise_linear_encoding', bins=7), tested,
               lambda x: spread(inner(x)).flatten(1), {}, fixed=fixed, rows=x)
    module = rtdl.PiecewiseLinearEmbeddings(bins, 4, activation=False, version='B')
    width = inner.get_max_n_bins()
    module.linear.weight.data = uniform(3, width, 4)

    def kernel(t):
        if t.dim() == 2:
            return t
        full = torch.zeros(3, 4, 7)
        for f, count in enumerate(counts):
            full[f, :, :count - 1] = t[f, :count - 1].T
            full[f, :, count - 1] = t[f, -1]
        return full

    yield case('piecewise linear, outputs', dict(type='piecewise_linear_encoding', bins=7, outputs=4), tested,
               lambda x: module(x).flatten(1),
               dict(weight=module.linear0.weight, bias=module.linear0.bias, kernel=module.linear.weight), kernel,
               fixed=fixed, rows=x)
    table = torch.nn.Parameter(uniform(9, 3))
    codes = torch.tensor([[0.3, 1, 4], [-0.2, 3, 1], [0.5, 0, 2], [0.1, 9, 2], [0.9, math.nan, 4]])

    def embedded(x):
        first = torch.nan_to_num(x[:, 1]).long()
        first = torch.where(first > 3, 0, first)
        return torch.cat([x[:, :1], F.embedding(first, table), F.embedding(x[:, 2].long() + 4, table)], 1)

    yield case('embedding', dict(type='embedding', columns=[1, 2], categories=[3, 4], dimension=3), codes, embedded,
               dict(embeddings=table))


def first_values():
    """What Weight.initialize and Bias.initialize make of what they sample, here with the samples recorded."""
    x = 2 * uniform(40, 4) + 0.5
    weight, bias = Weight(1, 4, 3, 1, 1), Bias(1, 3, 0.1, 0)
    state = torch.get_rng_state()
    sampled = torch.randn_like(weight.weight)
    torch.set_rng_state(state)
    with torch.no_grad():
        weight.initialize(x[None])
        sums = weight(x[None])
        state = torch.get_rng_state()
        rows = torch.randint(0, 40, (1, 3, 5))
        weights = torch.distributions.Exponential(1.0).sample((1, 3, 5))
        torch.set_rng_state(state)
        bias.initialize(sums)
    return dict(x=flat(x), sampled=flat(sampled), kernel=flat(weight.weight), rows=rows.reshape(-1).tolist(),
                weights=flat(weights.double()), bias=flat(bias.bias))


if __name__ == '__main__':
    recorded = dict(cases=[*dense_parts(), *embeddings(), *encodings()], first_values=first_values())
    place = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'layers.json')
    with open(place, 'w') as file:
        file.write('{"cases": [\n' + ',\n'.join(json.dumps(c) for c in recorded['cases'])
                   + '\n],\n"first_values": ' + json.dumps(recorded['first_values']) + '}\n')
