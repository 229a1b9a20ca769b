/// A metric of any kind as files describe it: its name and its options.
///
///     "binary_accuracy"
///     {"name": "auc", "num_thresholds": 100}
///     "mae"
///
/// A loss's name stands for its mean. It reports under the name that the file gives, so that Keras's
/// spellings (`AUC`, `mean_absolute_error`, `acc`) are the history's. An unknown name, an unknown key and a
/// value out of its range are refused with their path and a sentence.
public struct MetricDescription: Sendable, Codable, Equatable {
  /// The metric with its options.
  public var metric: any Metric

  /// Describes a metric.
  public init(_ metric: any Metric) { self.metric = metric }

  /// Descriptions are equal where what they describe is: of one type, with the same options.
  public static func == (left: Self, right: Self) -> Bool { areEqual(left.metric, right.metric) }

  public init(from decoder: any Decoder) throws {
    let name = try Self.name(in: decoder)
    if let name, LossDescription.knows(name) {
      metric = MeanLoss(try LossDescription(from: decoder).loss)
    } else {
      metric = try Self.registry.decode(from: decoder) as! any Metric
    }
    if let name { metric.name = name }
  }

  /// Writes the metric under the name that it reports under, where files can give that.
  public func encode(to encoder: any Encoder) throws {
    try metric.encode(to: encoder)
    guard Self.spellings.contains(metric.name) else { return }
    var container = encoder.container(keyedBy: ConfigurationKey.self)
    try container.encode(metric.name, forKey: .name)
  }

  /// One name for each metric, without those of the losses, which are metrics too.
  public static var names: [String] { registry.names }

  /// All names that stand for a metric without options.
  public static var spellings: [String] { registry.spellings + LossDescription.spellings }

  /// The metric of a name with Keras's defaults, reporting under that name; `nil` where
  /// there is none.
  public static func metric(named name: String) -> (any Metric)? {
    var metric = registry.named(name).map { $0 as! any Metric }
    metric = metric ?? LossDescription.loss(named: name).map { MeanLoss($0) }
    metric?.name = name
    return metric
  }

  private static func name(in decoder: any Decoder) throws -> String? {
    if let name = try? decoder.singleValueContainer().decode(String.self) { return name }
    return try decoder.container(keyedBy: ConfigurationKey.self).decodeIfPresent(String.self, forKey: .name)
  }

  private static var registry: ConfigurableRegistry {
    ConfigurableRegistry(
      article: "a metric",
      kinds: [
        Accuracy.self, BinaryAccuracy.self, CategoricalAccuracy.self, AUC.self, BinaryPrecision.self,
        BinaryRecall.self, RootMeanSquaredError.self, RSquared.self, SignAccuracy.self,
      ])
  }
}
