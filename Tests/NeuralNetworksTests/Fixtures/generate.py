#!/usr/bin/env python3
"""Records keras.json: python generate.py (Keras 3.15, TensorFlow 2.21, float32).

Holds the optimizers' default options, the rates of schedules, and small runs: initial weights, Keras's
history and final weights. Rows are not shuffled; the last batch of an epoch is the smaller rest."""
import json, os
os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
os.environ['CUDA_VISIBLE_DEVICES'] = ''
import numpy as np
import keras
from keras import callbacks as C, constraints as K, layers as L, optimizers as O, regularizers as R

S = O.schedules
OPTIMIZERS = dict(sgd=O.SGD, adam=O.Adam, adamw=O.AdamW, nadam=O.Nadam, adamax=O.Adamax, rmsprop=O.RMSprop,
                  adagrad=O.Adagrad, adadelta=O.Adadelta, lion=O.Lion)
SCHEDULES = dict(exponential_decay=S.ExponentialDecay, inverse_time_decay=S.InverseTimeDecay,
                 polynomial_decay=S.PolynomialDecay, cosine_decay=S.CosineDecay,
                 cosine_decay_restarts=S.CosineDecayRestarts, piecewise_constant=S.PiecewiseConstantDecay)
CALLBACKS = dict(early_stopping=C.EarlyStopping, reduce_lr_on_plateau=C.ReduceLROnPlateau)


def named(table, description):
    options = dict(description)
    return table[options.pop('name')](**options)


def optimizer(description):
    description = dict(description)
    if isinstance(description.get('learning_rate'), dict):
        description['learning_rate'] = named(SCHEDULES, description['learning_rate'])
    return named(OPTIMIZERS, description)


def regularizer(d):
    return R.L1L2(**d) if d else None


def constraint(d):
    return None if d is None else K.MaxNorm(d['max_value']) if d['name'] == 'max_norm' else K.NonNeg()


def defaults():
    left_out = ('name', 'use_ema', 'ema_momentum', 'ema_overwrite_frequency', 'loss_scale_factor',
                'gradient_accumulation_steps')
    return {name: dict(name=name, **{k: v for k, v in kind().get_config().items()
                                     if k not in left_out and v is not None})
            for name, kind in OPTIMIZERS.items()}


def rates():
    half = dict(initial_learning_rate=0.05)
    cases = [
        dict(name='exponential_decay', **half, decay_steps=70, decay_rate=0.9),
        dict(name='exponential_decay', **half, decay_steps=70, decay_rate=0.9, staircase=True),
        dict(name='exponential_decay', **half, decay_steps=41, decay_rate=0.5, staircase=True),
        dict(name='inverse_time_decay', **half, decay_steps=30, decay_rate=0.5),
        dict(name='inverse_time_decay', **half, decay_steps=47, decay_rate=0.5, staircase=True),
        dict(name='polynomial_decay', **half, decay_steps=100, end_learning_rate=0.001, power=2.0),
        dict(name='polynomial_decay', **half, decay_steps=50, power=0.5, cycle=True),
        dict(name='polynomial_decay', **half, decay_steps=50),
        dict(name='cosine_decay', **half, decay_steps=150, alpha=0.1),
        dict(name='cosine_decay', initial_learning_rate=0.0, decay_steps=150, alpha=0.01, warmup_target=0.05,
             warmup_steps=40),
        dict(name='cosine_decay_restarts', **half, first_decay_steps=20, t_mul=2.0, m_mul=0.8, alpha=0.05),
        dict(name='cosine_decay_restarts', **half, first_decay_steps=25, t_mul=1.0, m_mul=0.9),
        dict(name='cosine_decay_restarts', **half, first_decay_steps=41, t_mul=1.0),
        dict(name='cosine_decay_restarts', **half, first_decay_steps=10, t_mul=2.0),
        dict(name='cosine_decay_restarts', **half, first_decay_steps=41, t_mul=3.0),
        dict(name='cosine_decay_restarts', **half, first_decay_steps=25, t_mul=1.5),
        dict(name='piecewise_constant', boundaries=[36, 90], values=[0.05, 0.02, 0.005]),
    ]
    updates = [0, 1, 2, 9, 10, 11, 19, 20, 21, 25, 26, 29, 30, 31, 36, 37, 40, 41, 42, 50, 51, 59, 60, 61, 70, 71,
               82, 83, 84, 90, 91, 99, 100, 101, 140, 141, 150, 151, 163, 164, 165, 190, 191, 300, 301, 309, 310,
               311, 339]
    return [dict(schedule=case, updates=updates, rates=[rate for step, rate in enumerate(trained_rates(case))
                                                        if step in updates]) for case in cases]


class RecordingSGD(O.SGD):
    """Keeps the rate of the last update: a compiled training step rounds t / steps as t * (1 / steps)."""

    def build(self, variables):
        super().build(variables)
        self.last = self.add_variable((), name='last')

    def update_step(self, gradient, variable, learning_rate):
        self.assign(self.last, learning_rate)
        super().update_step(gradient, variable, learning_rate)


