extension Activation {
  public init(from decoder: any Decoder) throws { fatalError() }
  public func encode(to encoder: any Encoder) throws { fatalError() }
}
extension Dense {
  private enum K: String, CodingKey { case units, activation }
  public init(from decoder: any Decoder) throws {
    let c = try decoder.container(keyedBy: K.self)
    self.init(
      try c.decode(Int.self, forKey: .units),
      activation: Activation(named: try c.decode(String.self, forKey: .activation))!)
  }
  public func encode(to encoder: any Encoder) throws {
    var c = encoder.container(keyedBy: K.self)
    try c.encode(units, forKey: .units); try c.encode(activation.name, forKey: .activation)
  }
}
extension Sequential: Codable {
  public init(from decoder: any Decoder) throws { self.init(try [Dense](from: decoder)) }
  public func encode(to encoder: any Encoder) throws { try (layers as! [Dense]).encode(to: encoder) }
}
