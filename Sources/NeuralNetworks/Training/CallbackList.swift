/// The callbacks of one training, in their order.
struct CallbackList {
  /// What one of them asked for.
  struct Asked {
    /// Who asked: a place in the list.
    let callback: Int
    let request: TrainingRequest
  }

  private var callbacks: [any Callback]
  let watchesUpdates: Bool
  let reportsLearningRate: Bool

  init(_ callbacks: [any Callback]) {
    self.callbacks = callbacks
    watchesUpdates = callbacks.contains(where: \.watchesUpdates)
    reportsLearningRate = callbacks.contains(where: \.reportsLearningRate)
  }

  mutating func trainingBegins() {
    for index in callbacks.indices { callbacks[index].trainingBegins() }
  }

  /// - Parameter learningRate: so far; a callback is told what those before it set.
  mutating func epochBegins(_ epoch: Int, learningRate: Double) -> [Asked] {
    var rate = learningRate
    return callbacks.indices.flatMap { index in
      let requests = callbacks[index].epochBegins(epoch, learningRate: rate)
      for case .setLearningRate(let newRate) in requests { rate = newRate }
      return requests.map { Asked(callback: index, request: $0) }
    }
  }

  mutating func epochEnded(_ figures: EpochFigures) -> [Asked] { ask { $0.epochEnded(figures) } }

  mutating func updateEnded(_ figures: UpdateFigures) -> [Asked] {
    ask { $0.watchesUpdates ? $0.updateEnded(figures) : [] }
  }

  /// The reason to end training quietly that one of them gives, if any does.
  mutating func lossDiverged(epoch: Int, batch: Int) -> String? {
    ask { $0.lossDiverged(epoch: epoch, batch: batch) }.lazy.compactMap(\.stopReason).first
  }

  private mutating func ask(_ question: (inout any Callback) -> [TrainingRequest]) -> [Asked] {
    var asked: [Asked] = []
    for index in callbacks.indices {
      for request in question(&callbacks[index]) { asked.append(Asked(callback: index, request: request)) }
    }
    return asked
  }
}

extension CallbackList.Asked {
  /// Why to stop, where that is what was asked for.
  var stopReason: String? { if case .stop(let reason) = request { reason } else { nil } }
}
