import Foundation
import LinearAlgebra

/// The matrix products of one epoch of the main job, and nothing else: what no training on this BLAS can beat.
///
/// Rows are shared out as training shares them, so that each lane multiplies on its own from the epoch's
/// beginning to its end and never waits for another.
struct MatrixProducts: @unchecked Sendable {
  // Sendable holds because lanes write to different rows, and nobody reads what is written.
  private let inputs = [11, 512, 512, 512]
  private let units = [512, 512, 512, 1]
  private let memory: UnsafeMutablePointer<Float>
  private let room = 512 * 512

  init() {
    memory = .allocate(capacity: room * 4)
    for index in 0..<room * 4 { memory[index] = Float(index % 13) * 0.01 }
  }

  /// The median time of an epoch, in seconds.
  func seconds(lanes: Int, epochs: Int) -> Double {
    let times = (0..<epochs).map { _ in
      let start = ContinuousClock.now
      DispatchQueue.concurrentPerform(iterations: lanes) { lane in run(lane: lane, of: lanes) }
      return (ContinuousClock.now - start) / .seconds(1)
    }
    return times.sorted()[epochs / 2]
  }

  private func run(lane: Int, of lanes: Int) {
    for batch in [256, 256, 256, 256, 95] {
      let rows = batch / lanes
      for layer in inputs.indices {
        multiply(rows, units[layer], inputs[layer], lane)  // forward
        if layer > 0 { multiply(rows, inputs[layer], units[layer], lane, transposeB: true) }  // back
        multiply(max(inputs[layer] / lanes, 1), units[layer], batch, lane, transposeA: true)  // gradient
      }
    }
    for layer in inputs.indices { multiply(480 / lanes, units[layer], inputs[layer], lane) }  // validation
  }

  private func multiply(
    _ rows: Int, _ columns: Int, _ inner: Int, _ lane: Int, transposeA: Bool = false, transposeB: Bool = false
  ) {
    Float.multiply(
      rows: rows, columns: columns, inner: inner, alpha: 1,
      memory, leadingA: transposeA ? 512 : inner, transposeA: transposeA,
      memory + room, leadingB: transposeB ? inner : columns, transposeB: transposeB,
      beta: 0, into: memory + (2 + lane % 2) * room, leadingC: columns)
  }
}
