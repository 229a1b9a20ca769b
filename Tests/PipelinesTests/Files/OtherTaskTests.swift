import TestSupport
import Testing
import Vintner

/// A model that is opened for another task says what it is and which type opens it.
struct OtherTaskTests {
  private static let table = DataFrame(columns: [
    Column(name: "x", (0..<20).map(Double.init)), Column(name: "y", (0..<20).map { Double($0 % 3) }),
    Column(name: "z", (0..<20).map { $0 < 10 ? "low" : "high" }),
    Column(name: "c", (0..<20).map { ["one", "two", "three"][$0 % 3] }),
  ])

  private func model(_ task: RunTask, of target: String) throws -> any TrainedModel {
    var run = RunConfiguration()
    run.target = TargetNames(target)
    run.task = task
    run.hidden = [2]
    run.epochs = 1
    run.features = ["x"]
    func train<Target: PredictionTarget>(_: Target.Type) throws -> any TrainedModel {
      try Pipeline<Target>(run).fitted(to: Self.table)
    }
    return try train(task.target)
  }

  /// What opening a model as another fails with.
  private func refusal(_ open: (String) throws -> Void, _ model: any TrainedModel) throws -> String {
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "m").path
      try model.save(to: path)
      let error = #expect(throws: VintnerError.self) { try open(path) }
      return "\(error!)".replacing(path, with: "m")
    }
  }

  @Test func isSaid() throws {
    func sentence(_ task: String, _ expected: String, _ type: Any.Type, _ name: String) -> String {
      // The name is that of a type alias.
      precondition("\(type)".hasPrefix("FittedPipeline<"))
      return
        "Cannot use 'm' as a model: it is a model for the task '\(task)', not '\(expected)'; open it as a \(name),"
        + " or as a LoadedModel, which takes every task."
    }
    let regression = try model(.regression, of: "y")
    #expect(
      try refusal({ _ = try FittedClassificationPipeline(contentsOf: $0) }, regression)
        == sentence("regression", "classification", FittedRegressionPipeline.self, "FittedRegressionPipeline")
    )
    #expect(
      try refusal({ _ = try FittedRegressionPipeline(contentsOf: $0) }, model(.classification, of: "z"))
        == sentence(
          "classification", "regression", FittedClassificationPipeline.self, "FittedClassificationPipeline"))
    #expect(
      try refusal({ _ = try FittedRegressionPipeline(contentsOf: $0) }, model(.multiclass, of: "c"))
        == sentence("multiclass", "regression", FittedMulticlassPipeline.self, "FittedMulticlassPipeline"))
    #expect(
      try refusal({ _ = try FittedRegressionPipeline(contentsOf: $0) }, model(.multioutput, of: "y"))
        == sentence("multioutput", "regression", FittedMultioutputPipeline.self, "FittedMultioutputPipeline"))
  }
}
