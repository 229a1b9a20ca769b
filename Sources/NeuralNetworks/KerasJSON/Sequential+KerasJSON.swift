import Foundation

extension Sequential {
  /// Reads the network that Keras's `model.to_json()` describes.
  ///
  /// Its layers are those of this module: Dense, BatchNormalization, Dropout, GaussianNoise, Activation, and
  /// ReLU, LeakyReLU, ELU and Softmax, which become activations. The weights are not in it: they come from
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
