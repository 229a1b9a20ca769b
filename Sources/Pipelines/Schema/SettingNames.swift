import Tabular

extension Scaling {
  /// What the command line and run files call it.
  public var settingName: String {
    switch self {
    case .minMax: "min-max"
    case .standard: "standard"
    case .robust: "robust"
    }
  }
}

extension OneHotEncoder.UnknownCategories {
  /// What the command line and run files call it.
  public var settingName: String {
    switch self {
    case .zeros: "ignore"
    case .refuse: "error"
    case .other: "other"
    }
  }
}

extension MissingValues {
  /// What the command line and run files call it: `median`, `constant=0`.
  public var settingName: String {
    switch self {
    case .refuse: "refuse"
    case .dropRows: "drop"
    case .fill(.mean, _): "mean"
    case .fill(.median, _): "median"
    case .fill(.mostFrequent, _): "most-frequent"
    case .fill(.constant(let value), _): "constant=\(value)"
    case .ownCategory: "category"
    }
  }
}
