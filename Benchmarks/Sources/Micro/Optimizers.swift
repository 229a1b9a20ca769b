import Benchmark
import LinearAlgebra
import Vintner

/// Each optimizer: a step of a dense layer with 262,656 weights on a single row, which is nearly all update.
func optimizers() -> BenchmarkSuite {
  let suite = BenchmarkSuite(name: "optimizer")
  let rules: [(String, any Optimizer)] = [
    ("sgd", SGD(learningRate: 1e-6)), ("sgd with momentum", SGD(learningRate: 1e-6, momentum: 0.9)),
    ("rmsprop", RMSprop()), ("adagrad", AdaGrad()), ("adadelta", AdaDelta()), ("adam", Adam()),
    ("adam with amsgrad", Adam(amsgrad: true)), ("adamw", AdamW()), ("adamax", Adamax()), ("nadam", Nadam()),
  ]
  let row = Matrix<Float>(rows: 1, columns: 512, scalars: (0..<512).map { Float($0 % 17) * 0.1 - 0.8 })
  for (name, rule) in rules {
    suite.benchmark(name) { state in
      try Steps(network: Sequential([Dense(512)]), x: row, y: row, optimizer: rule).run(&state)
    }
  }
  return suite
}
