import Yams

/// Fields in JSON, as the playground's page has them: values have the types that they have in run files.
extension RunField {
  /// The run's value; `null` where none is set.
  package func json(of run: RunConfiguration) -> JSON { node(of: run).map { JSON($0) } ?? .null }

  /// Reads a value and checks it.
  package func read(_ json: JSON, into run: inout RunConfiguration) throws(FieldFault) {
    if case .null = json { throw FieldFault("is null, where \(type.kind) is expected") }
    try read(Node(json), into: &run)
  }
}

extension DescribedValue {
  /// Name and options, those among them that have their defaults.
  package var completeJSON: JSON {
    guard let node = try? Yams.compose(yaml: encoded()) else { return .text(name) }
    return JSON(node)
  }
}

extension JSON {
  /// A value of a YAML file: a plain scalar is read as YAML has it, a quoted one is a text.
  fileprivate init(_ node: Node) {
    switch node {
    case .mapping(let pairs): self = .object(pairs.map { ($0.key.string ?? "", JSON($0.value)) })
    case .sequence(let members): self = .array(members.map { JSON($0) })
    case .scalar(let scalar) where scalar.style == .plain || scalar.style == .any:
      if let whole = Int(scalar.string) {
        self = .integer(whole)
      } else if let number = Double(scalar.string), number.isFinite {
        self = .number(number)
      } else if let flag = Bool(scalar.string) {
        self = .bool(flag)
      } else {
        self = node.null == nil ? .text(scalar.string) : .null
      }
    case .scalar(let scalar): self = .text(scalar.string)
    case .alias: self = .null
    }
  }
}

extension Node {
  fileprivate init(_ json: JSON) {
    switch json {
    case .null: self = Node("null")
    case .bool(let flag): self = flag.node
    case .integer(let whole): self = whole.node
    case .number(let number): self = number.node
    case .single(let number): self = Double(number).node
    case .text(let text): self = text.node
    case .array(let values): self = Node(values.map { Node($0) })
    case .object(let members): self = Node(members.map { ($0.0.node, Node($0.1)) })
    }
  }
}
