"""Folds, errors by hand, and results that outlive a run that is stopped."""

import math
import tempfile
import unittest
from pathlib import Path

from contenders import Table, errors
from ledger import Ledger
from processes import Failed


class ContenderTests(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)

    def test_errors(self):
        # Distances 1, -1, 0 and 4: squares of 18 together, absolute values of 6.
        squared, absolute = errors(["3", "1.0", "-2", "5e0"], ["2", "2", "-2", "1"], is_class=False)
        self.assertAlmostEqual(squared, math.sqrt(4.5))
        self.assertAlmostEqual(absolute, 1.5)
        self.assertEqual(errors(["a", "b", "a", "c"], ["a", "b", "c", "c"], is_class=True), (0.25, 0.25))
        for predicted in (["1"], ["1", ""], ["1", "nan"]):
            with self.assertRaises(Failed):
                errors(predicted, ["1", "2"], is_class=False)

    def test_nobody_sees_the_fold_or_the_targets_to_predict(self):
        path = self.folder / "table.csv"
        path.write_text('size,note,target,fold\n1.50,"a, b",7,0\n,x,8,1\n3,"say ""no""",9,0\n')
        table = Table("table", path, rows=3, features=2, is_class=False)
        self.assertEqual(table.folds, [0, 1])
        train, test, targets = table.split(1, self.folder / "fold")
        self.assertEqual(train.read_text(), 'size,note,target\n1.50,"a, b",7\n3,"say ""no""",9\n')
        self.assertEqual(test.read_text(), "size,note\n,x\n")
        self.assertEqual(targets, ["8"])

    def test_results_are_kept_and_an_unfinished_line_is_not(self):
        path = self.folder / "results.jsonl"
        ledger = Ledger(path)
        ledger.add(("iris", 0), {"error": 0.5})
        ledger.add(("iris", 1), {"error": 0.25})
        with open(path, "a") as file:
            file.write('{"key": ["iris", 2], "err')
        ledger = Ledger(path)
        self.assertIsNone(ledger.find(("iris", 2)))
        ledger.add(("iris", 2), {"error": 0.75})
        ledger.add(("iris", 0), {"error": 0.125})
        ledger = Ledger(path)
        self.assertEqual([ledger.find(("iris", fold))["error"] for fold in range(3)], [0.125, 0.25, 0.75])


if __name__ == "__main__":
    unittest.main()
