import Foundation
import Vintner

/// What a page can ask of a run.
extension PlaygroundSession {
  /// The state as it is.
  public var state: PlaygroundState { snapshot.state }

  /// Changes settings.
  ///
  /// - Returns: whether the run had to begin anew.
  /// - Throws: `SessionError` where the state cannot be; the run then stays as it was.
  @discardableResult
  public func change(_ part: StatePart) throws(SessionError) -> Bool {
    let state = part.over(self.state)
    try state.check()
    let before = self.state
    guard !state.continues(before) else {
      try command { control throws(SessionError) in try control.run.change(to: state) }
      return false
    }
    let next = try begun(state)
    try command { control throws(SessionError) in
      control.run = next
      control.focus = nil
    }
    return true
  }

  /// Trains on until something ends it.
  public func start() throws(SessionError) {
    try command { control throws(SessionError) in
      guard control.run.ending != .diverged else {
        throw .conflict("The loss is no longer a number: lower the learning rate, and reset.")
      }
      try control.run.resume()
      control.isRunning = true
    }
  }

  /// Stops training; it can go on.
  public func pause() throws(SessionError) {
    try command { control throws(SessionError) in control.isRunning = false }
  }

  /// Begins the same run anew, paused.
  public func reset() throws(SessionError) {
    let next = try begun(state)
    try command { control throws(SessionError) in
      control.run = next
      control.isRunning = false
    }
  }

  /// Draws other points and weights, or splits the table in another way.
  public func regenerate() throws(SessionError) {
    var state = self.state
    state.seed = (state.seed + 1) & 0xFFFF_FFFF
    if state.isTable { state.splitSeed = (state.splitSeed + 1) & 0xFFFF_FFFF }
    let next = try begun(state)
    try command { control throws(SessionError) in control.run = next }
  }

  /// What a step is.
  public enum Step: String, Sendable, CaseIterable {
    case update, epoch
  }

  /// Pauses and makes some steps.
  ///
  /// - Parameters:
  ///   - kind: one update, or to the end of an epoch.
  ///   - count: how many, 1 to 1000.
  public func step(_ kind: Step, count: Int = 1) throws(SessionError) {
    guard 1...1_000 ~= count else { throw .malformed("A step is made 1 to 1000 times, received \(count).") }
    try command { control throws(SessionError) in
      control.isRunning = false
      let run = control.run
      guard run.ending != .diverged else {
        throw .conflict("The loss is no longer a number: lower the learning rate, and reset.")
      }
      try run.resume()
      let deadline = Clock.now + 10
      for _ in 0..<count where run.ending == nil && Clock.now < deadline {
        run.advance(updates: kind == .update ? 1 : .max)
      }
    }
  }

  /// Trains no faster than so many epochs or updates a second; `nil` for as fast as it goes.
  public func setSpeed(_ perSecond: Double?, of unit: String = "epoch") throws(SessionError) {
    guard let unit = Pace.Unit(rawValue: unit) else {
      throw .malformed("A speed counts epochs or updates, received \(unit.quoted).")
    }
    if let perSecond, !(0.01...1_000_000 ~= perSecond) {
      throw .malformed("A speed is 0.01 to 1000000 a second, received \(perSecond).")
    }
    try command { control throws(SessionError) in control.pace.limit = perSecond.map { (unit, $0) } }
  }

  /// A weight or a bias with its new value. The layers are the dense ones, the output the last.
  public struct Edit: Sendable, Decodable {
    let layer: Int
    let unit: Int
    /// Of the layer before; `nil` for the bias.
    let input: Int?
    let value: Double

    /// - Parameter input: the unit of the layer before; `nil` for the bias.
    public init(layer: Int, unit: Int, input: Int?, value: Double) {
      self.layer = layer
      self.unit = unit
      self.input = input
      self.value = value
    }
  }

  /// Goes on with other values of weights and biases.
  ///
  /// - Throws: `SessionError.malformed` where there is no such weight, or the value is none.
  public func edit(_ edits: [Edit]) throws(SessionError) {
    try command { control throws(SessionError) in
      let network = control.run.training.network
      var changed: [String: Parameter] = [:]
      let layers = control.run.state.denseLayers
      for edit in edits {
        guard layers.indices.contains(edit.layer) else {
          throw .malformed("There is no layer \(edit.layer): there are \(layers.count), from 0 on.")
        }
        let name = "layers.\(layers[edit.layer]).\(edit.input == nil ? "bias" : "kernel")"
        let parameter = changed[name] ?? network.parameters.first { $0.name == name }!
        let units = parameter.shape.last!
        guard 0..<units ~= edit.unit, 0..<(edit.input == nil ? 1 : parameter.shape[0]) ~= edit.input ?? 0
        else { throw .malformed("Layer \(edit.layer) has no such weight: look at the frame's weights.") }
        guard abs(edit.value) <= 1e6 else {
          throw .malformed("A weight is a number from -1000000 to 1000000, received \(edit.value).")
        }
        var values = parameter.scalars
        values[(edit.input ?? 0) * units + edit.unit] = edit.value
        changed[name] = Parameter(
          name: name, shape: parameter.shape, isTrainable: parameter.isTrainable, values: .double(values))
      }
      try control.run.replace(Array(changed.values))
    }
  }

  /// Looks at a neuron closely, or at none.
  public func look(atLayer layer: Int?, unit: Int?) throws(SessionError) {
    try command { control throws(SessionError) in
      guard let layer, let unit else {
        control.focus = nil
        return
      }
      guard control.run.state.layers.indices.contains(layer),
        0..<control.run.state.layers[layer] ~= unit
      else { throw .malformed("There is no neuron \(unit) in a hidden layer \(layer).") }
      control.focus = Focus(layer: layer, unit: unit)
    }
  }

  /// Shows two other columns of the table; `nil` for the first two.
  public func show(axes: [String]?) throws(SessionError) {
    let state = self.state
    guard state.isTable, let frame = table(of: state) else {
      throw .conflict("The axes can be chosen where a table is trained on.")
    }
    let material = try SessionMaterial(table: frame, state: state, axes: axes)
    try command { control throws(SessionError) in
      guard control.run.state == state else { throw .conflict("The run has changed: choose the axes again.") }
      control.run.show(material)
    }
  }
}
