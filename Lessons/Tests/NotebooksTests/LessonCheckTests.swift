import Testing

@testable import Notebooks

@Suite struct ComparisonTests {
  @Test(arguments: [
    ("loss 0.1000", "loss   0.1009"), ("1,119 rows", "1,119 rows"), ("took 1.5 s.", "took 27 s."),
    ("(24 ms)", "(1 ms)"), ("1.5ms", "2.5ms"), ("x1 and L2", "x1 and L2"), ("8-8", "8-8"), ("0.92", "0.93"),
    ("1e-08", "1.004e-08"), ("−3.00", "-3.01"), ("a\nb", "a b"),
  ]) func agree(printed: String, now: String) {
    #expect(Comparison.difference(printed: printed, now: now, tolerance: 0.01) == nil)
  }

  @Test(arguments: [
    ("loss 0.1", "loss 0.2", "0.1 is printed, the run gives 0.2"),
    ("20 runs", "21 runs", "20 is printed, the run gives 21"),
    ("x1", "x2", "\"x1\" is printed, the run gives \"x2\""),
    ("holds", "fails", "\"holds\" is printed, the run gives \"fails\""),
    ("a", "a b", "nothing more is printed, the run gives \"b\""),
    ("a b", "a", "\"b\" is printed, the run gives nothing more"),
    ("1.5 s", "1.5 m", "\"1.5\" is printed, the run gives \"1.5\""),
    ("3", "none", "\"3\" is printed, the run gives \"none\""),
    ("1.000", "1.100", "1.000 is printed, the run gives 1.100"),
  ]) func differ(printed: String, now: String, sentence: String) {
    #expect(Comparison.difference(printed: printed, now: now, tolerance: 0.01) == sentence)
  }

  @Test func tolerancesAreTheBlocks() {
    #expect(Comparison.difference(printed: "1.00", now: "1.15", tolerance: 0.2) == nil)
    #expect(Comparison.difference(printed: "1.00", now: "1.01", tolerance: 0) != nil)
    #expect(Comparison.difference(printed: "loss 1", now: "loss 900", tolerance: nil) == nil)
    #expect(Comparison.difference(printed: "loss 1", now: "error 1", tolerance: nil) != nil)
  }
}
