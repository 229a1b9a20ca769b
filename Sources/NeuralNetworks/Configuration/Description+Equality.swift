/// Descriptions are equal where what they describe is: of one type, with the same options.
extension LossDescription: Equatable {
  public static func == (left: Self, right: Self) -> Bool { areEqual(left.loss, right.loss) }
}

extension OptimizerDescription: Equatable {
  public static func == (left: Self, right: Self) -> Bool { areEqual(left.optimizer, right.optimizer) }
}

extension CallbackDescription: Equatable {
  public static func == (left: Self, right: Self) -> Bool { areEqual(left.callback, right.callback) }
}

extension MetricDescription: Equatable {
  public static func == (left: Self, right: Self) -> Bool { areEqual(left.metric, right.metric) }
}

extension MeanLoss: Equatable {
  public static func == (left: Self, right: Self) -> Bool {
    left.name == right.name && areEqual(left.loss, right.loss)
  }
}

/// Whether two values are of one type and equal; those that cannot be compared are not.
private func areEqual(_ left: Any, _ right: Any) -> Bool {
  (left as? any Equatable)?.isEqual(to: right) ?? false
}

extension Equatable {
  fileprivate func isEqual(to other: Any) -> Bool { other as? Self == self }
}
