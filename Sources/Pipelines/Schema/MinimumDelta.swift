import Yams

/// The smallest improvement of the loss that early stopping counts.
///
///     0.001         in the loss's units, as Keras's min_delta
///     1 %           of the best loss so far
///     0.001 or 2 %  the smaller of the two
public struct MinimumDelta: Sendable, Equatable {
  /// The difference in the loss's units, 0 or more; `nil` where a share alone counts.
  public var absolute: Double?
  /// The difference as a share of the best loss so far, 0 or more; `nil` where the absolute one alone counts.
  public var share: Double?

  /// An improvement of that much.
  public init(_ absolute: Double) { (self.absolute, share) = (absolute, nil) }

  /// An improvement of a share of the best loss so far, but of no more than the absolute one, if that is given.
  public init(share: Double, atMost absolute: Double? = nil) {
    (self.absolute, self.share) = (absolute, share)
  }

  /// That of the red-wine lesson, 0.001 of a loss that ends near 0.09; of losses below 0.08, as a skewed target or
  /// squares have them, 1.25 % of the best so far.
  public static let standard = Self(share: 0.0125, atMost: 0.001)
}

extension MinimumDelta: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  public init(floatLiteral value: Double) { self.init(value) }
  public init(integerLiteral value: Int) { self.init(Double(value)) }
}

extension MinimumDelta: FieldNumber {
  package static var kind: String { "a number, a share such as 1 %, or both, 0.001 or 2 %," }
  package var node: Node { share == nil ? absolute!.node : text.node }
  package var text: String {
    let percentage = share.map { share in
      // 100 · 0.07 is 7.000000000000001.
      let percent = (share * 1e14).rounded() / 1e12
      return "\(percent == percent.rounded() ? "\(Int(percent))" : "\(percent)") %"
    }
    return [absolute.map(\.text), percentage].compactMap { $0 }.joined(separator: " or ")
  }

  package static func node(ofText text: String) throws(FieldFault) -> Node {
    text.contains("%") ? text.node : Node(text, .implicit, .any)
  }

  package init(_ node: Node) throws(FieldFault) {
    guard case .scalar(let scalar) = node, scalar.string.contains("%") else {
      self.init(try Double(node))
      return
    }
    let parts = scalar.string.split(separator: " or ", omittingEmptySubsequences: false)
    guard let percent = parts.last.flatMap({ Self.number($0.trimmingSuffix("%")) }), parts.count < 3 else {
      throw Self.wrongType(node)
    }
    let absolute = parts.count == 2 ? Self.number(parts[0]) : nil
    guard (absolute == nil) == (parts.count == 1) else { throw Self.wrongType(node) }
    self.init(share: percent / 100, atMost: absolute)
  }

  private static func number(_ text: Substring?) -> Double? {
    text.flatMap { try? Double(Node(String($0), .implicit, .any)) }
  }
}

extension Substring {
  /// The text before a suffix and blanks; `nil` where it does not end so.
  fileprivate func trimmingSuffix(_ suffix: String) -> Substring? {
    guard hasSuffix(suffix) else { return nil }
    var rest = dropLast(suffix.count)
    while rest.last == " " { rest.removeLast() }
    return rest
  }
}

extension AllowedSetting<MinimumDelta> {
  /// Numbers of 0 or more.
  package static var zeroOrMore: Self {
    var allowed = Self { delta in
      let number = [delta.absolute, delta.share].compactMap { $0 }.first { !($0 >= 0 && $0.isFinite) }
      return number.map { "is \($0), where a number of 0 or more is expected" }
    }
    allowed.bounds = (0, nil)
    return allowed
  }
}
