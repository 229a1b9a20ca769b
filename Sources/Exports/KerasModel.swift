import NeuralNetworks
import Pipelines

extension Sequential {
  /// Reads the network that Keras's `model.to_json()` describes.
  ///
  /// Supported are Dense, BatchNormalization, Dropout, GaussianNoise, Activation, and ReLU, LeakyReLU, ELU and
  /// Softmax, which become activations. The text does not hold the weights: they come from a safetensors file.
  /// - Parameter kerasJSON: the text of a `Sequential` model of Keras 3.
  /// - Throws: ``ExportError/keras(problem:)``, which names the layer, if the text is not such a model, or a
  ///   layer or one of its settings is not supported.
  /// Source: `keras.saving`, format of Keras 3.15.
  public init(kerasJSON: String) throws(ExportError) {
    guard let model: JSON = try? JSON.decoded(from: kerasJSON.utf8) else {
      throw .keras(problem: "The text is not JSON")
    }
    guard let type = model["class_name"]?.text, let layers = model["config"]?["layers"]?.array else {
      throw .keras(problem: "The text is not a model that Keras's to_json wrote")
    }
    guard type == "Sequential" else {
      throw .keras(problem: "The model is a \(type), but only a Sequential can be read")
    }
    let described = try layers.filter { $0["class_name"]?.text != "InputLayer" }.map {
      layer throws(ExportError) in
      try Self.layer(KerasObject(layer))
    }
    self.init(described)
  }

  private static func layer(_ object: KerasObject) throws(ExportError) -> any Layer {
    let description = JSON.array([.object(Array(try object.layer()))])
    do {
      return try JSON.decoded(Sequential.self, from: description.bytes).layers[0]
    } catch DecodingError.dataCorrupted(let context) {
      throw object.refused(context.debugDescription)
    } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
      throw object.refused("\(context.codingPath.last?.stringValue ?? "a setting") has the wrong type.")
    } catch {
      throw object.refused("it cannot be read.")
    }
  }
}

/// An object as Keras writes it: `{"class_name": "Dense", "config": {…}}`.
///
/// Settings are taken out one by one; those that are left must be unset.
struct KerasObject {
  /// Keras's class: `Dense`.
  let type: String
  /// The object's name: `dense_1`.
  private let name: String
  private var settings: [String: JSON]

  init(_ json: JSON) throws(ExportError) {
    guard let type = json["class_name"]?.text, let members = json["config"]?.members else {
      throw .keras(problem: "An object has no class_name or no config")
    }
    self.type = type
    var settings = Dictionary(uniqueKeysWithValues: members)
    name = settings["name"]?.text ?? type
    // They do not affect the function; seeds belong to training.
    for key in ["name", "dtype", "seed", "input_axes", "output_axes"] { settings[key] = nil }
    self.settings = settings
  }

  func refused(_ problem: String) -> ExportError {
    .keras(problem: "\(name) (\(type)): \(problem.hasSuffix(".") ? "\(problem.dropLast())" : problem)")
  }

  /// Takes a setting out; `nil` if it is missing or null.
  mutating func take(_ key: String) -> JSON? {
    let value = settings.removeValue(forKey: key)
    return value == .null ? nil : value
  }

  /// Takes settings that have the same keys in our own files.
  mutating func take(_ keys: String...) -> [String: JSON] {
    keys.reduce(into: [:]) { taken, key in taken[key] = take(key) }
  }

  /// Takes a nested object out.
  mutating func takeObject(_ key: String) throws(ExportError) -> KerasObject? {
    guard let value = take(key) else { return nil }
    return try KerasObject(value)
  }

  /// Takes a setting out that must have this value or be missing.
  mutating func expect(_ key: String, _ value: JSON) throws(ExportError) {
    guard take(key) ?? value == value else { throw refused("its \(key) is not supported") }
  }

  /// Refuses settings that were not taken, unless they are unset.
  func expectNothingElse() throws(ExportError) {
    for (key, value) in settings.sorted(by: { $0.key < $1.key })
    where value != .null && value != .bool(false) {
      throw refused("its \(key) is not supported")
    }
  }

  /// Takes all remaining settings: the numbers of a function.
  mutating func takeRest() -> [String: JSON] {
    defer { settings = [:] }
    return settings
  }
}
