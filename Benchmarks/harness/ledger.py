"""What was measured, in a file to which every result is added as it comes, so that a run that is stopped goes on."""

import json


class Ledger:
    """Results by what they belong to; of two with the same, the later counts."""

    def __init__(self, path):
        self._path = path
        self._results = {}
        lines = path.read_text().splitlines() if path.exists() else []
        for line in lines:
            self._remember(line)
        if lines:
            self._rewrite()

    def find(self, key):
        """The result, or None."""
        return self._results.get(tuple(key))

    def add(self, key, result):
        line = json.dumps({"key": list(key), **result})
        self._remember(line)
        with open(self._path, "a") as file:
            file.write(line + "\n")

    def _remember(self, line):
        try:
            result = json.loads(line)
        except json.JSONDecodeError:
            # The last line of a run that was killed.
            return
        self._results[tuple(result.pop("key"))] = result

    def _rewrite(self):
        """Without a line that was not finished: the next one would continue it."""
        unfinished = self._path.with_suffix(".part")
        lines = [json.dumps({"key": key, **result}) for key, result in self._results.items()]
        unfinished.write_text("".join(line + "\n" for line in lines))
        unfinished.rename(self._path)
