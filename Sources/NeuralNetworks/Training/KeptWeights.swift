import LinearAlgebra

/// The weights that training may restore when it ends.
struct KeptWeights<Scalar: MatrixScalar> {
  struct Snapshot {
    var epoch: Int
    let values: AlignedBuffer<Scalar>

    init(epoch: Int, copying values: AlignedBuffer<Scalar>) {
      self.epoch = epoch
      self.values = AlignedBuffer(copying: values)
    }

    mutating func take(_ values: AlignedBuffer<Scalar>, epoch: Int) {
      self.epoch = epoch
      self.values.pointer.update(from: values.pointer, count: values.count)
    }
  }

  /// The epoch with the lowest watched loss, for a training that breaks off; before the first the weights that
  /// training began with, where earlier epochs led to them.
  private(set) var best: Snapshot
  private(set) var lowest = Double.infinity
  /// What callbacks requested to keep, by their places, and the callback of the last request.
  private(set) var requested: [Int: Snapshot] = [:]
  private(set) var lastRequest: Int?
}

extension KeptWeights {
  /// - Parameter epoch: that the weights belong to; 0 where no epoch led to them.
  init(_ weights: AlignedBuffer<Scalar>, epoch: Int) {
    self.init(best: Snapshot(epoch: epoch, copying: weights))
  }

  /// A copy in separate memory.
  init(copying other: KeptWeights) {
    self = other
    best = Snapshot(epoch: best.epoch, copying: best.values)
    requested = requested.mapValues { Snapshot(epoch: $0.epoch, copying: $0.values) }
  }

  mutating func epochEnded(_ epoch: Int, watched: Double, weights: AlignedBuffer<Scalar>) {
    guard watched < lowest else { return }
    lowest = watched
    best.take(weights, epoch: epoch)
  }

  mutating func keep(_ weights: AlignedBuffer<Scalar>, epoch: Int, for callback: Int) {
    if requested[callback] == nil {
      requested[callback] = Snapshot(epoch: epoch, copying: weights)
    } else {
      requested[callback]!.take(weights, epoch: epoch)
    }
    lastRequest = callback
  }

  /// Forgets what some callbacks requested.
  mutating func forget(_ isForgotten: (Int) -> Bool) {
    requested = requested.filter { !isForgotten($0.key) }
    if lastRequest.map(isForgotten) == true { lastRequest = nil }
  }

  /// What a callback requested to keep or, where training broke off and none did, the best epoch; `nil` where
  /// the weights stay as they are.
  func final(isBrokenOff: Bool) -> Snapshot? {
    lastRequest.flatMap { requested[$0] } ?? (isBrokenOff && best.epoch > 0 ? best : nil)
  }
}

extension AlignedBuffer {
  /// Whether no scalar is NaN or infinite.
  var isFinite: Bool { UnsafeBufferPointer(start: pointer, count: count).allSatisfy { $0.isFinite } }
}
