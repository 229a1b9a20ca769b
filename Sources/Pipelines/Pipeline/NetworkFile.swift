import NeuralNetworks

/// A network's file: what a model's has (safetensors with a checksum, checked as a model's), but for columns, scaling
/// and target. The metadata's `task` is `network`, `inputs` the number of values a row, `precision` that of its numbers.
enum NetworkFile {
  static let task = "network"
  static let inputs = "inputs"
  static let precision = "precision"
  /// The values a row that a file may state.
  static let allowedInputs = 1...1 << 31
}

extension TrainedNetwork {
  /// Reads a network that was saved by itself, or the network of a pipeline's model.
  ///
  ///     let network = try TrainedNetwork(contentsOf: "network.safetensors")
  ///
  /// A pipeline's network takes numbers as they are after scaling; to predict tables, read the model whole:
  /// ``LoadedModel``, ``FittedPipeline/init(contentsOf:)``. The history is empty, and an optimizer begins afresh.
  /// - Throws: ``VintnerError/model(_:)`` where the file cannot be read, is damaged, or has no network.
  public init(contentsOf path: String) throws(VintnerError) {
    try self.init(try rethrowing(VintnerError.model, SafeTensors(contentsOfModel: path)), name: path)
  }

  /// Makes a network of what has been read of its file.
  ///
  /// - Parameters:
  ///   - file: what has been read.
  ///   - name: what errors call the file.
  /// - Throws: ``VintnerError/model(_:)``.
  package init(_ file: SafeTensors, name: String) throws(VintnerError) {
    do throws(ModelFileError.Fault) {
      guard file.metadata[ModelContents.Key.task] == NetworkFile.task else {
        let contents = try ModelContents(file)
        self = try file.network(of: contents)
        return
      }
      guard let inputs = Int(try file.text(NetworkFile.inputs)), NetworkFile.allowedInputs.contains(inputs)
      else {
        throw .malformedMetadata(name: NetworkFile.inputs)
      }
      guard let precision = Precision(rawValue: try file.text(NetworkFile.precision)) else {
        throw .malformedMetadata(name: NetworkFile.precision)
      }
      self = try file.network(inputs: inputs, precision: precision)
    } catch {
      throw .model(ModelFileError(file: name, fault: error))
    }
  }

  /// Writes the layers and their weights to a file, whole or not at all. History and optimizer are not in it.
  ///
  ///     try network.save(to: "network.safetensors")
  ///
  /// - Throws: ``VintnerError/output(_:)``.
  public func save(to path: String) throws(VintnerError) {
    try writing(AtomicFile.write(networkBytes(), to: path))
  }

  /// The network as the bytes of a file. The same network gives the same bytes.
  package func networkBytes() -> [UInt8] {
    var file = SafeTensors(metadata: [
      ModelContents.Key.task: NetworkFile.task,
      NetworkFile.inputs: String(inputs), NetworkFile.precision: precision.rawValue,
    ])
    file.put(self)
    return file.modelBytes()
  }
}

extension SafeTensors {
  /// Adds a network: its layers and its parameters.
  mutating func put(_ network: TrainedNetwork) {
    metadata[ModelContents.Key.architecture] = json(network.network)
    if let ensemble = network.ensembleDescription { metadata[ModelContents.Key.ensemble] = json(ensemble) }
    put(network.parameters)
  }

  /// Adds parameters.
  ///
  /// - Parameter prefix: what comes before their names. Default: nothing.
  mutating func put(_ parameters: [Parameter], after prefix: String = "") {
    for parameter in parameters {
      tensors[prefix + parameter.name] =
        switch parameter.values {
        case .single(let values): Tensor(shape: parameter.shape, values)
        case .double(let values): Tensor(shape: parameter.shape, values)
        }
    }
  }

  /// The network of a model.
  func network(of contents: ModelContents) throws(ModelFileError.Fault) -> TrainedNetwork {
    guard contents.preprocessor.featureNames == contents.schema.featureNames else {
      throw .malformedMetadata(name: ModelContents.Key.architecture)
    }
    return try network(
      inputs: contents.preprocessor.outputNames.count, precision: contents.provenance.precision)
  }

  /// The network whose layers and parameters the file has.
  func network(inputs: Int, precision: Precision) throws(ModelFileError.Fault) -> TrainedNetwork {
    if let name = tensors.filter({ !$0.value.isFinite }).keys.min() { throw .notFinite(tensor: name) }
    let ensemble = try describedEnsemble()
    let architecture = try value(Sequential.self, ModelContents.Key.architecture)
    guard inputs > 0, !architecture.layers.isEmpty else {
      throw .malformedMetadata(name: ModelContents.Key.architecture)
    }
    return try rethrowing(
      { (error: NetworkError) in ModelFileError.Fault.foreignWeights("\(error)") },
      TrainedNetwork(
        architecture, inputs: inputs, parameters: parameters, precision: precision, ensemble: ensemble))
  }

  /// How many networks the file has, and how they predict together; `nil` for one.
  private func describedEnsemble() throws(ModelFileError.Fault) -> Ensemble? {
    guard metadata[ModelContents.Key.ensemble] != nil else { return nil }
    return try value(Ensemble.self, ModelContents.Key.ensemble) { $0.members > 1 }
  }
}
