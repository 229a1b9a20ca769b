import Foundation
import TestSupport
import Testing

/// Arguments that cannot be: exit code 64 and one line.
struct BadArgumentTests {
  static let train: [([String], String)] = [
    (["--bogus"], "Unknown option '--bogus'. Did you mean '--loss'? See 'vintner train --help'."),
    (["more.csv"], "Unexpected argument 'more.csv'; see 'vintner train --help'."),
    (["--epochs"], "Missing value for '--epochs <count>'; see 'vintner train --help'."),
    (["--epochs", "x"], #"--epochs is "x", where a whole number is expected; see 'vintner train --help'."#),
    (["--epochs", "0"], "--epochs is 0, where 1 or more is expected; see 'vintner train --help'."),
    (
      ["--hidden", "5,x"],
      #"--hidden[1] is "x", where a whole number is expected; see 'vintner train --help'."#
    ),
    (
      ["--hidden", "5,0"],
      "--hidden holds 0, where a layer of 1 to 1000000 units is expected; see 'vintner train --help'."
    ),
    (
      ["--batch-size", "-1"],
      "--batch-size is -1, where 1 or more is expected; see 'vintner train --help'."
    ),
    (
      ["--learning-rate", "nan"],
      #"--learning-rate is "nan", where a number, or a schedule with its options, is expected; see 'vintner train --help'."#
    ),
    (
      ["--train-fraction", "1"],
      "--train-fraction is 1.0, where a number above 0 and below 1 is expected; see 'vintner train --help'."
    ),
    (
      ["--learning-rate", "0"],
      "--learning-rate is 0.0, where a number above 0 is expected; see 'vintner train --help'."
    ),
    (
      ["--learning-rate", "-0.1"],
      "--learning-rate is -0.1, where a number above 0 is expected; see 'vintner train --help'."
    ),
    (
      ["--learning-rate", "inf"],
      #"--learning-rate is "inf", where a number, or a schedule with its options, is expected; see 'vintner train --help'."#
    ),
    (
      ["--train-fraction", "0"],
      "--train-fraction is 0.0, where a number above 0 and below 1 is expected; see 'vintner train --help'."
    ),
    (
      ["--max-categories", "0"],
      "--max-categories is 0, where 1 or more is expected; see 'vintner train --help'."
    ),
    (
      ["--loss", "quantile"],
      #"--loss: quantile lacks the option quantile; see 'vintner train --help'."#
    ),
    (
      ["--loss", "quantile:quantile=1"],
      #"--loss: quantile: quantile lies in (0, 1), received 1.0; see 'vintner train --help'."#
    ),
    (
      ["--loss", "huber:dleta=1"],
      #"--loss: huber has no option dleta: it has delta; see 'vintner train --help'."#
    ),
    (
      ["--loss", "mae:delta=1"],
      #"--loss: mae has no option delta: it has none; see 'vintner train --help'."#
    ),
    (
      ["--loss", "huber:delta"],
      #"--loss is "huber:delta", where huber:OPTION=VALUE is expected; see 'vintner train --help'."#
    ),
    (
      ["--quiet", "--activation", "softmax", "--hidden", "1"],
      "Layer 0 is a softmax of one unit, whose output is always 1: use a sigmoid."
    ),
    (["--patience", "-1"], "--patience is -1, where 0 or more is expected; see 'vintner train --help'."),
    (
      ["--min-delta", "inf"],
      #"--min-delta is "inf", where a number is expected; see 'vintner train --help'."#
    ),
    (
      ["--split-seed", "4294967296"],
      "--split-seed is 4294967296, where 0 to 4294967295 is expected; see 'vintner train --help'."
    ),
    (["--threads", "0"], "--threads is 0, where 1 to 1024 is expected; see 'vintner train --help'."),
    (["--target", "Y"], #"There is no column "Y"; the nearest name is "y"."#),
    (["--features", "a,y"], #"The target "y" is among the features: leave it out of them."#),
    (["--target", "quality"], #"There is no column "quality": the table has "a", "b", "y"."#),
    (["--features", "a,c"], #"There is no column "c"; the nearest name is "a"."#),
    (["--features", "a,a"], #"The column "a" is given twice: leave one out or rename it."#),
  ]

  @Test(arguments: train)
  func areRefusedByTrain(_ arguments: [String], _ line: String) throws {
    try Workspace.with { workspace in
      try workspace.write(Sample.table, to: "table.csv")
      let outcome = try workspace.command(["train", "table.csv", "--target", "y"] + arguments).run()
      outcome.expectRefusal(64, line)
      #expect(try workspace.names() == ["table.csv"])
    }
  }

  /// The list of known names grows; the rest of the line does not.
  @Test(arguments: [("activation", "rel", "relu"), ("optimizer", "adan", "adam"), ("loss", "mea", "mae")])
  func areRefusedWithTheNearestName(_ option: String, _ name: String, _ nearest: String) throws {
    try Workspace.with { workspace in
      let outcome = try workspace.train("--\(option)", name)
      #expect(outcome.exitCode == 64)
      #expect(outcome.standardError.hasPrefix("vintner: --\(option) is \"\(name)\", where one of "))
      let end = "; the nearest is \"\(nearest)\"; see 'vintner train --help'.\n"
      #expect(outcome.standardError.hasSuffix(" is expected" + end))
      #expect(outcome.standardError.split(separator: "\n").count == 1)
    }
  }

  /// A name that is far from all others is no slip.
  @Test func areRefusedWithoutANameThatIsFar() throws {
    try Workspace.with { workspace in
      let outcome = try workspace.train("--optimizer", "backpropagation")
      #expect(outcome.exitCode == 64)
      #expect(outcome.standardError.hasSuffix(" is expected; see 'vintner train --help'.\n"))
    }
  }

  static let others: [([String], String)] = [
    (
      ["find-learning-rate", "--target", "y"],
      "No CSV file: name one, or a run file with --config; see 'vintner find-learning-rate --help'."
    ),
    (
      ["find-learning-rate", "table.csv", "--target", "y", "--lowest", "0"],
      "--lowest is 0.0, where a number above 0 is expected; see 'vintner find-learning-rate --help'."
    ),
    (
      ["find-learning-rate", "table.csv", "--target", "y", "--lowest", "1", "--highest", "0.1"],
      "--highest is 0.1, where a number above --lowest, 1.0, is expected; see 'vintner find-learning-rate --help'."
    ),
    (
      ["find-learning-rate", "table.csv", "--target", "y", "--updates", "1"],
      "--updates is 1, where 2 to 1000000 is expected; see 'vintner find-learning-rate --help'."
    ),
    (
      [
        "find-learning-rate", "table.csv", "--target", "y", "--quiet", "--activation", "softmax", "--hidden",
        "1",
      ],
      "Layer 0 is a softmax of one unit, whose output is always 1: use a sigmoid."
    ),
    (["nope"], "There is no command 'nope'; see 'vintner --help'."),
    (["--nope"], "Unknown option '--nope'; see 'vintner --help'."),
    (
      ["train", "--target", "y"],
      "No CSV file: name one, or a run file with --config; see 'vintner train --help'."
    ),
    (["train", "table.csv"], "No target: name the column to predict with --target NAME."),
    (["predict"], "Missing expected argument '<model>'; see 'vintner predict --help'."),
    (["evaluate", "model"], "Missing expected argument '<csv>'; see 'vintner evaluate --help'."),
    (["inspect"], "Missing expected argument '<file>'; see 'vintner inspect --help'."),
    (["parity"], "Missing expected argument '<trace> ...'; see 'vintner parity --help'."),
    (
      ["parity", "x", "--epochs", "0"],
      "--epochs is 0, where 1 or more is expected; see 'vintner parity --help'."
    ),
    (
      ["parity", "x", "--tolerance", "-1"],
      "--tolerance is -1.0, where a number of 0 or more is expected; see 'vintner parity --help'."
    ),
  ]

  @Test(arguments: others)
  func areRefusedByEveryCommand(_ arguments: [String], _ line: String) throws {
    try Workspace.with { workspace in
      try workspace.write(Sample.table, to: "table.csv")
      try workspace.command(arguments).run().expectRefusal(64, line)
    }
  }

  @Test func areRefusedBeforeMemoryIsAskedFor() throws {
    try Workspace.with { workspace in
      let outcome = try workspace.train("--hidden", "1000000,1000000")
      #expect(outcome.exitCode == 64)
      #expect(
        outcome.standardError.hasPrefix(
          "vintner: The network's 1,000,005,000,001 parameters and its rows take 20000.2 GB of memory, more than the "
        ))
    }
  }
}
