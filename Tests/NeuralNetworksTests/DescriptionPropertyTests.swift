import LinearAlgebra
import NeuralNetworks
import Testing

/// A description that can be read either trains or is refused with an error; it never ends the process.
struct DescriptionPropertyTests {
  /// Reads a few thousand descriptions, trains those that can be, and reads the weights back.
  @Test(arguments: 0..<8) func trainsOrIsRefused(seed: Int) throws {
    var random = RandomDescription(seed: UInt64(seed))
    var (read, trained) = (0, 0)
    for _ in 0..<300 {
      guard let run = Self.run(&random) else { continue }
      read += 1
      if try Self.train(run, &random) { trained += 1 }
    }
    // Not all are refused: otherwise nothing would be tested.
    #expect(read > 50 && trained > 10, "\(read) of 300 were read, \(trained) were trained.")
  }

  private struct Run {
    let network: Sequential
    let training: Training
    let precision: Precision
  }

  /// A run of random parts; `nil` where one of them cannot be read.
  private static func run(_ random: inout RandomDescription) -> Run? {
    let layers = (0..<random.pick([0, 1, 2, 4])).map { _ in random.object(of: LayerKinds.kinds) }
    let last: [String: Any] = ["type": "dense", "units": random.pick([1, 1, 1, 2, 3])]
    func read<Value: Decodable>(_ json: Any, _: Value.Type) -> Value? { RandomDescription.decoded(json) }
    guard
      let network = read(random.happens(0.9) ? layers + [last] : layers, Sequential.self),
      let optimizer = read(random.object(of: OptimizerKinds.kinds), OptimizerDescription.self),
      let loss = read(random.object(of: LossKinds.kinds), LossDescription.self),
      let metric = read(random.object(of: MetricKinds.kinds), MetricDescription.self),
      let callback = read(random.object(of: CallbackKinds.kinds), CallbackDescription.self),
      !network.layers.isEmpty
    else { return nil }
    var training = Training(
      optimizer: optimizer.value, loss: loss.value, metrics: random.happens(0.5) ? [metric.value] : [],
      batchSize: random.pick([1, 2, 6, 100, .max]), epochs: random.pick([1, 2, 3]),
      shuffleWindow: random.pick([nil, 1, 4, .max]), stopsOnDivergence: random.happens(0.8),
      callbacks: random.happens(0.5) ? [callback.value] : [], seed: 1, threads: 1)
    if random.happens(0.1) { training.evaluatesAfterEpoch = true }
    return Run(network: network, training: training, precision: random.pick([.single, .double]))
  }

  /// - Returns: whether it trained.
  private static func train(_ run: Run, _ random: inout RandomDescription) throws -> Bool {
    let scale = random.pick([1, 1, 1, 1e30, 1e-30])
    let x = Matrix<Float>(rows: 6, columns: 3, scalars: (0..<18).map { Float(scale) * Float($0 * 7 % 5) })
    let width = random.pick([1, 1, 2, 3])
    let y = Matrix<Float>(rows: 6, columns: width, scalars: (0..<6 * width).map { Float($0 % 2) })
    // The widest layers take long, and are refused only where there is no memory for them.
    guard run.network.layers.allSatisfy({ ($0 as? Dense)?.units ?? 1 <= 1000 }) else { return false }
    do throws(NetworkError) {
      let trained = try run.network.fitted(
        to: x, y, validation: (x, y), with: run.training, precision: run.precision)
      _ = trained.predict(x)
      let again = try TrainedNetwork(
        run.network, inputs: 3, parameters: trained.parameters, precision: run.precision)
      #expect(again.parameters.map(\.shape) == trained.parameters.map(\.shape))
      return true
    } catch {
      return false
    }
  }
}
