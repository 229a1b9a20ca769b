import Foundation
import LinearAlgebra

/// The matrix products of a dense network and nothing else: a lower bound for training on this BLAS.
///
/// Rows are split as in training: each lane multiplies on its own from beginning to end and never waits for
/// another.
struct MatrixProducts: @unchecked Sendable {
  // Sendable holds because lanes write to different rows, and the results are never read.
  private let inputs: [Int]
  private let units: [Int]
  private let memory: UnsafeMutablePointer<Float>
  private let room: Int
  private static let lanesWithMemory = 16

  /// - Parameter widths: the number of values per row before each layer and after the last, 512 at most.
  init(widths: [Int]) {
    inputs = Array(widths.dropLast())
    units = Array(widths.dropFirst())
    room = 512 * 512
    let count = room * (2 + Self.lanesWithMemory)
    memory = .allocate(capacity: count)
    for index in 0..<count { memory[index] = Float(index % 13) * 0.01 }
  }

  /// The mean time of the products of one epoch of the red-wine network, in seconds.
  func epochSeconds(lanes: Int, epochs: Int) -> Double {
    let times = (0..<epochs + 3).map { _ in inEachLane(lanes) { epoch(lane: $0, of: lanes) } }
    return times.dropFirst(3).map { $0 }.mean
  }

  /// The time of the products of a prediction of many rows, in seconds.
  func predictionSeconds(rows: Int, lanes: Int) -> Double {
    let blocks = (rows + 255) / 256
    return inEachLane(lanes) { lane in
      for _ in blocks * lane / lanes..<blocks * (lane + 1) / lanes { forward(rows: 256, lane: lane) }
    }
  }

  private func inEachLane(_ lanes: Int, _ work: @Sendable (Int) -> Void) -> Double {
    precondition(lanes <= Self.lanesWithMemory, "There is memory for \(Self.lanesWithMemory) lanes.")
    return seconds { DispatchQueue.concurrentPerform(iterations: lanes, execute: work) }
  }

  private func epoch(lane: Int, of lanes: Int) {
    for batch in [256, 256, 256, 256, 95] {
      let rows = batch / lanes
      forward(rows: rows, lane: lane)
      for layer in inputs.indices {
        if layer > 0 { multiply(rows, inputs[layer], units[layer], lane, transposeB: true) }  // backward
        multiply(max(inputs[layer] / lanes, 1), units[layer], batch, lane, transposeA: true)  // gradient
      }
    }
    forward(rows: 480 / lanes, lane: lane)  // validation
  }

  private func forward(rows: Int, lane: Int) {
    for layer in inputs.indices { multiply(rows, units[layer], inputs[layer], lane) }
  }

  private func multiply(
    _ rows: Int, _ columns: Int, _ inner: Int, _ lane: Int, transposeA: Bool = false, transposeB: Bool = false
  ) {
    Float.multiply(
      rows: rows, columns: columns, inner: inner, alpha: 1,
      memory, leadingA: transposeA ? 512 : inner, transposeA: transposeA,
      memory + room, leadingB: transposeB ? inner : columns, transposeB: transposeB,
      beta: 0, into: memory + (2 + lane) * room, leadingC: columns)
  }
}
