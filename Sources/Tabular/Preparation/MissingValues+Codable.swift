/// In files a rule is its name, with what it fills with:
///
///     {"rule": "median", "indicator": true}
///     {"rule": "constant", "value": "none", "indicator": false}
///     {"rule": "drop"}
extension MissingValues: Codable {
  private enum CodingKeys: String, CodingKey {
    case rule, value, indicator
  }

  private enum Name: String, Codable {
    case refuse, drop, mean, median, constant
    case mostFrequent = "most_frequent"
    case ownCategory = "own_category"
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func filled(with fill: Fill) throws -> MissingValues {
      .fill(fill, indicator: try container.decode(Bool.self, forKey: .indicator))
    }
    switch try container.decode(Name.self, forKey: .rule) {
    case .refuse: self = .refuse
    case .drop: self = .dropRows
    case .ownCategory: self = .ownCategory
    case .mean: self = try filled(with: .mean)
    case .median: self = try filled(with: .median)
    case .mostFrequent: self = try filled(with: .mostFrequent)
    case .constant: self = try filled(with: .constant(try container.decode(FillValue.self, forKey: .value)))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .rule)
    guard case .fill(let fill, let indicator) = self else { return }
    if case .constant(let value) = fill { try container.encode(value, forKey: .value) }
    try container.encode(indicator, forKey: .indicator)
  }

  private var name: Name {
    switch self {
    case .refuse: .refuse
    case .dropRows: .drop
    case .ownCategory: .ownCategory
    case .fill(.mean, _): .mean
    case .fill(.median, _): .median
    case .fill(.mostFrequent, _): .mostFrequent
    case .fill(.constant, _): .constant
    }
  }
}
