"""The page of results keeps what it says of suites that were not measured."""

import tempfile
import unittest
from pathlib import Path

import results
from section import Section


def part(title, value, date="2026-12-01 10:00 UTC", versions=None):
    section = Section(title, "What is measured.")
    section.grid("ms", ["a", "b"], {"x": [value, 2], "y": [(3, 2.5, 4), None]}, lowest_is_bold=title == "Bold")
    section.goal("fast enough", value, at_most=1)
    machine = {"date": date, "commit": "abc", "processor": "one", "threads": "2", "load before": "0.1"}
    return {"rounds": 1, **section.data, "machine": machine, "peers": {"versions": versions or {}, "missing": {}}}


class ResultsTests(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.page = Path(scratch.name) / "RESULTS.md"

    def test_other_parts_stay(self):
        first, second = part("First", 0.5, versions={"jax": "1"}), part("Second", 2)
        results.write(self.page, {"first": first, "second": second})
        both = self.page.read_text()
        results.write(self.page, {})
        self.assertEqual(self.page.read_text(), both)
        results.write(self.page, {"second": part("Second", 0.25, versions={"keras": "3"})})
        text = self.page.read_text()
        self.assertEqual(
            text, both.replace("| jax | 1 |", "| jax | 1 |\n| keras | 3 |").replace("| x | 2 | 2 |", "| x | 0.25 | 2 |")
            .replace("| fast enough | 2 | at most 1 | **missed** by 2.00 times |",
                     "| fast enough | 0.25 | at most 1 | met |"))
        self.assertIn("| **First** | | | |\n| fast enough | 0.5 | at most 1 | met |\n| **Second** | | | |\n", text)

    def test_cells(self):
        results.write(self.page, {"bold": part("Bold", 0.5)})
        text = self.page.read_text()
        self.assertIn("| ms | a | b |\n|---|---:|---:|\n| x | **0.5** | 2 |\n", text)
        self.assertIn("3 (2.5 – 4)", text)


if __name__ == "__main__":
    unittest.main()
