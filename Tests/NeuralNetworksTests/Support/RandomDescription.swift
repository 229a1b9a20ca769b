import Foundation
import LinearAlgebra
import NeuralNetworks

/// Descriptions as files could hold them, most of them near what is allowed: a kind with its defaults, of which some
/// options have any value.
struct RandomDescription {
  var stream: RandomStream

  init(seed: UInt64) { stream = RandomStream(seed: seed, keys: 15) }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int(stream.uniform() * Double(elements.count))]
  }

  /// Whether something happens that happens in a share of the cases.
  mutating func happens(_ share: Double) -> Bool { stream.uniform() < share }

  /// A description of one of some kinds.
  mutating func object(of kinds: [any Configurable.Type]) -> [String: Any] {
    let kind = pick(kinds)
    var object = Self.object(kind.defaults)
    // A residual block has no layers by default, and is refused without.
    if kind == Residual.self { object["layers"] = (0..<pick([1, 1, 2])).map { _ in self.object(of: kinds) } }
    let keys = kind.keys
    for _ in 0..<pick([0, 0, 0, 0, 1, 2]) where !keys.isEmpty { object[pick(keys)] = value() }
    if happens(0.02) { object["stranger"] = value() }
    return object
  }

  /// Any value: extreme numbers, names of all kinds, other descriptions.
  mutating func value() -> Any {
    switch Int(stream.uniform() * 10) {
    case 0: pick([0, 1, 2, 3, 7, 100, -1])
    case 1: pick([Int.max, .min, 1 << 31, 1 << 62, 1_000_001, Int(Int32.max)])
    case 2, 3: pick([0, 0.5, 1, 0.1, 1e-3, -0.5, 3, 1e3])
    case 4: pick([1e-310, 5e-324, 1e308, -1e308, 1e39, 1e-46, 1e20])
    case 5: pick(["inf", "-inf", "nan"])
    case 6: pick(Self.names)
    case 7: happens(0.5)
    case 8: pick([[], [1, 2], [0.1, 0.2, 0.3], [Int.max], [0.1], ["relu"]] as [[Any]])
    default: happens(0.3) ? NSNull() : object(of: Self.described)
    }
  }

  private static let described: [any Configurable.Type] = ScheduleKinds.kinds + LossKinds.kinds
  private static let names: [String] =
    ["auto", "min", "max", "val_loss", "loss", "l1", "l2", "none", "m-{epoch:03d}.safetensors", "{", ""]
    + Activation.all.map(\.name) + Initializer.all.map(\.name) + ScheduleKinds.names

  private static func object(_ value: some Configurable) -> [String: Any] {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let data = try? encoder.encode(value)
    return data.flatMap { try? JSONSerialization.jsonObject(with: $0) } as? [String: Any] ?? [:]
  }

  /// What a file says, read as model files are: numbers may be `"inf"`.
  static func decoded<Value: Decodable>(_ json: Any, as type: Value.Type = Value.self) -> Value? {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let data = try? JSONSerialization.data(withJSONObject: json) else { return nil }
    return try? decoder.decode(type, from: data)
  }
}

extension Configurable {
  /// The keys of all options.
  fileprivate static var keys: [String] { configuration.options.flatMap(\.keys) }
}
