import Benchmark
import LinearAlgebra
import Vintner

/// Each layer and activation with 256 rows of 512 values: the forward pass alone, and a training step of a network
/// that has it after a dense layer. The difference to the first one's step is the layer's cost.
func layers() -> BenchmarkSuite {
  let suite = BenchmarkSuite(name: "layer")
  let kinds: [(String, [any Layer])] = [
    ("dense", []), ("relu", [Activation.relu]), ("leaky relu", [Activation.leakyReLU()]),
    ("elu", [Activation.elu()]), ("gelu", [Activation.gelu()]), ("swish", [Activation.swish]),
    ("sigmoid", [Activation.sigmoid]), ("tanh", [Activation.tanh]), ("softmax", [Activation.softmax]),
    ("dropout", [Dropout(rate: 0.5)]), ("gaussian noise", [GaussianNoise(standardDeviation: 0.1)]),
    ("batch normalization", [BatchNormalization()]), ("mish", [Activation.mish]),
    ("parametric mish", [ParametricActivation(.mish)]), ("feature scale", [FeatureScale()]),
    ("layer normalization", [LayerNormalization()]), ("residual", [Residual([Activation.relu])]),
    ("periodic embedding of 32", [PeriodicEmbedding(columns: Array(0..<32))]),
    ("piecewise-linear encoding of 32", [PiecewiseLinearEncoding(outputs: 16, columns: Array(0..<32))]),
    ("embedding of 32", [Embedding(columns: Array(0..<32), categories: [Int](repeating: 9, count: 32))]),
  ]
  let x = Matrix<Float>(rows: 256, columns: 512, scalars: (0..<256 * 512).map { Float($0 % 17) * 0.1 - 0.8 })
  for (name, layer) in kinds {
    let alone = TrainedNetwork(Sequential(layer.isEmpty ? [Dense(512)] : layer), inputs: 512)
    suite.benchmark("\(name) forward") { _ = alone.predict(x) }
    let targets = alone.predict(x)
    suite.benchmark("\(name) step") { state in
      try Steps(network: Sequential([Dense(512)] + layer), x: x, y: targets).run(&state)
    }
  }
  return suite
}

/// Training steps, one batch each.
struct Steps {
  private static let count = 20

  let network: Sequential
  let x: Matrix<Float>
  let y: Matrix<Float>
  var optimizer: any Optimizer = SGD(learningRate: 1e-6)

  func run(_ state: inout BenchmarkState) throws {
    let training = Training(
      optimizer: optimizer, loss: .meanSquaredError, batchSize: x.rows, epochs: Self.count, shuffles: false,
      threads: 1)
    let trained = TrainedNetwork(network, inputs: x.columns)
    Work.isCounted(Self.count, in: &state)
    state.start()
    _ = try trained.fitted(to: x, y, with: training)
    try state.end()
  }
}
