import Foundation
import TestSupport
import Testing
import Vintner

/// Runs as YAML: what is written is read back.
struct RunFileTests {
  private func read(_ text: String) throws -> RunConfiguration {
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "run.yaml").path
      try AtomicFile.write(text, to: path)
      return try RunFile.read(path)
    }
  }

  @Test func readsBackEveryColumnName() throws {
    let names = [
      "yes", "no", "null", "~", "", "1.0", "1e5", "0x10", "12:30", "2024-01-01", " a ", "a: b", "# a", "- a",
      "[a]", "{a}", "*a", "&a", "!a", "%a", "a'b", "a\"b", "a\\b", "a\tb", "a\nb", "a,b", "größe", "质量", "🍷",
      "\u{85}\u{2028}\u{A0}", "e\u{301}", String(repeating: "long ", count: 100),
    ]
    for name in names {
      var run = RunConfiguration()
      run.target = TargetNames(name)
      run.features = names
      let back = try read(RunFile.text(of: run, inFolder: "/tmp"))
      #expect(back.target?.first == name)
      #expect(back.features == names)
    }
  }

  @Test func readsBackEverySetting() throws {
    var run = RunConfiguration.defaults
    run.dataSHA256 = "00"
    run.target = "y"
    run.features = []
    run.missing = ["median", "a=b=constant=\"0\""].map { MissingRule($0)! }
    run.missingIndicator = true
    run.encode = ["one-hot", "größe"]
    run.unknown = .other
    run.maxCategories = 7
    run.scaling = .robust
    run.targetScaling = .standard
    run.hidden = []
    run.activation = .leakyReLU(negativeSlope: 0.1)
    run.regularization = .l1
    run.regularizationRate = 0.01
    run.batchNormalization = true
    run.dropout = 0.2
    run.optimizer = OptimizerDescription(SGD(momentum: 0.9))
    run.learningRate = .constant(1e-30)
    run.loss = LossDescription(Quantile(0.9))
    run.metrics = [MetricDescription(.auc), MetricDescription(MeanLoss(Huber(delta: 2)))]
    run.classWeights = .byClass(["a=b": 3, "c": 0.5])
    run.callbacks = [CallbackDescription(ReduceLearningRateOnPlateau(patience: 3))]
    run.earlyStopping = false
    run.minDelta = 0
    run.trainFraction = 0.1 + 0.2
    run.splitSeed = Int(UInt32.max)
    run.seed = Int.max
    run.threads = 3
    let text = RunFile.text(of: run, inFolder: "/tmp")
    let back = try read(text)
    #expect(back == run, "\(text) gave \(RunFile.text(of: back, inFolder: "/tmp"))")
  }

  @Test func readsBackWholeNetworks() throws {
    var run = RunConfiguration()
    run.target = "y"
    run.layers = [
      LayerDescription(Dense(3, activation: .gelu(approximate: true), kernelRegularizer: .l1(0.5))),
      LayerDescription(BatchNormalization()), LayerDescription(Activation.tanh),
      LayerDescription(Dropout(rate: 0.5)), LayerDescription(Dense(1)),
    ]
    let text = RunFile.text(of: run, inFolder: "/tmp")
    #expect(!text.contains("hidden:"))
    let back = try read(text)
    #expect(back.layers == run.layers)
    _ = try RegressionPipeline(back)
    let pipeline = try RegressionPipeline(run)
    #expect(pipeline.network.layers.count == 5)
    run.hidden = [8]
    let error = #expect(throws: RunConfigurationError.self) { try RegressionPipeline(run) }
    #expect(error?.setting == "hidden")
  }

  @Test(arguments: [
    ("1e-3", 1e-3), (".5", 0.5), ("2", 2), ("+0.1", 0.1), ("1E2", 100), ("3.", 3),
  ])
  func readsNumbers(_ text: String, _ value: Double) throws {
    #expect(try read("learning_rate: \(text)\n").learningRate == .constant(value))
  }

  @Test func readsBackSchedules() throws {
    let rates: [LearningRate] = [
      .schedule(CosineDecay(initialLearningRate: 0.01, decaySteps: 1_000, alpha: 0.01)),
      .schedule(
        LinearWarmup(
          steps: 10,
          following: .schedule(ExponentialDecay(initialLearningRate: 1e-5, decaySteps: 3, decayRate: 0.5)))),
      .schedule(PiecewiseConstantDecay(boundaries: [10, 20], values: [1, 0.1, 0.01])),
    ]
    for rate in rates {
      var run = RunConfiguration.defaults
      run.target = "y"
      run.learningRate = rate
      #expect(try read(RunFile.text(of: run, inFolder: "/tmp")) == run)
    }
  }

  @Test func theLayersAreThoseThatItDescribes() throws {
    var run = RunConfiguration()
    run.target = "y"
    run.hidden = [3]
    run.dropout = 0.5
    run.batchNormalization = true
    run.regularization = .l2
    run.regularizationRate = 0.1
    #expect(run.runTask == .regression)
    let layers = try RegressionPipeline(run).network.layers
    #expect(
      layers.map { type(of: $0).kind } == ["dense", "batch_normalization", "activation", "dropout", "dense"])
    #expect((layers[0] as? Dense)?.activation == .linear && (layers[2] as? Activation) == .relu)
    #expect(layers.compactMap { ($0 as? Dense)?.kernelRegularizer } == [.l2(0.1), .l2(0.1)])
    #expect((layers[3] as? Dropout)?.rate == 0.5)
    run.regularizationRate = nil
    #expect(throws: RunConfigurationError.self) { try RegressionPipeline(run) }
    run.regularization = nil
    run.regularizationRate = 0.1
    #expect(throws: RunConfigurationError.self) { try RegressionPipeline(run) }
  }

  @Test(arguments: ["nan", ".inf", "1e999", "0x1", "1_0", "1:30", "'1'", "one", "", "[1]", "true"])
  func refusesWhatIsNoNumber(_ text: String) {
    #expect(throws: VintnerError.self) { try read("learning_rate: \(text)\n") }
  }

  @Test func findsTheDataBesideTheFile() throws {
    try withTemporaryDirectory { folder in
      let real = folder.resolvingSymlinksInPath()
      try FileManager.default.createDirectory(
        at: real.appending(path: "runs/one #1"), withIntermediateDirectories: true)
      var run = RunConfiguration()
      for name in ["a b.csv", "größe.csv", "100%25.csv", "runs/one #1/t.csv", "data?.csv"] {
        let path = real.appending(path: name).path
        try AtomicFile.write("a\n1\n", to: path)
        run.data = path
        let file = real.appending(path: "runs/one #1/config.yaml").path
        try AtomicFile.write(
          RunFile.text(of: run, inFolder: real.appending(path: "runs/one #1").path), to: file)
        let found = try #require(try RunFile.read(file).data)
        #expect(URL(filePath: found).standardizedFileURL.path == path)
      }
      try AtomicFile.write("data: /absolute/t.csv\n", to: real.appending(path: "c.yaml").path)
      #expect(try RunFile.read(real.appending(path: "c.yaml").path).data == "/absolute/t.csv")
    }
  }

  @Test func preferTheFirstOfTwoRuns() {
    var first = RunConfiguration()
    var second = RunConfiguration.defaults
    first.epochs = 3
    second.dataSHA256 = "00"
    let both = first.over(second)
    #expect(both.epochs == 3)
    #expect(both.batchSize == 256)
    #expect(both.dataSHA256 == "00")
    first.data = "other.csv"
    #expect(first.over(second).dataSHA256 == nil)
  }
}
