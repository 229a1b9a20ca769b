import Testing
import Vintner

@Suite struct DescribedSettingTests {
  @Test func readsNamesAndOptions() throws {
    #expect(try LossDescription("mae", setting: "loss") == LossDescription(.meanAbsoluteError))
    #expect(try LossDescription("huber:delta=0.5", setting: "loss") == LossDescription(Huber(delta: 0.5)))
    #expect(try LossDescription("quantile:quantile=1e-1", setting: "loss") == LossDescription(Quantile(0.1)))
    #expect(
      try LossDescription("bce:from_logits=true,label_smoothing=0.1", setting: "loss")
        == LossDescription(BinaryCrossEntropy(fromLogits: true, labelSmoothing: 0.1)))
    let rmse = try MetricDescription("rmse", setting: "metrics")
    #expect(rmse.metric is RootMeanSquaredError && rmse.name == "rmse")
  }

  @Test func writesWhatItReads() throws {
    for text in ["mae", "huber", "huber:delta=0.5", "binary_crossentropy"] {
      #expect(try LossDescription(text, setting: "loss").text == text)
    }
    #expect(
      try MetricDescription("auc:num_thresholds=100", setting: "metrics").text == "auc:num_thresholds=100")
  }

  @Test func tellsOptionsAndKindsApart() {
    #expect(LossDescription(Huber(delta: 1)) == LossDescription(.huber))
    #expect(LossDescription(Huber(delta: 2)) != LossDescription(.huber))
    #expect(LossDescription(.meanSquaredError) != LossDescription(.meanAbsoluteError))
    #expect(MetricDescription(MeanLoss(Huber(delta: 2))) != MetricDescription(MeanLoss(.huber)))
    #expect(MetricDescription(.auc) != MetricDescription(.binaryAccuracy))
  }

  @Test(arguments: [
    ("hinge", "is \"hinge\", where one of mae, mse, "),
    ("huber:", "is \"huber:\", where huber:OPTION=NUMBER is"),
    ("huber:delta=x", "is \"huber:delta=x\", where huber:OPTION=NUMBER is"),
    ("huber:delta=0", "is \"huber:delta=0\": huber: delta is above 0, received 0.0"),
    ("", "is \"\", where one of mae, "), ("quantile", "is \"quantile\": quantile lacks the option quantile"),
  ])
  func refusesWhatCannotBe(_ text: String, _ problem: String) throws {
    let error = try #require(throws: RunConfigurationError.self) {
      try LossDescription(text, setting: "loss")
    }
    #expect(error.setting == "loss" && error.problem.hasPrefix(problem), "\(error)")
  }
}
