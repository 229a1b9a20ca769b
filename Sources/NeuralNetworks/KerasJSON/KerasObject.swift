/// An object as Keras writes it: `{"class_name": "Dense", "config": {…}}`.
///
/// Settings are taken out one by one; what is left must say nothing.
struct KerasObject {
  /// Keras's class: `Dense`.
  let type: String
  /// Its own name: `dense_1`.
  private let name: String
  private var settings: [String: JSON]

  init(_ json: JSON) throws(NetworkError) {
    guard let type = json["class_name"]?.text, case .object(var settings)? = json["config"] else {
      throw .kerasJSON(problem: "An object has no class_name or no config")
    }
    self.type = type
    name = settings["name"]?.text ?? type
    // They say nothing about the function; a seed is training's.
    for key in ["name", "dtype", "seed", "input_axes", "output_axes"] { settings[key] = nil }
    self.settings = settings
  }

  func refused(_ problem: String) -> NetworkError {
    .kerasJSON(problem: "\(name) (\(type)): \(problem.hasSuffix(".") ? "\(problem.dropLast())" : problem)")
  }

  /// Takes a setting out; `nil` where there is none, or null.
  mutating func take(_ key: String) -> JSON? {
    let value = settings.removeValue(forKey: key)
    return value == .null ? nil : value
  }

  /// Takes settings that our own files know under the same keys.
  mutating func take(_ keys: String...) -> [String: JSON] {
    keys.reduce(into: [:]) { taken, key in taken[key] = take(key) }
  }

  /// Takes an object out.
  mutating func takeObject(_ key: String) throws(NetworkError) -> KerasObject? {
    guard let value = take(key) else { return nil }
    return try KerasObject(value)
  }

  /// Takes a setting out that must have this value, or be missing.
  mutating func expect(_ key: String, _ value: JSON) throws(NetworkError) {
    guard take(key) ?? value == value else { throw refused("its \(key) is not supported") }
  }

  /// Refuses what was not taken and says something.
  func expectNothingElse() throws(NetworkError) {
    for (key, value) in settings.sorted(by: { $0.key < $1.key })
    where value != .null && value != .boolean(false) {
      throw refused("its \(key) is not supported")
    }
  }

  /// Takes all that is left: the numbers of a function.
  mutating func takeRest() -> [String: JSON] {
    defer { settings = [:] }
    return settings
  }
}
