/// An object as Keras writes it: `{"class_name": "Dense", "config": {…}}`.
///
/// Settings are taken out one by one; what is left must be null or false.
struct KerasObject {
  /// Keras's class: `Dense`.
  let type: String
  /// The layer's name: `dense_1`.
  private let name: String
  private var settings: [String: JSON]

  init(_ json: JSON) throws(NetworkError) {
    guard let type = json["class_name"]?.text, case .object(var settings)? = json["config"] else {
      throw .kerasJSON(problem: "An object has no class_name or no config")
    }
    self.type = type
    name = settings["name"]?.text ?? type
    // They do not describe the function; the seed is a setting of training.
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

  /// Takes settings that have the same keys in this package's files.
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

  /// Refuses what was not taken and is neither null nor false.
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

/// A layer of Keras's, translated into the format of this package's files, which check its values.
extension KerasObject {
  /// - Throws: ``NetworkError/kerasJSON(problem:)`` where the layer or one of its settings is not supported.
  func layer() throws(NetworkError) -> JSON {
    var rest = self
    try rest.expect("trainable", .boolean(true))
    let layer = try rest.takeLayer()
    try rest.expectNothingElse()
    return .object(layer)
  }

  private mutating func takeLayer() throws(NetworkError) -> [String: JSON] {
    switch type {
    case "Dense": return try takeDense()
    case "BatchNormalization": return try takeBatchNormalization()
    case "Dropout": return ["type": .text("dropout")].merging(take("rate")) { $1 }
    case "GaussianNoise": return ["type": .text("gaussian_noise")].merging(take("stddev")) { $1 }
    case "Activation":
      return ["type": .text("activation"), "activation": try takeActivation() ?? .text("linear")]
    default:
      guard let activation = try takeActivationLayer() else {
        throw refused("layers of this kind are not supported")
      }
      return ["type": .text("activation"), "activation": activation]
    }
  }

  private mutating func takeDense() throws(NetworkError) -> [String: JSON] {
    var layer = take("units", "use_bias")
    layer["type"] = .text("dense")
    layer["activation"] = try takeActivation()
    layer["kernel_initializer"] = try takeInitializer("kernel_initializer")
    layer["bias_initializer"] = try takeInitializer("bias_initializer")
    (layer["l1"], layer["l2"]) = try takePenalty("kernel_regularizer")
    (layer["bias_l1"], layer["bias_l2"]) = try takePenalty("bias_regularizer")
    layer["kernel_constraint"] = try takeConstraint("kernel_constraint")
    return layer
  }

  private mutating func takeBatchNormalization() throws(NetworkError) -> [String: JSON] {
    try expect("axis", .number(-1))
    _ = take("renorm_momentum")
    for (key, type) in [
      ("beta", "Zeros"), ("gamma", "Ones"), ("moving_mean", "Zeros"), ("moving_variance", "Ones"),
    ] {
      guard try takeObject("\(key)_initializer")?.type ?? type == type else {
        throw refused("its \(key)_initializer is not supported")
      }
    }
    return ["type": .text("batch_normalization")].merging(take("momentum", "epsilon", "center", "scale")) {
      $1
    }
  }
}

// MARK: - Functions

extension KerasObject {
  /// The activation of a layer: a name, or a layer that is one.
  private mutating func takeActivation() throws(NetworkError) -> JSON? {
    guard let value = take("activation") else { return nil }
    if value.text != nil { return value }
    var object = try KerasObject(value)
    try object.expect("trainable", .boolean(true))
    guard let activation = try object.takeActivationLayer() else {
      throw refused("its activation \(object.type) is not supported")
    }
    try object.expectNothingElse()
    return activation
  }

  /// The function of a layer that is nothing else; `nil` where this is another layer.
  private mutating func takeActivationLayer() throws(NetworkError) -> JSON? {
    switch type {
    case "ReLU":
      try expect("negative_slope", .number(0))
      try expect("threshold", .number(0))
      return .text("relu")
    case "LeakyReLU":
      return .object(["name": .text("leaky_relu"), "negative_slope": take("negative_slope") ?? .number(0.3)])
    case "ELU":
      return .object(["name": .text("elu"), "alpha": take("alpha") ?? .number(1)])
    case "Softmax":
      try expect("axis", .number(-1))
      return .text("softmax")
    default:
      return nil
    }
  }

  private static let initializers = [
    "Zeros": "zeros", "Ones": "ones", "Constant": "constant", "RandomUniform": "random_uniform",
    "RandomNormal": "random_normal", "TruncatedNormal": "truncated_normal", "GlorotUniform": "glorot_uniform",
    "GlorotNormal": "glorot_normal", "HeUniform": "he_uniform", "HeNormal": "he_normal",
    "LecunUniform": "lecun_uniform", "LecunNormal": "lecun_normal", "Orthogonal": "orthogonal",
    "OrthogonalInitializer": "orthogonal",
  ]

  private mutating func takeInitializer(_ key: String) throws(NetworkError) -> JSON? {
    guard var object = try takeObject(key) else { return nil }
    guard let name = Self.initializers[object.type] else {
      throw refused("its \(key) \(object.type) is not supported")
    }
    return .object(object.takeRest().merging(["name": .text(name)]) { $1 })
  }

  private mutating func takePenalty(_ key: String) throws(NetworkError) -> (l1: JSON?, l2: JSON?) {
    guard var object = try takeObject(key) else { return (nil, nil) }
    guard ["L1", "L2", "L1L2"].contains(object.type) else {
      throw refused("its \(key) \(object.type) is not supported")
    }
    return (object.take("l1"), object.take("l2"))
  }

  private mutating func takeConstraint(_ key: String) throws(NetworkError) -> JSON? {
    guard var object = try takeObject(key) else { return nil }
    switch object.type {
    case "NonNeg": return .object(["name": .text("non_neg")])
    case "MaxNorm":
      try object.expect("axis", .number(0))
      return .object(["name": .text("max_norm"), "max_value": object.take("max_value") ?? .number(2)])
    default: throw refused("its \(key) \(object.type) is not supported")
    }
  }
}
