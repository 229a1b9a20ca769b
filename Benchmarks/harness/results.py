"""Stores the results of suites and writes them to Benchmarks/RESULTS.md."""

import json
import re
import statistics

from section import median_ratio

# Counts up when the stored parts change in form.
FORMAT = 1

MACHINE = ["| machine | |", "|---|---|"]
GOALS = ["## Goals", "", "| | measured | wanted | |", "|---|---:|---:|---|"]
HEAD = """# Results

Written by `Scripts/benchmark`; nothing here is edited by hand. Each part says when, at which commit and in how
many rounds it was measured: in a round every contender runs once, in its own process, one after the other.
Results vary from run to run and from machine to machine; compare those of one part only. [README.md](README.md)
describes the method.
"""


def store(path, name, section, machine, peers, rounds):
    """Replaces a suite's part in the file of what was measured on this machine."""
    parts = load(path)
    parts[name] = {"rounds": rounds, **section.data, "machine": machine, "peers": peers}
    path.write_text(json.dumps({"format": FORMAT, "parts": parts}, indent=1))


def load(path):
    """The parts by their suites' names; none where the file was written in another format."""
    known = json.loads(path.read_text()) if path.exists() else {}
    return known["parts"] if known.get("format") == FORMAT else {}


def write(path, parts):
    """Writes the page from the stored parts. What the page says of others stays."""
    machine, goals, pages = _read(path.read_text() if path.exists() else "")
    for part in sorted(parts.values(), key=lambda part: part["machine"]["date"]):
        machine.update(_machine(part))
    for part in parts.values():
        goals[part["title"]] = [_goal(goal) for goal in part["goals"]]
        pages[part["title"]] = _part(part)
    goal_lines = [line for title, lines in goals.items() if lines for line in (_goal_title(title), *lines)]
    path.write_text("\n".join([
        HEAD,
        "\n".join([*MACHINE, *(f"| {name} | {value} |" for name, value in machine.items())]) + "\n",
        "\n".join([*GOALS, *goal_lines]) + "\n",
        *pages.values()]))


def _read(page):
    """The page's lines about the machine by their names, its goals and its parts by their titles."""
    head, *blocks = page.split("\n## ")
    machine = dict(re.findall(r"^\| (.+?) \| (.+) \|$", head, re.MULTILINE))
    pages = {block.partition("\n")[0]: f"## {block}".rstrip() + "\n" for block in blocks}
    goals = {}
    for line in pages.pop("Goals", "").splitlines()[len(GOALS):]:
        title = re.fullmatch(r"\| \*\*(.+)\*\* \| \| \| \|", line)
        if title:
            lines = goals[title[1]] = []
        else:
            lines.append(line)
    return machine, goals, pages


def _machine(part):
    facts = {name: value for name, value in part["machine"].items() if name not in ("date", "commit", "load before")}
    missing = {name: f"**missing**: {why}" for name, why in part["peers"]["missing"].items()}
    return {**facts, **part["peers"]["versions"], **missing}


def _goal_title(title):
    return f"| **{title}** | | | |"


def _goal(goal):
    low, high, value = goal["at_least"], goal["at_most"], goal["value"]
    unit = " " + goal["unit"] if goal["unit"] else ""
    wanted = f"at most {high:g}{unit}" if low is None else f"at least {low:g}{unit}"
    if value is None:
        return f"| {goal['text']} | not measured | {wanted} | |"
    kept = value <= high if low is None else value >= low
    verdict = "met" if kept else "**missed**" + _distance(value, high if low is None else low)
    return f"| {goal['text']} | {_figure(value)}{unit} | {wanted} | {verdict} |"


def _distance(value, limit):
    return f" by {max(value / limit, limit / value):.2f} times" if value and limit else ""


def _part(part):
    machine = part["machine"]
    rounds, threads = _counted(part["rounds"], "round"), _counted(int(machine["threads"]), "thread")
    lines = [
        f"## {part['title']}", "", part["what"], "",
        f"*{machine['date']}, commit {machine['commit']}, {threads}, {rounds}, load before"
        f" {machine['load before']}.*", "",
    ]
    for table in part["tables"]:
        lines += _table(table) + [""]
    lines += [f"- {note}" for note in part["notes"]]
    return "\n".join(lines).rstrip() + "\n"


def _counted(count, name):
    return f"{count} {name}" + ("" if count == 1 else "s")


def _table(table):
    if not table["rows"]:
        return [f"{table['quantity']}: not measured"]
    return _grid(table) if "columns" in table else _samples(table)


def _samples(table):
    """Medians with their spread, and each row's ratio to the first."""
    heads, rows = ["median", "lowest – highest"], {}
    for who, samples in table["rows"].items():
        spread = f"{_figure(min(samples))} – {_figure(max(samples))}" if len(samples) > 1 else ""
        rows[who] = [_figure(statistics.median(samples)), spread]
    if table["compared"]:
        first = next(iter(table["rows"].values()))
        heads.append("× the first")
        for who, samples in table["rows"].items():
            rows[who].append(_figure(median_ratio(samples, first)))
    return _lines(table["quantity"], heads, rows)


def _grid(table):
    rows = {
        name: _cells(values, table.get("lowest_is_bold")) for name, values in table["rows"].items()}
    return _lines(table["quantity"], table["columns"], rows)


def _cells(values, lowest_is_bold):
    lowest = min((value for value in values if value is not None), default=None) if lowest_is_bold else None
    return [f"**{_cell(value)}**" if value is not None and value == lowest else _cell(value) for value in values]


def _cell(value):
    """A number, or a number with the ends of its interval; empty where there is none."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        middle, low, high = map(_figure, value)
        return f"{middle} ({low} – {high})"
    return _figure(value)


def _lines(corner, heads, rows):
    lines = [f"| {corner} | {' | '.join(heads)} |", "|---|" + "---:|" * len(heads)]
    return lines + [f"| {name} | {' | '.join(cells)} |" for name, cells in rows.items()]


def _figure(value):
    """Four digits, or all of a whole number's."""
    if value == 0 or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.4g}"
