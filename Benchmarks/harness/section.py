"""The results of a suite: tables of samples, goals, and remarks."""

import statistics


def median_ratio(ours, theirs):
    """The median of ours over theirs, round by round."""
    return statistics.median(a / b for a, b in zip(ours, theirs))


class Section:
    """One part of the results. `data` is what is stored and shown."""

    def __init__(self, title, what, **known):
        """`known` replaces what is stored with every section, for instance the rounds."""
        self.data = {"title": title, "what": what, "tables": [], "goals": [], "notes": [], **known}

    def table(self, quantity, rows, compared=True):
        """Samples by contender; if they are compared, with each one's ratio to the first."""
        rows = {who: samples for who, samples in rows.items() if samples}
        self.data["tables"].append({"quantity": quantity, "rows": rows, "compared": compared})

    def grid(self, quantity, columns, rows, lowest_is_bold=False):
        """One value per cell: `rows` has a list as long as `columns` by each row's name.

        A value is a number, or one with the ends of its interval, or None. The lowest of a row can be bold.
        """
        self.data["tables"].append(
            {"quantity": quantity, "columns": columns, "rows": rows, "lowest_is_bold": lowest_is_bold})

    def goal(self, text, value, at_most=None, at_least=None, unit=""):
        """A value with its limit. None means not measured."""
        self.data["goals"].append(
            {"text": text, "value": value, "at_most": at_most, "at_least": at_least, "unit": unit})

    def ratio_goal(self, text, ours, theirs, at_most=None, at_least=None):
        """The ratio of two lists of samples as a goal, or not measured if one of them is empty."""
        value = median_ratio(ours, theirs) if ours and theirs else None
        self.goal(text, value, at_most, at_least)

    def note(self, text):
        self.data["notes"].append(text)
