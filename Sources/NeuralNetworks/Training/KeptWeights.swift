import LinearAlgebra

/// The weights that training may return to.
struct KeptWeights<Scalar: MatrixScalar> {
  private struct Snapshot {
    var epoch: Int
    let values: AlignedBuffer<Scalar>
  }

  /// The epoch with the lowest watched figure, for a training that is broken off.
  private var best: Snapshot
  private var lowest = Double.infinity
  /// What each callback asked to keep, and the callback that asked last.
  private var asked: [Int: Snapshot] = [:]
  private var lastToAsk: Int?

  init(of parameters: ParameterStore<Scalar>) {
    best = Snapshot(epoch: 0, values: AlignedBuffer(count: parameters.layout.count))
  }

  mutating func epochEnded(_ epoch: Int, watched: Double, parameters: ParameterStore<Scalar>) {
    guard watched < lowest else { return }
    lowest = watched
    best.epoch = epoch
    best.values.pointer.update(from: parameters.values.pointer, count: best.values.count)
  }

  mutating func keep(_ parameters: ParameterStore<Scalar>, epoch: Int, for callback: Int) {
    if asked[callback] == nil {
      asked[callback] = Snapshot(epoch: epoch, values: AlignedBuffer(copying: parameters.values))
    } else {
      asked[callback]!.epoch = epoch
      asked[callback]!.values.pointer.update(
        from: parameters.values.pointer, count: parameters.layout.count)
    }
    lastToAsk = callback
  }

  /// Puts back what a callback kept or, where training was broken off and none did, the best epoch.
  ///
  /// Returns that epoch, or `nil` where the weights stay as they are.
  func restore(into parameters: ParameterStore<Scalar>, isBrokenOff: Bool) -> Int? {
    guard
      let snapshot = lastToAsk.flatMap({ asked[$0] }) ?? (isBrokenOff && best.epoch > 0 ? best : nil)
    else { return nil }
    parameters.values.pointer.update(from: snapshot.values.pointer, count: parameters.layout.count)
    return snapshot.epoch
  }
}
