import Foundation
import TestSupport
import Testing

/// Experiment files and folders that `vintner experiment` refuses, each with one line.
struct BadExperimentTests {
  private func with(_ text: String = Sample.experiment, _ body: (Workspace) throws -> Void) throws {
    try Workspace.with { workspace in
      try workspace.write(Sample.table, to: "table.csv")
      try workspace.write(text, to: "rates.yaml")
      try body(workspace)
    }
  }

  @Test func refusesAChangedFile() throws {
    try with { workspace in
      _ = try workspace.vintner("experiment", "rates.yaml", "--quiet")
      let before = try workspace.data("rates/runs.jsonl")
      try workspace.write(Sample.experiment.replacing("epochs: 3", with: "epochs: 4"), to: "rates.yaml")
      try workspace.vintner("experiment", "rates.yaml").expectRefusal(
        64,
        "'rates' has 6 runs of another experiment: `epochs` was 3, now it is 4. Undo the change, choose"
          + " another folder, or start over. See --output and --restart.")
      #expect(try workspace.data("rates/runs.jsonl") == before)
      try workspace.write(Sample.experiment, to: "rates.yaml")
      try workspace.write(Sample.table + "1,2,3\n", to: "table.csv")
      let other = try workspace.vintner("experiment", "rates.yaml")
      #expect(other.exitCode == 64 && other.standardError.contains("`data_sha256` was "))
      #expect(try workspace.vintner("experiment", "rates.yaml", "--restart").exitCode == 0)
      try workspace.write("no run\n", to: "rates/runs.jsonl")
      try workspace.vintner("experiment", "rates.yaml").expectRefusal(
        65,
        "'rates/runs.jsonl', line 1, is not a run of an experiment: choose another folder, or start over."
          + " See --output and --restart.")
    }
  }

  @Test(arguments: [
    (
      "variations: {learning_rat: [1]}", 64,
      "rates.yaml, line 2: `variations.learning_rat` is unknown: the nearest known key is `learning_rate`."
    ),
    (
      "variations: {learning_rate: [1, -1]}", 64,
      "rates.yaml, line 2: `variations.learning_rate[1]` is -1.0, where a number above 0 is expected."
    ),
    (
      "variations: {hidden: [[8], [8, no]]}", 64,
      "rates.yaml, line 2: `variations.hidden[1][1]` is \"no\", where a whole number is expected."
    ),
    (
      "variations: {learning_rate: [1, 1]}", 64,
      "rates.yaml, line 2: `variations.learning_rate[1]` is 1, which is there twice."
    ),
    (
      "variations: {learning_rate: []}", 64,
      "rates.yaml, line 2: `variations.learning_rate` has no values: list one or more."
    ),
    (
      "variations: {learning_rate: {from: 1, to: 2}}", 64,
      "rates.yaml, line 2: `variations.learning_rate` is a range, from which only `combine: random` draws: list its values."
    ),
    (
      "variations: {learning_rate: {from: 2, to: 1}}\ncombine: random\nsamples: 2", 64,
      "rates.yaml, line 2: `variations.learning_rate` runs from 2.0 to 1.0: swap its ends."
    ),
    (
      "variations: {batch_size: {from: 0, to: 8}}\ncombine: random\nsamples: 2", 64,
      "rates.yaml, line 2: `variations.batch_size` is 0, where 1 or more is expected."
    ),
    (
      "combine: random", 64,
      "rates.yaml, line 2: `combine` is random, which takes `samples`: how many variations are drawn."
    ),
    (
      "samples: 3", 64,
      "rates.yaml, line 2: `samples` applies to `combine: random` only: leave one of them out."
    ),
    (
      "combine: gird", 64,
      "rates.yaml, line 2: `combine` is \"gird\", where one of one_at_a_time, grid, random is expected; the nearest is \"grid\"."
    ),
    ("seeds: [1, 2, 1]", 64, "rates.yaml, line 2: `seeds[2]` is 1, which is there twice."),
    ("seeds: 0", 64, "rates.yaml, line 2: `seeds` is 0, where 1 to 1000000 is expected."),
    ("converged: {loss: 1}", 64, "rates.yaml, line 2: `converged.loss` is unknown: leave it out."),
    ("dropout: 1", 64, "rates.yaml, line 2: `dropout` is 1.0, where a number from 0 to below 1 is expected."),
    (
      "variations: {target: [y, z]}", 64,
      "In the variation with target z: There is no column \"z\"; the nearest name is \"a\"."
    ),
    ("data: none.csv", 66, "Cannot read 'none.csv': there is no such file; check the path."),
    ("target: z", 64, "There is no column \"z\"; the nearest name is \"a\"."),
    (
      "data: spirale", 64,
      "rates.yaml, line 2: `data` is \"spirale\", where one of circle, xor, gaussian, spiral, plane, multi_gaussian is expected; the nearest is \"spiral\"; a CSV file has an ending or a folder in its path."
    ),
    (
      "variations: {data: [table.csv, spirl]}", 64,
      "rates.yaml, line 2: `variations.data[1]` is \"spirl\", where one of circle, xor, gaussian, spiral, plane, multi_gaussian is expected; the nearest is \"spiral\"; a CSV file has an ending or a folder in its path."
    ),
    ("folds: 1", 64, "rates.yaml, line 2: `folds` is 1, where 2 to 1000000 is expected."),
    (
      "folds: 2\nvalidation: none.csv", 64,
      "`folds` does not go with `validation`, whose rows are given: leave one of them out."
    ),
    (
      "validation: none.csv", 66, "Cannot read 'none.csv': there is no such file; check the path."
    ),
    ("noise: 0.7", 64, "rates.yaml, line 2: `noise` is 0.7, where 0 to 0.5 is expected."),
    (
      "noise: 0.1", 64,
      "`noise` applies to the Playground's data sets only (circle, xor, gaussian, spiral, plane, multi_gaussian): leave it out."
    ),
    ("regularization: l2", 64, "`regularization` is l2, which takes a `regularization_rate`."),
    (
      "regularization_rate: 0.1", 64,
      "`regularization_rate` has no penalty to apply to: set `regularization` to l1 or l2."
    ),
  ])
  func refusesWhatCannotBe(_ line: String, _ exitCode: Int32, _ sentence: String) throws {
    let key = String(line.prefix { $0 != ":" })
    let base = ["data: table.csv", "target: y"].filter { !$0.hasPrefix(key + ":") }
    // The faulty line is the second: what else is needed stands before or behind it.
    try with(([base[0], line] + base.dropFirst()).joined(separator: "\n") + "\n") { workspace in
      try workspace.vintner("experiment", "rates.yaml").expectRefusal(exitCode, sentence)
      #expect(try workspace.names() == ["rates.yaml", "table.csv"])
    }
  }

