extension Sequential: Codable {
  public init(from decoder: any Decoder) throws { self.init(try [Dense](from: decoder)) }
  public func encode(to encoder: any Encoder) throws { try (layers as! [Dense]).encode(to: encoder) }
}
