#!/usr/bin/env python3
"""Records optuna.json: python record.py (Optuna 5.0, SciPy 1.17, NumPy 2.4).

Holds what samplers reach on test functions (the best value after 50 and 200 trials for 50 seeds), densities
of TPE's Parzen estimator, at which step pruners end trials whose curves are given, importances by PED-ANOVA,
and points of SciPy's Sobol sequence. study.sql is a small study as Optuna writes it. `python record.py keep` records all but the first, which takes minutes."""
import json, math, os, sqlite3, sys, tempfile, warnings
import numpy as np
import optuna
from optuna.distributions import CategoricalDistribution as C, FloatDistribution as F, IntDistribution as I
from optuna.importance import PedAnovaImportanceEvaluator
from optuna.samplers._tpe.parzen_estimator import _ParzenEstimator, _ParzenEstimatorParameters
from optuna.samplers._tpe.sampler import default_weights
from scipy.stats import qmc

optuna.logging.set_verbosity(optuna.logging.ERROR)
warnings.filterwarnings("ignore")
FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "optuna.json")

# Test functions as on https://www.sfu.ca/~ssurjano (branin.html, hart6.html)
A = np.array([[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]])
P = 1e-4 * np.array([[1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991],
                     [2348, 1451, 3522, 2883, 3047, 6650], [4047, 8828, 8732, 5743, 1091, 381]])


def branin(t):
    x, y = t.suggest_float("x1", -5, 10), t.suggest_float("x2", 0, 15)
    return (y - 5.1 / (4 * math.pi ** 2) * x ** 2 + 5 / math.pi * x - 6) ** 2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


def hartmann6(t):
    x = np.array([t.suggest_float(f"x{i}", 0, 1) for i in range(1, 7)])
    return float(-np.array([1, 1.2, 3, 3.2]) @ np.exp(-(A * (x - P) ** 2).sum(axis=1)))


def mixed(t):
    """Like a search for a network: a rate, a depth with the widths of its layers, a choice."""
    rate = t.suggest_float("rate", 1e-5, 1, log=True)
    layers = t.suggest_int("layers", 1, 3)
    value = (math.log10(rate) + 2.5) ** 2 + {"relu": 0.3, "mish": 0, "tanh": 0.8}[t.suggest_categorical("activation", ["relu", "tanh", "mish"])]
    value += 0.5 * abs(layers - 2)
    for layer in range(1, layers + 1):
        value += ((t.suggest_int(f"units_{layer}", 16, 512, step=16) - 128 * layer) / 256) ** 2 / layers
    return value


def best(objective, sampler, seed):
    study = optuna.create_study(sampler=sampler(seed))
    study.optimize(objective, n_trials=200)
    values = [t.value for t in study.trials]
    return min(values[:50]), min(values)


SAMPLERS = dict(random=lambda s: optuna.samplers.RandomSampler(seed=s),
                quasirandom=lambda s: optuna.samplers.QMCSampler(seed=s, scramble=True),
                tpe=lambda s: optuna.samplers.TPESampler(seed=s))


def search():
    result = {}
    for objective in [branin, hartmann6, mixed]:
        result[objective.__name__] = {}
        for name, sampler in SAMPLERS.items():
            both = [best(objective, sampler, seed) for seed in range(50)]
            result[objective.__name__][name] = {"50": [a for a, _ in both], "200": [b for _, b in both]}
            print(objective.__name__, name, *(np.median(column) for column in zip(*both)), flush=True)
    return result


SPACES = {
    "float": F(-5, 10), "log": F(1e-4, 0.1, log=True), "step": F(0, 1, step=0.05), "int": I(1, 9),
    "int_step": I(16, 512, step=16), "int_log": I(1, 1000, log=True), "choices": C(["relu", "mish", "tanh"])}


def draw(d, g):
    if isinstance(d, C): return float(g.integers(len(d.choices)))
    if d.log:
        x = math.exp(g.uniform(math.log(d.low), math.log(d.high)))
        return float(round(x)) if isinstance(d, I) else x
    x = g.uniform(d.low, d.high)
    return d.low + round((x - d.low) / d.step) * d.step if d.step else x


def distribution(d):
    return json.loads(optuna.distributions.distribution_to_json(d))


def densities():
    parameters = _ParzenEstimatorParameters(1.0, True, False, default_weights, True)
    # Which of equal values gets which width is NumPy's choice unless its sort is stable.
    unstable, np.argsort = np.argsort, lambda a, kind="stable": unstable(a, kind=kind)
    result, g = [], np.random.default_rng(1)
    for names in [[n] for n in SPACES] + [list(SPACES)]:
        for count in [0, 1, 3, 40]:
            space = {n: SPACES[n] for n in names}
            seen = {n: np.array([draw(d, g) for _ in range(count)]) for n, d in space.items()}
            at = {n: np.array([draw(d, g) for _ in range(5)]) for n, d in space.items()}
            result.append({"space": names, "seen": {n: v.tolist() for n, v in seen.items()},
                           "at": {n: v.tolist() for n, v in at.items()},
                           "log_density": _ParzenEstimator(seen, space, parameters).log_pdf(at).tolist()})
    np.argsort = unstable
    return result


