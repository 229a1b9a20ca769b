import Benchmark
import LinearAlgebra

/// The matrix products of the main job in batches of 256 rows: forward, backward, and for the gradient.
func products() -> BenchmarkSuite {
  let suite = BenchmarkSuite(name: "product")
  for (inputs, units) in [(11, 512), (512, 512), (512, 1)] {
    let forward = Product(rows: 256, columns: units, inner: inputs)
    let backward = Product(rows: 256, columns: inputs, inner: units, transposeB: true)
    let gradient = Product(rows: inputs, columns: units, inner: 256, transposeA: true)
    suite.benchmark("\(inputs)-\(units) forward") { forward.run() }
    if inputs > 11 { suite.benchmark("\(inputs)-\(units) backward") { backward.run() } }
    suite.benchmark("\(inputs)-\(units) gradient") { gradient.run() }
  }
  return suite
}

/// One product C = op(A)·op(B) with its own memory.
private struct Product {
  let rows: Int
  let columns: Int
  let inner: Int
  let transposeA: Bool
  let transposeB: Bool
  private let a: UnsafeMutablePointer<Float>
  private let b: UnsafeMutablePointer<Float>
  private let c: UnsafeMutablePointer<Float>

  init(rows: Int, columns: Int, inner: Int, transposeA: Bool = false, transposeB: Bool = false) {
    self.rows = rows
    self.columns = columns
    self.inner = inner
    self.transposeA = transposeA
    self.transposeB = transposeB
    a = Self.memory(rows * inner)
    b = Self.memory(inner * columns)
    c = Self.memory(rows * columns)
  }

  func run() {
    Float.multiply(
      rows: rows, columns: columns, inner: inner, alpha: 1,
      a, leadingA: transposeA ? rows : inner, transposeA: transposeA,
      b, leadingB: transposeB ? inner : columns, transposeB: transposeB,
      beta: 0, into: c, leadingC: columns)
  }

  private static func memory(_ count: Int) -> UnsafeMutablePointer<Float> {
    let memory = UnsafeMutablePointer<Float>.allocate(capacity: count)
    for index in 0..<count { memory[index] = Float(index % 13) * 0.01 }
    return memory
  }
}
