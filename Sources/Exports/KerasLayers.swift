import Pipelines

/// Translates Keras's layers into the keys of our own files, whose reader checks the values.
extension KerasObject {
  /// - Throws: ``ExportError/keras(problem:)`` if the layer or one of its settings is not supported.
  func layer() throws(ExportError) -> [String: JSON] {
    var rest = self
    try rest.expect("trainable", .bool(true))
    let layer = try rest.takeLayer()
    try rest.expectNothingElse()
    return layer
  }

  private mutating func takeLayer() throws(ExportError) -> [String: JSON] {
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

  private mutating func takeDense() throws(ExportError) -> [String: JSON] {
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

  private mutating func takeBatchNormalization() throws(ExportError) -> [String: JSON] {
    try expect("axis", .integer(-1))
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
  /// The activation of a layer: a name, or an activation layer.
  private mutating func takeActivation() throws(ExportError) -> JSON? {
    guard let value = take("activation") else { return nil }
    if value.text != nil { return value }
    var object = try KerasObject(value)
    try object.expect("trainable", .bool(true))
    guard let activation = try object.takeActivationLayer() else {
      throw refused("its activation \(object.type) is not supported")
    }
    try object.expectNothingElse()
    return activation
  }

  /// The function of an activation layer; `nil` for other layers.
  private mutating func takeActivationLayer() throws(ExportError) -> JSON? {
    switch type {
    case "ReLU":
      try expect("negative_slope", .integer(0))
      try expect("threshold", .integer(0))
      return .text("relu")
    case "LeakyReLU":
      return .object(["name": .text("leaky_relu"), "negative_slope": take("negative_slope") ?? .number(0.3)])
    case "ELU":
      return .object(["name": .text("elu"), "alpha": take("alpha") ?? .integer(1)])
    case "Softmax":
      try expect("axis", .integer(-1))
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

  private mutating func takeInitializer(_ key: String) throws(ExportError) -> JSON? {
    guard var object = try takeObject(key) else { return nil }
    guard let name = Self.initializers[object.type] else {
      throw refused("its \(key) \(object.type) is not supported")
    }
    return .object(Array(object.takeRest().merging(["name": .text(name)]) { $1 }))
  }

  private mutating func takePenalty(_ key: String) throws(ExportError) -> (l1: JSON?, l2: JSON?) {
    guard var object = try takeObject(key) else { return (nil, nil) }
    guard ["L1", "L2", "L1L2"].contains(object.type) else {
      throw refused("its \(key) \(object.type) is not supported")
    }
    return (object.take("l1"), object.take("l2"))
  }

  private mutating func takeConstraint(_ key: String) throws(ExportError) -> JSON? {
    guard var object = try takeObject(key) else { return nil }
    switch object.type {
    case "NonNeg": return .object(["name": .text("non_neg")])
    case "MaxNorm":
      try object.expect("axis", .integer(0))
      return .object(["name": .text("max_norm"), "max_value": object.take("max_value") ?? .integer(2)])
    default: throw refused("its \(key) \(object.type) is not supported")
    }
  }
}