def pruners():
    g = np.random.default_rng(2)
    steps = np.arange(1, 28)
    curves = [np.round(g.uniform(0, 2) + 3 * g.uniform(0, 1) / steps ** g.uniform(0, 2) + 0.3 * g.normal(size=27), 3) for _ in range(60)]
    curves[17][4] = math.nan
    kinds = {
        "median": lambda: optuna.pruners.MedianPruner(),
        "median_late": lambda: optuna.pruners.MedianPruner(n_startup_trials=8, n_warmup_steps=4, interval_steps=3),
        "asha": lambda: optuna.pruners.SuccessiveHalvingPruner(min_resource=1),
        "asha_3": lambda: optuna.pruners.SuccessiveHalvingPruner(min_resource=2, reduction_factor=3, min_early_stopping_rate=1),
        "hyperband": lambda: optuna.pruners.HyperbandPruner(min_resource=1, max_resource=27, reduction_factor=3)}
    ends = {}
    for name, make in kinds.items():
        for direction in ["minimize", "maximize"]:
            study = optuna.create_study(study_name="wine", pruner=make(), direction=direction)
            lasts = []
            for curve in curves:
                t = study.ask()
                for step, value in enumerate(curve, 1):
                    t.report(value, step)
                    if t.should_prune():
                        study.tell(t, state=optuna.trial.TrialState.PRUNED)
                        lasts.append(step)
                        break
                else:
                    study.tell(t, curve[-1])
                    lasts.append(None)
            ends[f"{name} {direction}"] = lasts
    return {"curves": [[None if math.isnan(v) else float(v) for v in c] for c in curves], "ends": ends}


def importances():
    result = []
    for objective, direction, count in [(branin, "minimize", 60), (hartmann6, "maximize", 100), (mixed, "minimize", 80), (every, "minimize", 90)]:
        study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=3), direction=direction)
        study.optimize(objective, n_trials=count)
        names = sorted({n for t in study.trials for n in t.params})
        ranges = {n: distribution(next(t.distributions[n] for t in study.trials if n in t.params)) for n in names}
        result.append({
            "direction": direction, "ranges": ranges,
            "trials": [{"value": t.value, "parameters": {n: t.distributions[n].to_internal_repr(v) for n, v in t.params.items()}} for t in study.trials],
            "importances": PedAnovaImportanceEvaluator().evaluate(study),
            "global": PedAnovaImportanceEvaluator(target_quantile=0.25, evaluate_on_local=False).evaluate(study)})
    return result


def every(t):
    """A parameter of every kind."""
    values = [t._suggest(n, d) for n, d in SPACES.items()]
    return values[0] ** 2 / 10 - math.log(values[1]) + 5 * values[2] + values[3] / 3 + values[4] / 100 + math.log(values[5]) + (values[6] == "mish")


def sobol():
    sequence = qmc.Sobol(64, scramble=False, bits=30)
    first = sequence.random(16)
    sequence.fast_forward(1000 - 16)
    return {"first": first.tolist(), "from_1000": sequence.random(3).tolist()}


def study():
    """A study with trials of every state and values that are not finite, as SQL."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "study.db")
        storage = f"sqlite:///{path}"
        study = optuna.create_study(study_name="wine", storage=storage, direction="maximize", sampler=optuna.samplers.RandomSampler(seed=5))
        for number in range(5):
            t = study.ask()
            t.suggest_float("rate", 1e-4, 0.1, log=True)
            t.suggest_int("units", 16, 512, step=16)
            t.suggest_categorical("activation", ["relu", "mish", None, 2, True])
            if number == 4: continue
            for step, value in enumerate([0.5, math.inf, -math.inf, math.nan, 0.1 * number]): t.report(value, step)
            State = optuna.trial.TrialState
            state = [State.COMPLETE, State.PRUNED, State.FAIL, State.COMPLETE][number]
            study.tell(t, {0: 0.25, 3: math.inf}.get(number), state=state)
        lines = list(sqlite3.connect(path).iterdump())
        record = [{"number": t.number, "state": t.state.name, "value": None if t.value is None else repr(t.value),
                   "parameters": {n: t.distributions[n].to_internal_repr(v) for n, v in t.params.items()},
                   "reports": [[str(s), repr(v)] for s, v in sorted(t.intermediate_values.items())]} for t in study.trials]
    with open(FILE.replace("optuna.json", "study.sql"), "w") as file: file.write("\n".join(lines) + "\n")
    return record


if __name__ == "__main__":
    kept = json.load(open(FILE))["search"] if sys.argv[1:] == ["keep"] else search()
    record = dict(search=kept, distributions={n: distribution(d) for n, d in SPACES.items()}, densities=densities(),
                  pruners=pruners(), importances=importances(), sobol=sobol(), study=study())
    with open(FILE, "w") as file: file.write("{\n" + ",\n".join(json.dumps(k) + ": " + json.dumps(v) for k, v in record.items()) + "\n}\n")
