import Vintner

/// A setting of a state as messages have it: its name, and how it is read and written.
struct StateField: Sendable {
  let name: String
  let read: @Sendable (inout PlaygroundState, KeyedDecodingContainer<StateKey>, StateKey) throws -> Void
  let json: @Sendable (PlaygroundState) -> JSON
  let copy: @Sendable (_ source: PlaygroundState, _ target: inout PlaygroundState) -> Void

  init<Value: StateValue>(_ name: String, _ path: WritableKeyPath<PlaygroundState, Value> & Sendable) {
    self.name = name
    read = { state, container, key in
      do {
        state[keyPath: path] = try Value.read(container, key)
      } catch {
        throw SessionError.malformed("The setting \(key.stringValue) is \(Value.kind): send one.")
      }
    }
    json = { $0[keyPath: path].json }
    copy = { $1[keyPath: path] = $0[keyPath: path] }
  }

  /// All settings, in the order in which they are written.
  static let all: [StateField] = [
    StateField("problem", \.problem), StateField("data", \.data), StateField("noise", \.noise),
    StateField("trainPercent", \.trainPercent), StateField("batchSize", \.batchSize),
    StateField("features", \.features), StateField("layers", \.layers),
    StateField("activation", \.activation), StateField("learningRate", \.learningRate),
    StateField("regularization", \.regularization),
    StateField("regularizationRate", \.regularizationRate), StateField("seed", \.seed),
    StateField("numerics", \.numerics), StateField("optimizer", \.optimizer), StateField("loss", \.loss),
    StateField("schedule", \.schedule), StateField("scheduleSteps", \.scheduleSteps),
    StateField("dropout", \.dropout), StateField("batchNormalization", \.batchNormalization),
    StateField("stopEpoch", \.stopEpoch), StateField("stopLoss", \.stopLoss),
    StateField("earlyStopping", \.earlyStopping), StateField("patience", \.patience),
    StateField("minDelta", \.minDelta), StateField("table", \.table), StateField("target", \.target),
    StateField("positiveFrom", \.positiveFrom), StateField("columns", \.columns),
    StateField("missing", \.missing), StateField("encode", \.encode), StateField("scaling", \.scaling),
    StateField("splitSeed", \.splitSeed),
  ]
}

/// A part of a state, read strictly: an unknown name is refused.
public struct StatePart: Decodable, Sendable {
  private let apply: @Sendable (inout PlaygroundState) -> Void

  /// A part that says nothing.
  public static let none = StatePart { _ in }

  /// A part that a function makes.
  public init(_ apply: @escaping @Sendable (inout PlaygroundState) -> Void) { self.apply = apply }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: StateKey.self)
    var after = PlaygroundState()
    var names: Set<String> = []
    for key in container.allKeys {
      guard let field = StateField.all.first(where: { $0.name == key.stringValue }) else {
        throw SessionError.malformed("There is no setting \(key.stringValue.quoted): leave it out.")
      }
      try field.read(&after, container, key)
      names.insert(field.name)
    }
    let values = after
    let given = StateField.all.filter { names.contains($0.name) }
    apply = { state in for field in given { field.copy(values, &state) } }
  }

  /// The state with this part over it.
  public func over(_ state: PlaygroundState) -> PlaygroundState {
    var result = state
    apply(&result)
    return result
  }
}
