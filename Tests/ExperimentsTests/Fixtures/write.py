#!/usr/bin/env python3
"""Records what scikit-learn's simple models reach on the folds of red wine, and SciPy's interval of a difference.

    pip install scikit-learn pandas scipy
    python write.py             writes scikit-learn.json beside this file"""
import json, pathlib
import numpy as np
import pandas as pd
import scipy
import sklearn
from scipy.stats import t
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import accuracy_score, log_loss, mean_absolute_error, roc_auc_score
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

HERE = pathlib.Path(__file__).parent
wine = pd.read_csv(HERE / '../../../data/winequality-red.csv', sep=';')
quality = wine.pop('quality')
# Far beyond the default tolerance of 1e-4, so that the figures are those of the minimum.
logistic = dict(C=1, solver='lbfgs', tol=1e-12, max_iter=100_000)


def folds(y, model, splitter, scores):
    """The scores of each fold, and the first five predictions of the first."""
    result, first = {name: [] for name in scores}, None
    for train, test in splitter.split(wine, y):
        fitted = make_pipeline(StandardScaler(), model()).fit(wine.iloc[train], y.iloc[train])
        values = fitted.predict_proba(wine.iloc[test]) if hasattr(fitted, 'predict_proba') else None
        called = fitted.predict(wine.iloc[test])
        for name, score in scores.items():
            result[name].append(score(y.iloc[test], called, values))
        if first is None:
            first = (called if values is None else values)[:5].tolist()
    return {**result, 'first': first}


def interval(differences, count):
    d = np.array(differences)
    reach = t.ppf(0.975, len(d) - 1) * np.sqrt((1 / len(d) + 1 / (count - 1)) * d.var(ddof=1))
    return [d.mean(), d.mean() - reach, d.mean() + reach]


mae = {'mae': lambda y, called, values: mean_absolute_error(y, called)}
accuracy = {'accuracy': lambda y, called, values: accuracy_score(y, called)}
auc = {'auc': lambda y, called, values: roc_auc_score(y, values[:, 1])}
loss = {'log_loss': lambda y, called, values: log_loss(y, values, labels=sorted(quality.unique()))}
plain = KFold(5, shuffle=True, random_state=0)
stratified = StratifiedKFold(5, shuffle=True, random_state=0)
good = quality >= 6
regression = {
    'median': folds(quality, lambda: DummyRegressor(strategy='median'), plain, mae),
    'ridge': folds(quality, lambda: Ridge(alpha=1), plain, mae),
}
x = np.array([[0.5, 2], [1.5, -1], [2.5, 0.3], [-0.7, 1.1], [3.2, 0.8], [0.1, -2.4], [1.1, 0.2], [-1.3, 0.6]])


def small(y):
    model = LogisticRegression(**logistic).fit(x, y)
    return {'coefficients': model.coef_.T.tolist(), 'intercepts': model.intercept_.tolist()}


record = {
    'versions': {'scikit-learn': sklearn.__version__, 'scipy': scipy.__version__, 'numpy': np.__version__},
    'regression': regression,
    'median_minus_ridge': interval(
        np.array(regression['median']['mae']) - np.array(regression['ridge']['mae']), 5),
    'classification': {
        'most-frequent': folds(good, lambda: DummyClassifier(strategy='prior'), stratified, accuracy | auc),
        'logistic': folds(good, lambda: LogisticRegression(**logistic), stratified, accuracy | auc),
    },
    'multiclass': {
        'most-frequent': folds(quality, lambda: DummyClassifier(strategy='prior'), stratified, accuracy | loss),
        'logistic': folds(quality, lambda: LogisticRegression(**logistic), stratified, accuracy | loss),
    },
    'small_two': small([0, 1, 1, 0, 1, 0, 0, 1]),
    'small_three': small([0, 1, 2, 0, 1, 2, 0, 1]),
    'quantiles': {str(degrees): t.ppf(0.975, degrees) for degrees in [1, 2, 3, 4, 5, 9, 19, 30]},
}
(HERE / 'scikit-learn.json').write_text(json.dumps(record, indent=1) + '\n')
