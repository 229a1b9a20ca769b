"""Ranks, normalized errors, wins and intervals by hand: python3 -m unittest discover Benchmarks/harness"""

import unittest
from math import comb

import ranking


class RankingTests(unittest.TestCase):
    def test_equal_errors_share_the_mean_of_their_ranks(self):
        errors = {"a": 0.3, "b": 0.1, "c": 0.3, "d": 0.3, "e": 0.9}
        self.assertEqual(ranking.ranks(errors), {"a": 3, "b": 1, "c": 3, "d": 3, "e": 5})
        self.assertEqual(ranking.ranks({"a": 2, "b": 2, "c": 3}), {"a": 1.5, "b": 1.5, "c": 3})

    def test_errors_are_normalized_between_the_least_and_the_constant(self):
        self.assertEqual(ranking.normalized({"a": 2, "b": 3, "c": 9}, constant=6), {"a": 0, "b": 0.25, "c": 1})
        # Nobody is better than the constant.
        self.assertEqual(ranking.normalized({"a": 7, "b": 7, "c": 8}, constant=6), {"a": 0, "b": 0, "c": 1})

    def test_equal_errors_share_a_win(self):
        self.assertEqual(ranking.wins({"a": 1, "b": 4, "c": 1}), {"a": 0.5, "b": 0, "c": 0.5})

    def test_means_over_tables(self):
        errors = {
            "red wine": {"a": 1.0, "b": 2.0, "c": 3.0},
            "iris": {"a": 0.5, "b": 0.25, "c": 0.25},
        }
        found = ranking.standings(errors, constants={"red wine": 3.0, "iris": 0.75})
        # Ranks 1 and 3; 2 and 1.5; 3 and 1.5.
        self.assertEqual({who: one.rank[0] for who, one in found.items()}, {"b": 1.75, "a": 2, "c": 2.25})
        self.assertEqual(list(found), ["b", "a", "c"])
        # 0 and 0.25 / 0.5; 1 / 2 and 0; 2 / 2 and 0.
        self.assertEqual({who: one.error[0] for who, one in found.items()}, {"b": 0.25, "a": 0.25, "c": 0.5})
        self.assertEqual({who: one.wins[0] for who, one in found.items()}, {"b": 0.5, "a": 1, "c": 0.5})
        # Two tables are drawn. Red wine twice in 1/4 of the draws: a is first; once in 1/2: b is; never: b and c are.
        for who, share in {"a": 0.25, "b": 0.625, "c": 0.125}.items():
            self.assertAlmostEqual(found[who].first, share, delta=0.02)
        # The mean rank of c is 3, 2.25 or 1.5, each more often than in 2.5 % of the draws.
        self.assertEqual(found["c"].rank, (2.25, 1.5, 3))

    def test_an_interval_is_that_of_the_binomial_distribution(self):
        # Wins on 10 tables of 29: a resample's are drawn from the binomial distribution of 29 and 10 / 29.
        errors = {str(table): {"a": float(table >= 10), "b": 0.5} for table in range(29)}
        share = 10 / 29
        below = [
            sum(comb(29, k) * share**k * (1 - share) ** (29 - k) for k in range(count + 1)) for count in range(30)]
        ends = [next(count for count, sum in enumerate(below) if sum > level) for level in (0.025, 0.975)]
        self.assertEqual(ends, [5, 15])
        found = ranking.standings(errors, constants=dict.fromkeys(errors, 2.0))["a"].wins
        for value, expected in zip(found, (10, *ends)):
            self.assertAlmostEqual(value, expected)


if __name__ == "__main__":
    unittest.main()
