import TestSupport
import Testing
import Vintner

@testable import Pipelines

/// A network that is saved without a pipeline.
struct NetworkFileTests {
  private let network = Sequential([
    Dense(4, activation: .leakyReLU(negativeSlope: 0.1)), BatchNormalization(), Dropout(rate: 0.2), Dense(2),
  ])

  private func inFolder(_ body: (_ path: String) throws -> Void) throws {
    try withTemporaryDirectory { try body($0.appending(path: "network.safetensors").path) }
  }

  @Test(arguments: Precision.allCases) func isReadAsItWasSaved(_ precision: Precision) throws {
    let trained = TrainedNetwork(network, inputs: 3, seed: 7, precision: precision)
    try inFolder { path in
      try trained.save(to: path)
      let loaded = try TrainedNetwork(contentsOf: path)
      #expect(loaded.parameters == trained.parameters)
      #expect(loaded.precision == precision && loaded.inputs == 3)
      #expect(loaded.network.layers.map(\.swiftSource) == network.layers.map(\.swiftSource))
      let rows = Matrix<Float>([[1, 2, 3], [-4, 5, 6]])
      #expect(loaded.predict(rows) == trained.predict(rows))
      try loaded.save(to: path + "2")
      #expect(try Files.bytes(path) == Files.bytes(path + "2"))
    }
  }

  /// The network of a pipeline's model is read by itself; the reverse says what is missing.
  @Test func isReadFromAModel() throws {
    let wine = try DataFrame(contentsOfCSVFile: Repository.redWine.path)
    let model = try RegressionPipeline(
      target: "quality", network: .dense(hidden: [4], activation: .relu),
      training: Training(loss: .meanAbsoluteError, epochs: 1)
    ).fitted(to: wine)
    try inFolder { path in
      try model.save(to: path)
      #expect(try TrainedNetwork(contentsOf: path).parameters == model.network.parameters)
      try model.network.save(to: path)
      for read in [
        { _ = try FittedRegressionPipeline(contentsOf: path) }, { _ = try LoadedModel(contentsOf: path) },
      ] as [() throws -> Void] {
        let error = try #require(throws: VintnerError.self) { try read() }
        #expect(
          "\(error)"
            == "Cannot use '\(path)' as a model: it seems to be a network without what prepares its inputs;"
            + " a program reads it as a TrainedNetwork.")
      }
    }
  }

  @Test func damageIsFound() throws {
    try inFolder { path in
      try TrainedNetwork(network, inputs: 3).save(to: path)
      let bytes = try Files.bytes(path)
      for place in stride(from: 0, to: bytes.count, by: 41) {
        var damaged = bytes
        damaged[place] ^= 1
        try Files.write(damaged, to: path)
        #expect(throws: VintnerError.self, "byte \(place)") { try TrainedNetwork(contentsOf: path) }
      }
    }
  }

  /// What a file states is checked before memory is requested.
  @Test func whatCannotBeIsRefused() throws {
    func fault(_ change: (inout SafeTensors) -> Void) throws -> ModelFileError.Fault? {
      var file = try SafeTensors(modelBytes: TrainedNetwork(network, inputs: 3).networkBytes())
      change(&file)
      do {
        _ = try TrainedNetwork(file, name: "network")
      } catch .model(let error) {
        return error.fault
      }
      return nil
    }
    #expect(try fault { _ in } == nil)
    for inputs in ["0", "-3", "three", "9223372036854775807"] {
      #expect(try fault { $0.metadata["inputs"] = inputs } == .malformedMetadata(name: "inputs"))
    }
    #expect(try fault { $0.metadata["inputs"] = nil } == .missingMetadataEntry(name: "inputs"))
    #expect(try fault { $0.metadata["precision"] = "half" } == .malformedMetadata(name: "precision"))
    #expect(try fault { $0.metadata["architecture"] = "[]" } == .malformedMetadata(name: "architecture"))
    #expect(
      try fault { $0.tensors["layers.3.bias"] = Tensor(shape: [2], [0, .nan] as [Float]) }
        == .notFinite(tensor: "layers.3.bias"))
    for inputs in ["4", "2147483648"] {
      guard case .foreignWeights = try fault({ $0.metadata["inputs"] = inputs }) else {
        Issue.record("\(inputs) inputs are taken")
        continue
      }
    }
    guard case .foreignWeights = try fault({ $0.tensors["layers.3.bias"] = nil }) else {
      Issue.record("a missing bias is taken")
      return
    }
  }
}