  @Test(arguments: [
    (
      "features: [x1, x3]",
      "`features[1]` is \"x3\", where one of x1, x2, x1_squared, x2_squared, x1_times_x2, sin_x1, sin_x2 is expected; the nearest is \"x1\"."
    ),
    (
      "variations: {features: [[x1], [sin_y]]}",
      "In the variation with features sin_y: `features[0]` is \"sin_y\", where one of x1, x2, x1_squared, x2_squared, x1_times_x2, sin_x1, sin_x2 is expected; the nearest is \"sin_x1\"."
    ),
    (
      "optimizer: adam",
      "`optimizer` does not go with the Playground's numerics: leave it out, or set `numerics` to keras."
    ),
    (
      "variations: {noise: [0, 0.6]}",
      "rates.yaml, line 2: `variations.noise[1]` is 0.6, where 0 to 0.5 is expected."
    ),
  ])
  func refusesWhatThePlaygroundDoesNotHave(_ line: String, _ sentence: String) throws {
    try with("data: spiral\n\(line)\n") { workspace in
      try workspace.vintner("experiment", "rates.yaml").expectRefusal(64, sentence)
    }
  }

  @Test func refusesArgumentsThatCannotBe() throws {
    try with { workspace in
      try workspace.vintner("experiment", "rates.yaml", "--threads", "0").expectRefusal(
        64, "--threads is 0, where 1 to 1024 is expected; see 'vintner experiment --help'.")
      try workspace.vintner("experiment", "none.yaml").expectRefusal(
        66, "Cannot read 'none.yaml': there is no such file; check the path.")
      try workspace.write("", to: "taken")
      try workspace.vintner("experiment", "rates.yaml", "--output", "taken").expectRefusal(
        73,
        "Cannot write 'taken': file exists; a file is where a directory is needed, so choose"
          + " another path.")
    }
  }
}
