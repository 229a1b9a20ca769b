"""Contenders that fail, processes that are killed, and runs that go on."""

import sys
import tempfile
import types
import unittest
from pathlib import Path

from contenders import Table
from processes import Failed, Killed, run
from suites import quality


class Contender:
    """Fails on some tables, and remembers on which it was trained."""

    def __init__(self, version, failures=()):
        self.version = version
        self.failures = dict(failures)
        self.trained = []

    def results(self, table, folds):
        for fold in folds:
            if fold == 1 and table.name in self.failures:
                raise self.failures[table.name]
            self.trained.append((table.name, fold))
            yield {"fold": fold, "error": 0.25, "absolute": 0.5, "seconds": 1}


class QualityTests(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.bench = types.SimpleNamespace(scratch=Path(scratch.name), threads=1)
        self.tables = [self._table(name) for name in ("iris", "tips")]

    def _table(self, name):
        path = self.bench.scratch / f"{name}.csv"
        path.write_text("x,target,fold\n1,2,0\n3,4,1\n")
        return Table(name, path, rows=2, features=1, is_class=False)

    def train(self, contenders):
        found, failures = quality._train(self.bench, self.tables, contenders)
        return {table.name: results for table, results in found.items()}, failures

    def test_who_fails_counts_as_the_constant(self):
        contenders = {"a": Contender("a", {"tips": Failed("exit 1")}), "constant": Contender("constant")}
        found, failures = self.train(contenders)
        self.assertEqual(list(found), ["iris", "tips"])
        self.assertIs(found["tips"]["a"], found["tips"]["constant"])
        self.assertIsNot(found["iris"]["a"], found["iris"]["constant"])
        self.assertEqual(failures, ["a failed on tips and counts as the constant there: exit 1"])

    def test_who_is_killed_does_not_and_goes_on(self):
        ended = Contender("a", {"tips": Killed("ended by SIGTERM")})
        found, failures = self.train({"a": ended, "constant": Contender("constant")})
        self.assertEqual(list(found), ["iris"])
        self.assertEqual(failures, ["tips is left out: a was ended by SIGTERM"])
        again, constant = Contender("a"), Contender("constant")
        found, failures = self.train({"a": again, "constant": constant})
        self.assertEqual((list(found), failures), (["iris", "tips"], []))
        self.assertEqual((again.trained, constant.trained), ([("tips", 1)], []))

    def test_another_version_is_trained_anew(self):
        self.train({"constant": Contender("constant")})
        newer = Contender("constant, newer")
        self.train({"constant": newer})
        self.assertEqual(newer.trained, [("iris", 0), ("iris", 1), ("tips", 0), ("tips", 1)])

    def test_a_killed_process_is_not_a_failed_one(self):
        end = "import os, signal, sys; os.kill(os.getpid(), getattr(signal, sys.argv[1]))"
        for name, kind in {"SIGTERM": Killed, "SIGKILL": Killed, "SIGABRT": Failed}.items():
            with self.assertRaises(Failed) as caught:
                run([sys.executable, "-c", end, name])
            self.assertIs(type(caught.exception), kind)


if __name__ == "__main__":
    unittest.main()
