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
      run.target = name
      run.features = names
      let back = try read(RunFile.text(of: run, inFolder: "/tmp"))
      #expect(back.target == name)
      #expect(back.features == names)
    }
  }

  @Test func readsBackEverySetting() throws {
    var run = RunConfiguration.defaults
    run.dataSHA256 = "00"
    run.target = "y"
    run.features = []
    run.missing = ["median", "a=b=constant=\"0\""]
    run.missingIndicator = true
    run.encode = ["one-hot", "größe"]
    run.unknown = "other"
    run.maxCategories = 7
    run.scaling = "robust"
    run.targetScaling = "standard"
    run.hidden = []
    run.activation = "tanh"
    run.optimizer = "sgd"
    run.learningRate = 1e-30
    run.loss = LossDescription(Quantile(0.9))
    run.metrics = [MetricDescription(.auc), MetricDescription(MeanLoss(Huber(delta: 2)))]
    run.classWeights = ["a=b=3"]
    run.earlyStopping = false
    run.minDelta = 0
    run.trainFraction = 0.1 + 0.2
    run.splitSeed = Int(UInt32.max)
    run.seed = Int.max
    run.threads = 3
    #expect(try read(RunFile.text(of: run, inFolder: "/tmp")) == run)
  }

  @Test(arguments: [
    ("1e-3", 1e-3), (".5", 0.5), ("2", 2), ("+0.1", 0.1), ("1E2", 100), ("3.", 3),
  ])
  func readsNumbers(_ text: String, _ value: Double) throws {
    #expect(try read("learning_rate: \(text)\n").learningRate == value)
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
