@testable import Pipelines
import Testing
import TestSupport
import Vintner

/// The task that a target suggests.
struct TaskChoiceTests {
  private static let table = DataFrame(columns: [
    Column(name: "number", (0..<200).map { Double($0) / 3 }), Column(name: "count", (0..<200).map { $0 % 3 }),
    Column(name: "bit", (0..<200).map { $0 % 2 }), Column(name: "quality", (0..<200).map { 3 + $0 % 6 }),
    Column(name: "flag", (0..<200).map { $0 % 2 == 0 }),
    Column(name: "two", (0..<200).map { $0 % 2 == 0 ? "a" : "b" }),
    Column(name: "three", (0..<200).map { "\($0 % 3)x" }), Column(name: "name", (0..<200).map { "n\($0)" }),
    Column(name: "a,b", (0..<200).map { Double($0) }), Column(name: "street", (0..<200).map { "s\($0 % 150)" }),
    Column(name: "code", (0..<200).map { ["A1", "07", "12"][$0 % 3] }),
  ])

  private func choice(
    _ target: TargetNames, _ change: (inout RunConfiguration) -> Void = { _ in }
  ) throws -> TaskChoice {
    var run = RunConfiguration()
    run.target = target
    change(&run)
    return try TaskChoice(run, for: Self.table)
  }

  static let found: [(TargetNames, RunTask?, String?)] = [
    ("number", nil, nil), ("quality", nil, nil),
    (
      "count", nil,
      "The target \"count\" has the values 0 to 2 and is predicted as a number: the task multiclass"
        + " takes them for classes."
    ),
    (
      "bit", .classification,
      "The target \"bit\" has two values, 0 and 1: it is predicted as two classes (the task classification), not as a"
        + " number (the task regression)."
    ),
    (
      "flag", .classification,
      "The target \"flag\" is true or false: it is predicted as two classes (the task classification)."
    ),
    (
      "two", .classification,
      "The target \"two\" is text: it is predicted as two classes (the task classification)."
    ),
    (
      "three", .multiclass,
      "The target \"three\" is text of 3 different values: it is predicted as classes (the task multiclass)."
    ),
    (
      "code", .multiclass,
      "The target \"code\" is text of 3 different values: it is predicted as classes (the task multiclass)."
    ),
    (["number", "count"], .multioutput, nil), ("a,b", nil, nil),
  ]

  @Test(arguments: found)
  func isFoundAndSaid(_ target: TargetNames, _ task: RunTask?, _ notice: String?) throws {
    let choice = try choice(target)
    #expect(choice.run.task == task && choice.notice == notice)
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "t.csv").path
      try Self.table.write(toCSVFile: path)
      var run = RunConfiguration()
      run.target = target
      let streamed = try TaskChoice(run, forCSVFile: path, options: .init())
      #expect(streamed.run.task == task && streamed.notice == notice)
    }
  }

  @Test func whatTheRunSaysOverridesIt() throws {
    #expect(try choice("three") { $0.task = .regression }.run.task == .regression)
    #expect(try choice("two") { $0.task = .multiclass }.run.task == .multiclass)
    #expect(try choice("bit") { $0.positive = "0" }.run.task == .classification)
    #expect(try choice("number") { $0.positiveFrom = 3 }.run.task == .classification)
    #expect(try choice("bit") { $0.classWeights = .balanced }.run.task == .classification)
    #expect(try choice("count") { $0.classWeights = .balanced }.run.task == .multiclass)
    let counted = try choice("count") { $0.task = .classification }
    #expect(counted.run.task == .multiclass)
    #expect(
      counted.notice
        == "The target \"count\" has 3 different values: each is taken for a class (the task multiclass).")
    #expect(try choice("bit") { $0.task = .classification }.run.task == .classification)
  }

  @Test func aTextOfVeryManyValuesIsRefused() throws {
    let names = #expect(throws: VintnerError.self) { try choice("name") }
    #expect(
      names?.description
        == "The target \"name\" has a different value in every row, and a class is learned from several rows:"
        + " choose another column.")
    let error = #expect(throws: VintnerError.self) { try choice("street") }
    #expect(
      error?.description
        == "The target \"street\" is text of more than 100 different values, which are hardly classes:"
        + " choose another column, or train a multiclass task.")
    #expect(try choice("name") { $0.task = .multiclass }.run.task == .multiclass)
  }

  /// A column whose name has a comma is named as it is, or within quotation marks.
  @Test func namesMayHaveCommas() throws {
    func names(_ text: String) throws -> [String] {
      try TargetNames(try TargetNames.node(ofText: text)).names
    }
    #expect(try names("a") == ["a"] && names("a, b") == ["a", "b"] && names(" a ") == [" a "])
    #expect(try names("\"a,b\"") == ["a,b"] && names("\"a,b\", c") == ["a,b", "c"])
    #expect(try names("\"say \"\"x\"\"\",c") == ["say \"x\"", "c"] && names("5\" pipe") == ["5\" pipe"])
    for target: TargetNames in ["a", "a,b", ["a,b", "c"], ["a", "b"], "5\"", ["5\"", "x,\"y"], " a "] {
      #expect(try names(target.text) == target.names, "\(target)")
    }
    for text in ["a,", ",a", "a,,b"] {
      #expect(throws: FieldFault.self) { try TargetNames(try TargetNames.node(ofText: text)) }
    }
    #expect(throws: FieldFault.self) { try TargetNames(try TargetNames.node(ofText: "a,a")) }
    #expect(try choice(["a", "b"]).run.target == "a,b")
  }
}
