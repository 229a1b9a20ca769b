/// The callbacks of one training, in their order.
struct CallbackList {
  /// A request of one of them.
  struct Request: Sendable, Codable {
    /// Whose: a place in the list.
    let callback: Int
    let content: TrainingRequest

    /// Why to stop, where that is the request.
    var stopReason: String? { if case .stop(let reason) = content { reason } else { nil } }
  }

  /// The callbacks as they were given, without memory.
  private var given: [any Callback]
  private var callbacks: [any Callback]
  private(set) var watchesUpdates: Bool
  private(set) var reportsLearningRate: Bool

  init(_ callbacks: [any Callback]) {
    given = callbacks
    self.callbacks = callbacks
    watchesUpdates = callbacks.contains(where: \.watchesUpdates)
    reportsLearningRate = callbacks.contains(where: \.reportsLearningRate)
  }

  /// Takes other callbacks. One that equals its predecessor in the same place keeps its memory, and its place is
  /// among those that are returned; all others begin.
  mutating func change(to callbacks: [any Callback]) -> Set<Int> {
    let before = self
    self = CallbackList(callbacks)
    var unchanged: Set<Int> = []
    for (index, callback) in callbacks.enumerated() {
      if index < before.given.count, areEqual(callback, before.given[index]) {
        self.callbacks[index] = before.callbacks[index]
        unchanged.insert(index)
      } else {
        self.callbacks[index].trainingBegins()
      }
    }
    return unchanged
  }

  mutating func trainingBegins() {
    for index in callbacks.indices { callbacks[index].trainingBegins() }
  }

  /// - Parameter learningRate: so far; each callback receives what those before it set.
  mutating func epochBegins(_ epoch: Int, learningRate: Double) -> [Request] {
    var rate = learningRate
    return requests {
      let requests = $0.epochBegins(epoch, learningRate: rate)
      for case .setLearningRate(let newRate) in requests { rate = newRate }
      return requests
    }
  }

  mutating func epochEnded(_ metrics: EpochMetrics) -> [Request] { requests { $0.epochEnded(metrics) } }

  mutating func updateEnded(_ metrics: UpdateMetrics) -> [Request] {
    requests { $0.watchesUpdates ? $0.updateEnded(metrics) : [] }
  }

  /// The reason to end training quietly that one of them gives, if any does.
  mutating func lossDiverged(epoch: Int, batch: Int) -> String? {
    requests { $0.lossDiverged(epoch: epoch, batch: batch) }.lazy.compactMap(\.stopReason).first
  }

  private mutating func requests(_ call: (inout any Callback) -> [TrainingRequest]) -> [Request] {
    var requests: [Request] = []
    for index in callbacks.indices {
      for content in call(&callbacks[index]) { requests.append(Request(callback: index, content: content)) }
    }
    return requests
  }

  /// Those that a resumed run depends on.
  private var participants: [Int] { callbacks.indices.filter { !callbacks[$0].onlyObserves } }

  /// The memory of each that does not only observe.
  var memories: [[String: Double]] {
    get { participants.map { callbacks[$0].memory } }
    set { for (index, memory) in zip(participants, newValue) { callbacks[index].memory = memory } }
  }

  /// The same callbacks with their places.
  var names: String {
    participants.map { index in
      let name = (given[index] as? any Configurable)?.swiftSource ?? "\(type(of: given[index]))"
      return "\(name) at place \(index)"
    }.joined(separator: ", ")
  }

  /// A property that changes in training and that its callback's memory does not restore; `nil` where there is none.
  var undeclaredProperty: (callback: String, property: String)? {
    for index in participants {
      var restored = given[index]
      restored.trainingBegins()
      restored.memory = callbacks[index].memory
      for (own, current) in zip(
        Mirror(reflecting: restored).children, Mirror(reflecting: callbacks[index]).children)
      where String(reflecting: own.value) != String(reflecting: current.value) {
        return ("\(type(of: given[index]))", current.label ?? "a property")
      }
    }
    return nil
  }
}
