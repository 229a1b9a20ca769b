import Foundation
import TestSupport
import Testing

/// A run file that cannot be used: exit code 64, and a line with the file, its line and the key.
struct BadRunFileTests {
  /// What stands in line 3, and what is said about it.
  static let thirdLines: [(String, String)] = [
    ("batchsize: 5", ", line 3: `batchsize` is unknown: the nearest known key is `batch_size`."),
    ("horses: 5", ", line 3: `horses` is unknown: leave it out."),
    (
      "loss: hinge",
      #", line 3: `loss` is "hinge", where one of mae, mse, huber, log_cosh, quantile,"#
        + " half_squared_error, binary_crossentropy, categorical_crossentropy,"
        + " sparse_categorical_crossentropy is expected; a program adds its own before it reads the file,"
        + " Registry.losses.add(Hinge.self), and the command vintner has only those built in."
    ),
    ("loss: {name: huber, delta: 0}", ", line 3: `loss.delta`: huber: delta is above 0, received 0.0."),
    ("loss: [mae]", ", line 3: `loss` has the wrong type."),
    ("metrics: rmse", #", line 3: `metrics` is "rmse", where a list is expected."#),
    (
      "metrics: [rmse, nope]",
      #", line 3: `metrics[1]` is "nope", where one of accuracy,"#
        + " binary_accuracy, categorical_accuracy, sparse_categorical_accuracy, top_k_categorical_accuracy,"
        + " sparse_top_k_categorical_accuracy, auc, precision, recall, root_mean_squared_error, r2_score,"
        + " sign_accuracy is expected; a program adds its own before it reads the file,"
        + " Registry.metrics.add(Nope.self), and the command vintner has only those built in."
    ),
    ("missing: median", #", line 3: `missing` is "median", where a list is expected."#),
    (
      "missing: [average]",
      #", line 3: `missing[0]` is "average", where a rule (fill, refuse, drop, mean, median,"#
        + " most-frequent, category, constant=VALUE; with COLUMN= before it for one column) is expected."
    ),
    ("epochs: many", #", line 3: `epochs` is "many", where a whole number is expected."#),
    ("epochs: \"3\"", #", line 3: `epochs` is "3", where a whole number is expected."#),
    ("epochs: 3.0", #", line 3: `epochs` is "3.0", where a whole number is expected."#),
    ("epochs:", ", line 3: `epochs` is empty, where a whole number is expected."),
    ("epochs: [3]", ", line 3: `epochs` is a list, where a whole number is expected."),
    ("epochs: 0", ", line 3: `epochs` is 0, where 1 or more is expected."),
    ("hidden: [8, x]", #", line 3: `hidden[1]` is "x", where a whole number is expected."#),
    ("hidden: 8", #", line 3: `hidden` is "8", where a list is expected."#),
    (
      "features: [a, {b: 1}]",
      ", line 3: `features[1]` is a list of keys and values, where a text is expected."
    ),
    (
      "learning_rate: \"0.1\"",
      #", line 3: `learning_rate` is "0.1", where a number, or a schedule with its options, is expected."#
    ),
    (
      "learning_rate: .nan",
      #", line 3: `learning_rate` is ".nan", where a number, or a schedule with its options, is expected."#
    ),
    (
      "learning_rate: 1:30",
      #", line 3: `learning_rate` is "1:30", where a number, or a schedule with its options, is expected."#
    ),
    ("early_stopping: 1", #", line 3: `early_stopping` is "1", where true or false is expected."#),
    ("target: b", ", line 2: `target` is given twice."),
    ("data: [", ", line 4: it is not YAML: did not find expected node content."),
    ("a: b: c", ", line 3: it is not YAML: mapping values are not allowed in this context."),
    ("? [a]\n: 1", ", line 3: a key is a list, not a text."),
  ]

  @Test(arguments: thirdLines)
  func isRefusedWithItsLine(_ third: String, _ line: String) throws {
    try Workspace.with { workspace in
      try workspace.write(Sample.table, to: "table.csv")
      try workspace.write("data: table.csv\ntarget: y\n\(third)\n", to: "run.yaml")
      try workspace.vintner("train", "--config", "run.yaml").expectRefusal(64, "run.yaml" + line)
      #expect(try workspace.names() == ["run.yaml", "table.csv"])
    }
  }

  @Test func isNoMapping() throws {
    try Workspace.with { workspace in
      for text in ["", "- data\n", "data\n"] {
        try workspace.write(text, to: "run.yaml")
        let outcome = try workspace.vintner("train", "--config", "run.yaml")
        #expect(outcome.exitCode == 64)
        #expect(outcome.standardError.hasSuffix(": it is not a list of keys and values.\n"))
      }
      try workspace.write(Data([0x64, 0xFF]), to: "run.yaml")
      try workspace.vintner("train", "--config", "run.yaml").expectRefusal(
        64, "run.yaml: it is not UTF-8 text.")
    }
  }

  @Test func isNotThere() throws {
    try Workspace.with { workspace in
      try workspace.vintner("train", "--config", "none.yaml").expectRefusal(
        66, "Cannot read 'none.yaml': there is no such file; check the path.")
      try workspace.write("data: none.csv\ntarget: y\n", to: "run.yaml")
      try workspace.vintner("train", "--config", "run.yaml").expectRefusal(
        66, "Cannot read 'none.csv': there is no such file; check the path.")
    }
  }
}
