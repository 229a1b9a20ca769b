/// An input that a layer replaces: its place, or its name among a table's prepared columns.
///
///     Embedding(columns: ["city"], dimension: 4)        // the pipeline finds its place and its categories
///     PeriodicEmbedding(columns: [0, 3])
///
/// In files it is a number or a text: `columns: [city]`.
public enum InputColumn: Sendable, Hashable {
  /// Counted from 0 among the layer's inputs.
  case place(Int)
  /// The name of a prepared column, as `vintner inspect` lists them: `alcohol`, `color=red`.
  case name(String)

  /// The place; `nil` for a name.
  var place: Int? { if case .place(let place) = self { place } else { nil } }
}

extension InputColumn: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
  public init(integerLiteral place: Int) { self = .place(place) }
  public init(stringLiteral name: String) { self = .name(name) }
}

extension InputColumn: OptionValue, CustomStringConvertible {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let place = try? container.decode(Int.self) {
      self = .place(place)
    } else {
      self = .name(try container.decode(String.self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .place(let place): try container.encode(place)
    case .name(let name): try container.encode(name)
    }
  }

  /// `3`, or `"city"`.
  public var description: String {
    switch self {
    case .place(let place): "\(place)"
    case .name(let name): name.debugDescription
    }
  }
}
