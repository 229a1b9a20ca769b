#!/usr/bin/env python3
"""Writes the classic tables, and what scikit-learn reaches on them.

    pip install scikit-learn pandas palmerpenguins bokeh_sampledata plotly plotnine statsmodels vega_datasets
    python write.py             writes the tables beside this file
    python write.py figures     prints scikit-learn's figures, by the rows that Vintner trains and validates on

Bytes are the package's own where the package has a CSV file; the others are what pandas writes."""
import gzip, itertools, os, pathlib, sys, urllib.request, warnings
os.environ['OMP_NUM_THREADS'] = os.environ['OPENBLAS_NUM_THREADS'] = '1'
from importlib import resources
import numpy as np
import pandas as pd

HERE = pathlib.Path(__file__).parent
SEABORN_DATA = 'https://raw.githubusercontent.com/mwaskom/seaborn-data/71e2436a092d714350de0fc409ca8a8714e7e78f'


def packaged(package, *path):
    data = resources.files(package).joinpath(*path).read_bytes()
    return gzip.decompress(data) if path[-1].endswith('.gz') else data


def every(step, data):
    """The header and every step-th row from the first."""
    lines = data.splitlines(keepends=True)
    return b''.join(lines[:1] + lines[1::step])


def written(frame):
    return frame.to_csv(index=False).encode()


def of_scikit_learn(name, **options):
    from sklearn import datasets
    return getattr(datasets, f'load_{name}')(as_frame=True, **options)


def breast_cancer():
    loaded = of_scikit_learn('breast_cancer')
    return loaded.frame.assign(target=loaded.target_names[loaded.target])


TABLES = {
    'breast_cancer': lambda: every(3, written(breast_cancer())),
    'diabetes': lambda: written(of_scikit_learn('diabetes', scaled=False).frame),
    'diamonds': lambda: every(50, packaged('plotnine', 'data', 'diamonds.csv')),
    'digits': lambda: every(5, written(of_scikit_learn('digits').frame.astype(int))),
    'fuel': lambda: packaged('bokeh_sampledata', '_data', 'auto-mpg2.csv'),
    'health': lambda: every(20, packaged('statsmodels', 'datasets', 'randhie', 'randhie.csv')),
    'iris': lambda: packaged('bokeh_sampledata', '_data', 'iris.csv'),
    'mammals': lambda: packaged('plotnine', 'data', 'msleep.csv'),
    'mpg': lambda: urllib.request.urlopen(f'{SEABORN_DATA}/mpg.csv').read(),
    'penguins': lambda: packaged('palmerpenguins', 'data', 'penguins.csv'),
    'penguins_raw': lambda: packaged('palmerpenguins', 'data', 'penguins-raw.csv'),
    'seattle_weather': lambda: packaged('vega_datasets', '_data', 'seattle-weather.csv'),
    'tips': lambda: packaged('plotly', 'package_data', 'datasets', 'tips.csv.gz'),
    'titanic': lambda: packaged('bokeh_sampledata', '_data', 'titanic_all.csv'),
    'travel': lambda: packaged('statsmodels', 'datasets', 'modechoice', 'modechoice.csv'),
    'votes': lambda: packaged('statsmodels', 'datasets', 'anes96', 'anes96.csv'),
    'wine': lambda: written(of_scikit_learn('wine').frame),
}

# What the tests train on: the table, the target, and whether it is predicted as classes.
CASES = [
    ('breast_cancer', 'target', True), ('diabetes', 'target', False), ('diamonds', 'price', False),
    ('digits', 'target', True), ('fuel', 'class', True), ('fuel', 'hwy', False), ('health', 'mdvis', False),
    ('iris', 'species', True), ('mammals', 'vore', True), ('mpg', 'mpg', False), ('penguins', 'species', True),
    ('penguins_raw', 'Species', True), ('penguins_raw', 'Body Mass (g)', False),
    ('seattle_weather', 'weather', True), ('tips', 'tip', False), ('titanic', 'survived', True),
    ('travel', 'choice', True), ('votes', "'vote'", True), ('wine', 'target', True),
]


