import Vintner

/// A type that a setting of a state can have.
protocol StateValue: Sendable {
  /// The type's name in an error: "a number".
  static var kind: String { get }
  static func read(_ container: KeyedDecodingContainer<StateKey>, _ key: StateKey) throws -> Self
  var json: JSON { get }
}

/// A setting's name in a message.
struct StateKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension StateValue where Self: Decodable {
  static func read(_ container: KeyedDecodingContainer<StateKey>, _ key: StateKey) throws -> Self {
    try container.decode(Self.self, forKey: key)
  }
}

extension String: StateValue {
  static var kind: String { "a text" }
  var json: JSON { .text(self) }
}

extension Double: StateValue {
  static var kind: String { "a number" }
  var json: JSON { .number(self) }
}

extension Int: StateValue {
  static var kind: String { "a whole number" }
  var json: JSON { .integer(self) }
}

extension Bool: StateValue {
  static var kind: String { "true or false" }
  var json: JSON { .bool(self) }
}

extension Array: StateValue where Element: StateValue & Decodable {
  static var kind: String { "a list, each of its members \(Element.kind)" }
  var json: JSON { .array(map(\.json)) }
}

extension Optional: StateValue where Wrapped: StateValue & Decodable {
  static var kind: String { "\(Wrapped.kind) or null" }
  var json: JSON { self?.json ?? .null }
}

extension PlaygroundState {
  /// The state as messages have it.
  var json: JSON { .object(StateField.all.map { ($0.name, $0.json(self)) }) }
}

extension String {
  /// The text within quotation marks, cut where it is long.
  var quoted: String { "\"" + (count > 80 ? prefix(80) + "…" : self[...]) + "\"" }
}
