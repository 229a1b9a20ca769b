import LinearAlgebra
@testable import Pipelines
import Testing
import TestSupport
import Vintner

/// Several classes, with a network small enough for a test.
struct MulticlassPipelineTests {
  /// 90 rows of three kinds that two numbers separate, in the order of the kinds 01, 02, 10.
  private static func csv(_ names: [String]) -> String {
    "x,y,kind\n"
      + (0..<90).map { row in
        let kind = row % 3
        return
          "\(Double(kind) + Double(row % 7) / 20),\(Double(kind * kind) - Double(row % 5) / 20),\(names[kind])\n"
      }.joined()
  }

  private static func table(_ names: [String]) throws -> DataFrame {
    try DataFrame(csvBytes: Array(csv(names).utf8))
  }

  private func pipeline(_ target: String = "kind") -> MulticlassPipeline {
    var training = Training.multiclass
    training.optimizer = Adam(learningRate: 0.05)
    training.batchSize = 16
    training.epochs = 60
    training.callbacks = []
    var pipeline = MulticlassPipeline(target: target, training: training)
    pipeline.network = .dense(hidden: [8], activation: .relu, outputs: nil, output: .softmax)
    return pipeline
  }

  /// scikit-learn 1.9's `accuracy_score`, `log_loss`, `f1_score` (macro, weighted, none), `roc_auc_score` (ovr) and
  /// `confusion_matrix` of these rows.
  @Test func metricsAreScikitLearns() {
    let metrics = MulticlassMetrics(
      probabilities: Matrix([
        [0.7, 0.2, 0.1], [0.4, 0.5, 0.1], [0.3, 0.3, 0.4], [0.1, 0.8, 0.1], [0.2, 0.2, 0.6], [0.5, 0.1, 0.4],
        [0.1, 0.3, 0.6], [0.25, 0.5, 0.25],
      ]), targets: Matrix(column: [0, 0, 2, 1, 2, 2, 1, 1]))
    #expect(metrics.rows == 8 && metrics.accuracy == 0.625 && metrics.topThreeAccuracy == 1)
    #expect(metrics.confusion == [[1, 1, 0], [0, 2, 1], [1, 0, 2]])
    #expect(relativeDifference(metrics.logLoss, 0.7170795374409099) < 1e-14)
    #expect(relativeDifference(metrics.macroF1, 0.611111111111111) < 1e-14)
    #expect(relativeDifference(metrics.weightedF1, 0.625) < 1e-14)
    #expect(relativeDifference(metrics.auc, 0.8722222222222222) < 1e-14)
    #expect(
      relativeDifference(metrics.aucs, [0.9166666666666667, 0.8666666666666667, 0.8333333333333333]) < 1e-14)
  }

  /// By hand: of two rows of class 0 one is called 1; class 2 is neither in the rows nor called.
  @Test func aClassThatIsAbsentIsLeftOutOfTheMeans() {
    let metrics = MulticlassMetrics(
      probabilities: Matrix([[0.9, 0.1, 0], [0.2, 0.8, 0], [0.3, 0.7, 0]]),
      targets: Matrix(column: [0, 0, 1]))
    // F1 of class 0: 2·1 / (2 + 1), of class 1: 2·1 / (1 + 2).
    #expect(relativeDifference(metrics.macroF1, 2.0 / 3) < 1e-14 && metrics.f1Scores[2].isNaN)
    #expect(metrics.aucs[2].isNaN && metrics.auc == 0.5)
  }

  @Test func theLastLayerGetsAUnitForEachClass() throws {
    let table = try Self.table(["red", "rose", "white"])
    let model = try pipeline().fitted(to: table)
    #expect(model.network.outputs == 3 && model.classTarget.names == ["red", "rose", "white"])
    let report = try #require(model.report)
    #expect(report.metrics.accuracy > 0.9 && report.metrics.logLoss < 0.3)
    #expect(report.metrics.rows == 27 && report.metrics.supports.reduce(0, +) == 27)
    #expect(report.majorityAccuracy > 0.1 && report.majorityAccuracy < 0.6)
    #expect(
      model.history["val_sparse_categorical_accuracy"].last == Double(Float(report.metrics.accuracy))
    )
    let probabilities = try model.probabilities(table)
    #expect(probabilities.rows == 90 && probabilities.columns == 3)
    #expect((0..<90).allSatisfy { abs(probabilities.row($0).reduce(0, +) - 1) < 1e-6 })
    let predicted = try model.predictionTable(table)
    #expect(
      predicted.columnNames == ["prediction", "probability_red", "probability_rose", "probability_white"])
    #expect(try model.evaluate(table).accuracy > 0.9)
  }

  @Test func rowsWithoutAClassAreCounted() throws {
    var pipeline = pipeline()
    pipeline.preprocessor.missingValues = .automatic
    let prepared = try pipeline.prepared(Self.table(["red", "rose", ""]))
    #expect(prepared.classTarget.names == ["red", "rose"] && prepared.train.x.rows == 42)
    #expect(prepared.notices.first == "30 of 90 rows lack the target \"kind\" and are left out.")
  }

  /// scikit-learn could not stratify such classes either.
  @Test func aClassOfItsOwnForEachRowIsRefused() throws {
    let frame = DataFrame(columns: [
      Column(name: "x", (0..<20).map { Double($0) }), Column(name: "kind", (0..<20).map { "k\($0)" }),
    ])
    let error = try #require(throws: VintnerError.self) { try pipeline().prepared(frame) }
    #expect(
      "\(error)"
        == "The target \"kind\" has a different value in every row, and a class is learned from several"
        + " rows: choose another column.")
  }

  /// In an order neither stratification nor another seed brings the later classes into training.
  @Test func classesThatComeLaterAreNotInTraining() throws {
    let frame = DataFrame(columns: [
      Column(name: "x", (0..<20).map { Double($0) }),
      Column(name: "kind", (0..<20).map { $0 < 16 ? "a" : "b" }),
    ])
    var pipeline = pipeline()
    pipeline.split = RowSplit(order: "x")
    let error = try #require(throws: VintnerError.self) { try pipeline.prepared(frame) }
    #expect(
      "\(error)"
        == "All training rows are of the class \"a\" of \"kind\", and the other classes are in the validation"
        + " rows alone: train on a larger share of the rows, or do not split them in an order.")
  }

  @Test func savesAndLoadsAsOne() throws {
    let table = try Self.table(["red", "rose", "white"])
    let model = try pipeline().fitted(to: table)
    #expect(try model.partialDependence(on: "x", in: table).outputNames == ["red", "rose", "white"])
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "model.safetensors").path
      try model.save(to: path)
      let loaded = try FittedMulticlassPipeline(contentsOf: path)
      #expect(try loaded.probabilities(table) == model.probabilities(table))
      #expect(loaded.modelBytes() == model.modelBytes())
      #expect(throws: VintnerError.self) { try FittedClassificationPipeline(contentsOf: path) }
    }
  }

  /// What is written as a number or a boolean keeps its spelling, in numerical order.
  @Test func classesAreSpelledAsTheFileHasThem() throws {
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "t.csv").path
      for names in [["02", "03", "10"], ["0.0", "1.0", "2.0"], ["2", "3", "10"]] {
        try Self.csv(names).write(toFile: path, atomically: true, encoding: .utf8)
        let table = try DataFrame(contentsOfCSVFile: path).spelling("kind", asInCSVFile: path)
        let model = try pipeline().fitted(to: table)
        #expect(model.classTarget.names == names)
        let saved = folder.appending(path: "model.safetensors").path
        try model.save(to: saved)
        let predicted = try FittedMulticlassPipeline(contentsOf: saved).predictionTable(table)
        let column = try predicted["prediction"]
        let texts = (0..<90).map { column[$0]?.description ?? "" }
        let right = texts.enumerated().count { $0.element == names[$0.offset % 3] }
        #expect(Set(texts).isSubset(of: Set(names)) && right > 80)
        #expect(try model.evaluate(table).accuracy > 0.9)
      }
      try "x,y\n0,False\n1,True\n2,False\n".write(toFile: path, atomically: true, encoding: .utf8)
      let table = try DataFrame(contentsOfCSVFile: path).spelling("y", asInCSVFile: path)
      let target = try ClassTarget(try table["y"], positiveFrom: nil, positive: nil)
      #expect(target.names == ["False", "True"] && target.place(ofName: "true") == 1)
      // The first spelling counts, also where a quote within a cell hides where rows begin, and in the last row.
      try "x,y\n0\",01\n1,1\n2,02\n3\",01\n4,03\n".write(toFile: path, atomically: true, encoding: .utf8)
      let quoted = try DataFrame(contentsOfCSVFile: path).spelling("y", asInCSVFile: path)
      #expect(try ClassTarget(try quoted["y"]).names == ["01", "02", "03"])
    }
  }

  @Test func classWeightsGoByName() throws {
    let table = try Self.table(["red", "rose", "white"])
    var weighted = pipeline()
    weighted.classWeighting = .byClass(["red": 3, "white": 0])
    #expect(try weighted.prepared(table).pipeline.training.classWeights == [0: 3, 1: 1, 2: 0])
    weighted.classWeighting = .byClass(["blue": 3])
    let error = #expect(throws: VintnerError.self) { try weighted.prepared(table) }
    #expect(
      error?.description
        == "There is a weight for the class \"blue\", but no training row has it: the classes are"
        + " \"red\", \"rose\" and \"white\".")
  }

  @Test func aLossOfNumbersIsRefused() throws {
    var wrong = pipeline()
    wrong.training.loss = .meanAbsoluteError
    let table = try Self.table(["red", "rose", "white"])
    let error = #expect(throws: VintnerError.self) { try wrong.fitted(to: table) }
    #expect(
      error?.description == "`loss` is mae, which does not compare classes: with several of them use"
        + " sparse_categorical_crossentropy or categorical_crossentropy.")
    wrong.training.loss = CategoricalCrossEntropy(labelSmoothing: 0.1)
    #expect(try wrong.fitted(to: table).report!.metrics.accuracy > 0.9)
  }

  /// A file that stays on the disk has the same classes and targets as one in memory.
  @Test func streams() throws {
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "t.csv").path
      for names in [["red", "rose", "white"], ["1", "2", "3"]] {
        try Self.csv(names).write(toFile: path, atomically: true, encoding: .utf8)
        let (inMemory, streamed) = (
          try pipeline().prepared(DataFrame(contentsOfCSVFile: path)), try pipeline().streamed(path)
        )
        #expect(streamed.train.y.columns == 1 && streamed.validation.y == inMemory.validation.y)
        #expect(try streamed.fitted().network.outputs == 3)
      }
    }
  }

  /// Of two classes the positive one can be named: probabilities are then those of the other.
  @Test func thePositiveClassCanBeNamed() throws {
    let table = DataFrame(columns: [
      Column(name: "x", (0..<60).map { Double($0 % 20) }),
      Column(name: "fruit", (0..<60).map { $0 % 20 < 10 ? "cherry" : "plum" }),
    ])
    var training = Training.binary
    (training.epochs, training.batchSize, training.callbacks) = (20, 8, [])
    let network = Sequential([Dense(1, activation: .sigmoid, kernelInitializer: .zeros)])
    let plain = try ClassificationPipeline(target: "fruit", network: network, training: training)
      .fitted(to: table)
    let named = try ClassificationPipeline(
      target: "fruit", network: network, training: training, positive: "cherry"
    ).fitted(to: table)
    #expect(named.classTarget.names == ["plum", "cherry"])
    for (a, b) in zip(try plain.probabilities(table), try named.probabilities(table)) {
      #expect(abs(a + b - 1) < 1e-5)
    }
    #expect(try named.predict(table).values(as: String.self) == plain.predict(table).values(as: String.self))
    #expect(
      try named.evaluate(table).confusion.truePositives == plain.evaluate(table).confusion.trueNegatives)
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "model.safetensors").path
      try named.save(to: path)
      let loaded = try FittedClassificationPipeline(contentsOf: path)
      #expect(loaded.classTarget.names == ["plum", "cherry"] && loaded.modelBytes() == named.modelBytes())
    }
    let error = #expect(throws: VintnerError.self) {
      try ClassificationPipeline(target: "fruit", positive: "pear").fitted(to: table)
    }
    #expect(
      error?.description
        == "The positive class is \"pear\", but no training row has it: the classes are \"cherry\" and \"plum\"."
    )
  }
}