def read(name):
    path = HERE / f'{name}.csv'
    header = path.read_text().partition('\n')[0]
    separator = next((mark for mark in '\t;' if mark in header), ',')
    return pd.read_csv(path, sep=separator)


def split(frame, target, classes):
    """Vintner's rows: pandas's sample for numbers, the same shares of each class for classes."""
    frame = frame.dropna(subset=[target]).reset_index(drop=True)
    if not classes:
        train = frame.sample(frac=0.7, random_state=0)
        return train, frame.drop(train.index)
    total = round(0.7 * len(frame))
    sizes = frame[target].value_counts().sort_index()
    quotas = total * sizes // len(frame)
    remainders = (total * sizes % len(frame)).sort_values(ascending=False, kind='stable')
    quotas[remainders.index[:total - quotas.sum()]] += 1
    order = frame.iloc[np.random.RandomState(0).permutation(len(frame))]
    taken = order.groupby(target).cumcount() < order[target].map(quotas)
    return order[taken], frame.drop(order.index[taken])


def with_parts_of_dates(frame):
    for name in frame.select_dtypes('str'):
        if not frame[name].str.fullmatch(r'\d{4}[-/]\d\d[-/]\d\d').all():
            continue
        dates = pd.to_datetime(frame[name])
        frame = frame.drop(columns=name).assign(**{f'{name}_year': dates.dt.year})
        for part, length in ('month', 12), ('weekday', 7):
            angle = getattr(dates.dt, part) * 2 * np.pi / length
            frame = frame.assign(**{f'{name}_{part}_sin': np.sin(angle), f'{name}_{part}_cos': np.cos(angle)})
    return frame


def figures(name, target, classes, seeds=5):
    """The mean accuracy or R² on the validation rows of scikit-learn's MLP with two hidden layers of 64 units:
    with its defaults, which train until the training loss stands still, and with its early stopping."""
    from sklearn.compose import TransformedTargetRegressor, make_column_transformer
    from sklearn.impute import SimpleImputer
    from sklearn.neural_network import MLPClassifier, MLPRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler
    frame = with_parts_of_dates(read(name))
    train, valid = split(frame.drop(columns=frame.filter(like='Unnamed: ')), target, classes)
    features = train.drop(columns=target)
    texts = [c for c in features.select_dtypes('str')
             if features[c].nunique() <= min(100, features[c].notna().sum() - 1)]
    numbers = list(features.select_dtypes('number'))
    prepared = make_column_transformer(
        (make_pipeline(SimpleImputer(strategy='median', add_indicator=True), StandardScaler()), numbers),
        (OneHotEncoder(handle_unknown='ignore'), texts), sparse_threshold=0)
    scores = {False: [], True: []}
    for stops, seed in itertools.product(scores, range(seeds)):
        options = dict(hidden_layer_sizes=(64, 64), max_iter=500, early_stopping=stops, random_state=seed)
        network = (MLPClassifier(**options) if classes else
                   TransformedTargetRegressor(MLPRegressor(**options), transformer=StandardScaler()))
        model = make_pipeline(prepared, network).fit(train, train[target])
        scores[stops].append(model.score(valid, valid[target]))
    return len(train), len(valid), *map(np.mean, scores.values())


if __name__ == '__main__':
    if sys.argv[1:] == ['figures']:
        warnings.simplefilter('ignore')
        for case in CASES:
            print('{:16}{:14}{:9}{:5}{:5}{:8.3f}{:8.3f}'.format(
                *case[:2], 'accuracy' if case[2] else 'R²', *figures(*case)), flush=True)
    else:
        for name, table in TABLES.items():
            (HERE / f'{name}.csv').write_bytes(table())
