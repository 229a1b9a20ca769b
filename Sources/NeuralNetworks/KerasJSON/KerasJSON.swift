import Foundation

extension Sequential {
  /// Reads the network that Keras's `model.to_json()` describes.
  ///
  /// Its layers are those of this module: Dense, BatchNormalization, Dropout, GaussianNoise, Activation, and
  /// ReLU, LeakyReLU, ELU and Softmax, which become activations. It holds no weights: they come from
  /// a safetensors file.
  /// - Parameter kerasJSON: the text, of a `Sequential` model of Keras 3.
  /// - Throws: ``NetworkError/kerasJSON(problem:)``, one sentence that names the layer, where the text is no
  ///   such model, or a layer or one of its settings is not supported.
  /// Source: `keras.saving`, format of Keras 3.15.
  public init(kerasJSON: String) throws(NetworkError) {
    guard let model = try? JSONDecoder().decode(JSON.self, from: Data(kerasJSON.utf8)) else {
      throw .kerasJSON(problem: "The text is not JSON")
    }
    guard let type = model["class_name"]?.text, let layers = model["config"]?["layers"]?.array else {
      throw .kerasJSON(problem: "The text is not a model that Keras's to_json wrote")
    }
    guard type == "Sequential" else {
      throw .kerasJSON(problem: "The model is a \(type), but only a Sequential can be read")
    }
    let described = try layers.filter { $0["class_name"]?.text != "InputLayer" }.map {
      layer throws(NetworkError) in
      try Self.layer(KerasObject(layer))
    }
    self.init(described)
  }

  private static func layer(_ object: KerasObject) throws(NetworkError) -> any Layer {
    let description = try object.layer()
    do {
      let data = try JSONEncoder().encode([description])
      return try JSONDecoder().decode(Sequential.self, from: data).layers[0]
    } catch DecodingError.dataCorrupted(let context) {
      throw object.refused(context.debugDescription)
    } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
      throw object.refused("\(context.codingPath.last?.stringValue ?? "a setting") has the wrong type.")
    } catch {
      throw object.refused("it cannot be read.")
    }
  }
}

/// A value of a JSON text.
enum JSON: Codable, Equatable {
  case null
  case boolean(Bool)
  case number(Double)
  case text(String)
  case array([JSON])
  case object([String: JSON])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([JSON].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSON].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .boolean(let value): try container.encode(value)
    case .number(let value):
      // A whole number is written as one, so that it can be read as one.
      if let whole = Int(exactly: value) { try container.encode(whole) } else { try container.encode(value) }
    case .text(let value): try container.encode(value)
    case .array(let values): try container.encode(values)
    case .object(let values): try container.encode(values)
    }
  }

  subscript(key: String) -> JSON? {
    guard case .object(let values) = self else { return nil }
    return values[key]
  }

  var text: String? {
    guard case .text(let text) = self else { return nil }
    return text
  }

  var array: [JSON]? {
    guard case .array(let values) = self else { return nil }
    return values
  }
}
