import Foundation
import Vintner

/// What a page can do with a run.
extension PlaygroundSession {
  /// The state as it is.
  var state: PlaygroundState { snapshot.state }

  /// Changes settings.
  ///
  /// - Returns: whether the run had to restart.
  /// - Throws: `SessionError` where the settings do not fit; the run then stays as it was.
  @discardableResult
  func change(_ part: StatePart) throws(SessionError) -> Bool {
    let state = part.over(self.state)
    try state.check()
    let before = self.state
    guard !state.continues(before) else {
      // The threads of a training are started where it changes, and inherit what that thread yields.
      try command { (run, _) throws(SessionError) in
        try TrainingThread.result { () throws(SessionError) in try run.change(to: state) }
      }
      return false
    }
    try replace(by: try begun(state), keepsFocus: false)
    return true
  }

  /// A new run. Preparing its data may take long, and no lock is held meanwhile.
  func begun(_ state: PlaygroundState) throws(SessionError) -> SessionRun {
    try TrainingThread.result { [tables, memory] () throws(SessionError) in
      try SessionRun(state, from: tables, memory)
    }
  }

  /// Trains until something ends the run.
  func start() throws(SessionError) {
    try resume()
    try adjust { control in control.isRunning = true }
  }

  /// Lets the run continue where a rule has ended it; any other is not waited for.
  private func resume() throws(SessionError) {
    guard snapshot.ending != nil else { return }
    try command { (run, _) throws(SessionError) in
      try TrainingThread.result { () throws(SessionError) in try run.resume() }
    }
  }

  /// Stops training, without waiting for it; it can be continued.
  func pause() throws(SessionError) {
    guard !hasClosed else { throw Self.ended }
    stopTraining()
  }

  /// Restarts the run, paused.
  func reset() throws(SessionError) {
    let (state, material) = (snapshot.state, snapshot.material)
    let next = try TrainingThread.result { [tables, memory] () throws(SessionError) in
      // The data of the run can be used again, unless they were prepared for other settings.
      material.state == state
        ? try SessionRun(state, material, memory) : try SessionRun(state, from: tables, memory)
    }
    try replace(by: next, isRunning: false)
  }

  /// Samples other points and weights, or splits the table in another way.
  func regenerate() throws(SessionError) {
    var state = self.state
    state.seed = (state.seed + 1) & PlaygroundState.Limits.seed.upperBound
    if state.isTable { state.splitSeed = (state.splitSeed + 1) & PlaygroundState.Limits.seed.upperBound }
    try replace(by: try begun(state))
  }

  /// What a step is.
  enum Step: String, Sendable, CaseIterable {
    case update, epoch
  }

  /// Pauses and makes some steps.
  ///
  /// - Parameters:
  ///   - kind: one update, or to the end of an epoch.
  ///   - count: how many, 1 to 1000.
  func step(_ kind: Step, count: Int = 1) throws(SessionError) {
    guard 1...1_000 ~= count else {
      throw .malformed("A step can be repeated 1 to 1000 times, received \(count).")
    }
    try pause()
    try resume()
    try make(count, kind, within: 10)
  }

  /// Limits training to so many epochs or updates a second; `nil` for no limit.
  func setSpeed(_ perSecond: Double?, of unit: String = "epoch") throws(SessionError) {
    guard let unit = Pace.Unit(rawValue: unit) else {
      throw .malformed("A speed counts epochs or updates, received \(unit.quoted).")
    }
    if let perSecond, !(0.01...1_000_000 ~= perSecond) {
      throw .malformed("A speed is 0.01 to 1000000 a second, received \(perSecond).")
    }
    try adjust { control in control.pace.limit = perSecond.map { (unit, $0) } }
  }

  /// A weight or a bias with its new value. The layers are the dense ones, the output's the last.
  struct Edit: Sendable, Decodable {
    let layer: Int
    let unit: Int
    /// Of the layer before; `nil` for the bias.
    let input: Int?
    let value: Double
  }

  /// Continues with other values of weights and biases.
  ///
  /// - Throws: `SessionError.malformed` where there is no such weight, or the value is not a number.
  func edit(_ edits: [Edit]) throws(SessionError) {
    try command { (run, _) throws(SessionError) in
      let network = run.training.network
      let known = Dictionary(network.parameters.map { ($0.name, $0) }) { first, _ in first }
      // Each is copied once, however many of its values change.
      var changed: [String: [Double]] = [:]
      let layers = network.network.densePlaces
      for edit in edits {
        guard layers.indices.contains(edit.layer) else {
          throw SessionError.malformed("There is no layer \(edit.layer): they are 0 to \(layers.count - 1).")
        }
        let name = "layers.\(layers[edit.layer]).\(edit.input == nil ? "bias" : "kernel")"
        let shape = known[name]!.shape
        guard 0..<shape.last! ~= edit.unit, 0..<(edit.input == nil ? 1 : shape[0]) ~= edit.input ?? 0 else {
          throw SessionError.malformed("Layer \(edit.layer) has no such weight: look at the frame's weights.")
        }
        guard abs(edit.value) <= 1e6 else {
          throw SessionError.malformed(
            "A weight is a number from -1000000 to 1000000, received \(edit.value).")
        }
        changed[name, default: known[name]!.scalars][(edit.input ?? 0) * shape.last! + edit.unit] = edit.value
      }
      try run.replace(
        changed.map { name, values in
          let parameter = known[name]!
          return Parameter(
            name: name, shape: parameter.shape, isTrainable: parameter.isTrainable, values: .double(values))
        })
    }
  }

  /// Enlarges a neuron's picture, or none.
  func look(at focus: Focus?) throws(SessionError) {
    let hidden = state.hidden
    try adjust { (control) throws(SessionError) in
      if let focus, !(hidden.indices.contains(focus.layer) && 0..<hidden[focus.layer] ~= focus.unit) {
        throw SessionError.malformed("There is no neuron \(focus.unit) in a hidden layer \(focus.layer).")
      }
      control.focus = focus
    }
  }

  /// Shows two other columns of the table; `nil` for the first two.
  func show(axes: [String]?) throws(SessionError) {
    let state = self.state
    guard state.isTable else {
      throw .conflict("The axes can be chosen where a table is trained on.")
    }
    let material = try TrainingThread.result { [tables, memory] () throws(SessionError) in
      try SessionMaterial(state, from: tables, axes: axes, memory)
    }
    try command { (run, _) throws(SessionError) in
      guard run.state == state else {
        throw SessionError.conflict("The run has changed: choose the axes again.")
      }
      run.show(material)
    }
  }
}