def trained_rates(case):
    optimizer, rates = RecordingSGD(named(SCHEDULES, case)), []
    model = keras.Sequential([keras.Input((1,)), L.Dense(1, use_bias=False)])
    model.compile(optimizer=optimizer, loss='mse')
    rows = np.zeros((340, 1), np.float32)
    model.fit(rows, rows, batch_size=1, shuffle=False, verbose=0, callbacks=[C.LambdaCallback(
        on_train_batch_end=lambda batch, logs: rates.append(float(optimizer.last.numpy())))])
    return rates


def runs():
    cases = []

    def add(name, optimizer, **options):
        cases.append(dict(name=name, optimizer=optimizer, **options))

    for name in OPTIMIZERS:
        add(name, dict(name=name, learning_rate=1.0 if name == 'adadelta' else 0.02))
    add('sgd momentum', dict(name='sgd', learning_rate=0.02, momentum=0.9))
    add('sgd nesterov', dict(name='sgd', learning_rate=0.02, momentum=0.9, nesterov=True))
    add('adam amsgrad', dict(name='adam', learning_rate=0.05, amsgrad=True))
    add('adamw amsgrad', dict(name='adamw', learning_rate=0.05, amsgrad=True, weight_decay=0.1))
    add('rmsprop centered', dict(name='rmsprop', learning_rate=0.01, centered=True))
    add('rmsprop momentum', dict(name='rmsprop', learning_rate=0.005, momentum=0.5))
    add('rmsprop centered momentum', dict(name='rmsprop', learning_rate=0.005, momentum=0.5, centered=True, rho=0.8))
    add('adagrad accumulator', dict(name='adagrad', learning_rate=0.05, initial_accumulator_value=0.5, epsilon=0.01))
    for key, value in dict(clipnorm=0.3, clipvalue=0.1, global_clipnorm=0.4, weight_decay=0.05).items():
        add(f'sgd {key}', {'name': 'sgd', 'learning_rate': 0.1, key: value})
        add(f'nadam {key}', {'name': 'nadam', 'learning_rate': 0.02, key: value})
    add('scheduled', dict(name='adamw', weight_decay=0.1, learning_rate=dict(
        name='exponential_decay', initial_learning_rate=0.1, decay_steps=4, decay_rate=0.5, staircase=True)))
    adam = dict(name='adam', learning_rate=0.05)
    add('l1', adam, kernel_regularizer=dict(l1=0.01, l2=0))
    add('l2', adam, kernel_regularizer=dict(l1=0, l2=0.02))
    add('l1 l2', adam, kernel_regularizer=dict(l1=0.01, l2=0.02), bias_regularizer=dict(l1=0.03, l2=0.1))
    add('l2 clipped', dict(name='sgd', learning_rate=0.1, clipnorm=0.2), kernel_regularizer=dict(l1=0, l2=0.5))
    add('max norm', adam, kernel_constraint=dict(name='max_norm', max_value=0.7))
    add('non-negative', adam, kernel_constraint=dict(name='non_neg'))
    add('plateau', dict(name='sgd', learning_rate=0.3), epochs=12, callbacks=[
        dict(name='reduce_lr_on_plateau', factor=0.3, patience=2, min_delta=0.01, cooldown=1, min_lr=0.02)])
    add('early stopping', adam, epochs=40, callbacks=[
        dict(name='early_stopping', patience=3, min_delta=0.002, restore_best_weights=True, start_from_epoch=4)])
    return [record(case) for case in cases]


def record(case):
    draw = np.random.default_rng(11)
    x, xv = draw.uniform(-1, 1, (9, 2)).astype(np.float32), draw.uniform(-1, 1, (5, 2)).astype(np.float32)
    target = lambda x: (x[:, :1] * x[:, 1:] + 0.5 * x[:, :1]).astype(np.float32)
    model = keras.Sequential([
        keras.Input((2,)),
        L.Dense(3, activation='tanh', kernel_regularizer=regularizer(case.get('kernel_regularizer')),
                bias_regularizer=regularizer(case.get('bias_regularizer')),
                kernel_constraint=constraint(case.get('kernel_constraint'))),
        L.Dense(1)])
    initial = [draw.uniform(-1, 1, w.shape).astype(np.float32) for w in model.get_weights()]
    model.set_weights(initial)
    model.compile(optimizer=optimizer(case['optimizer']), loss='mse')
    history = model.fit(x, target(x), validation_data=(xv, target(xv)), batch_size=4, shuffle=False, verbose=0,
                        epochs=case.get('epochs', 6),
                        callbacks=[named(CALLBACKS, c) for c in case.get('callbacks', [])]).history
    flat = lambda a: [float(f'{v:.9g}') for v in np.asarray(a, np.float32).ravel()]
    return dict(case, data=[flat(a) for a in (x, target(x), xv, target(xv))], initial=[flat(w) for w in initial],
                history={k: flat(v) for k, v in history.items()}, final=[flat(w) for w in model.get_weights()])


if __name__ == '__main__':
    recorded = dict(defaults=defaults(), rates=rates(), runs=runs())
    place = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'keras.json')
    with open(place, 'w') as file:
        lines = ',\n'.join(
            f'"{key}": ' + ('[\n' + ',\n'.join(map(json.dumps, value)) + '\n]' if isinstance(value, list)
                            else json.dumps(value)) for key, value in recorded.items())
        file.write('{\n' + lines + '\n}\n')
