"""Trains a model with its package's defaults on a table's five folds: quality.py TABLE.csv MODEL is-class

Prints a line of JSON for each fold: the error on its rows (root mean squared error, or the share of wrong classes),
the mean absolute error (the same share for classes), and the seconds of training and prediction. Every model sees the
same rows; what it needs to take them (missing values filled, texts as columns of 0 and 1 or as categories, numbers
standardized) is what its documentation recommends. Imports, reading and a first training on a few rows are not
timed."""

import json
import os
import sys
import time
import warnings

THREADS = len(os.sched_getaffinity(0))
os.environ["OMP_NUM_THREADS"] = str(THREADS)

import numpy as np
import pandas as pd
from sklearn.compose import TransformedTargetRegressor, make_column_selector, make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import LabelEncoder, OneHotEncoder, StandardScaler


def scikit_learn(name):
    from sklearn import dummy, ensemble, linear_model, neural_network

    pairs = {
        "constant": (dummy.DummyRegressor(strategy="mean"), dummy.DummyClassifier(strategy="most_frequent")),
        "linear": (linear_model.Ridge(), linear_model.LogisticRegression()),
        "forest": (ensemble.RandomForestRegressor(n_jobs=THREADS), ensemble.RandomForestClassifier(n_jobs=THREADS)),
        "extra-trees": (ensemble.ExtraTreesRegressor(n_jobs=THREADS), ensemble.ExtraTreesClassifier(n_jobs=THREADS)),
        "mlp": (neural_network.MLPRegressor(), neural_network.MLPClassifier()),
    }
    regressor, classifier = pairs[name]
    if name == "mlp":
        # On a target in thousands it does not arrive within its 200 epochs.
        regressor = TransformedTargetRegressor(regressor, transformer=StandardScaler())
    return regressor, classifier


def columns_of_numbers():
    """Gaps filled, texts as columns of 0 and 1, numbers standardized."""
    numbers = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    texts = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    return make_column_transformer(
        (numbers, make_column_selector(dtype_include="number")), (texts, make_column_selector(dtype_exclude="number")))


def hist_gradient_boosting(is_class):
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    kind = HistGradientBoostingClassifier if is_class else HistGradientBoostingRegressor
    return kind(categorical_features="from_dtype", random_state=0)


def xgboost(is_class):
    from xgboost import XGBClassifier, XGBRegressor

    return (XGBClassifier if is_class else XGBRegressor)(enable_categorical=True, n_jobs=THREADS, random_state=0)


def lightgbm(is_class):
    from lightgbm import LGBMClassifier, LGBMRegressor

    return (LGBMClassifier if is_class else LGBMRegressor)(n_jobs=THREADS, random_state=0, verbose=-1)


class CatBoost:
    def __init__(self, is_class):
        from catboost import CatBoostClassifier, CatBoostRegressor

        kind = CatBoostClassifier if is_class else CatBoostRegressor
        self.model = kind(thread_count=THREADS, random_seed=0, verbose=False, allow_writing_files=False)

    def fit(self, x, y):
        texts = list(x.select_dtypes("category"))
        self.model.fit(self._texts(x, texts), y, cat_features=texts)
        return self

    def predict(self, x):
        return np.ravel(self.model.predict(self._texts(x, list(x.select_dtypes("category")))))

    @staticmethod
    def _texts(x, names):
        # It takes gaps among numbers alone.
        x = x.copy()
        for name in names:
            x[name] = x[name].astype(str).fillna("missing")
        return x


def model(name, is_class):
    boosted = {"hist-gb": hist_gradient_boosting, "xgboost": xgboost, "lightgbm": lightgbm, "catboost": CatBoost}
    if name in boosted:
        return boosted[name](is_class)
    chosen = scikit_learn(name)[is_class]
    if "random_state" in chosen.get_params():
        chosen.set_params(random_state=0)
    elif name == "mlp":
        chosen.set_params(regressor__random_state=0)
    return make_pipeline(columns_of_numbers(), chosen)


def read(path):
    frame = pd.read_csv(path)
    texts = frame.drop(columns="target").select_dtypes(exclude="number").columns
    return frame.astype({name: "category" for name in texts})


def warm_up(name, is_class):
    """Imports what a model loads only when it is used."""
    rows = pd.DataFrame({"number": np.arange(40.0), "text": pd.Categorical(["a", "b"] * 20)})
    model(name, is_class).fit(rows, pd.Series(np.arange(40) % 2)).predict(rows)


def main():
    path, name, is_class = sys.argv[1], sys.argv[2], sys.argv[3] == "True"
    warnings.filterwarnings("ignore")
    frame = read(path)
    fold, y = frame.pop("fold"), frame.pop("target")
    if is_class:
        y = pd.Series(LabelEncoder().fit_transform(y))
    warm_up(name, is_class)
    for number in sorted(fold.unique()):
        held = fold == number
        start = time.perf_counter()
        predicted = np.ravel(model(name, is_class).fit(frame[~held], y[~held]).predict(frame[held]))
        seconds = time.perf_counter() - start
        distances = predicted != y[held] if is_class else np.abs(predicted - y[held])
        absolute = float(np.mean(distances))
        error = absolute if is_class else float(np.sqrt(np.mean(distances**2)))
        print(json.dumps({"fold": int(number), "error": error, "absolute": absolute, "seconds": seconds}), flush=True)


main()
