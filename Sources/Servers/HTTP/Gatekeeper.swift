import FlyingFox

/// Who is let in: pages of this server, in a browser on this machine, that were opened from the printed address.
struct Gatekeeper: Sendable {
  let port: UInt16
  /// What the printed address ends with.
  let token: String

  /// The names under which this server may be asked for.
  private var hosts: [String] { ["127.0.0.1:\(port)", "localhost:\(port)", "[::1]:\(port)"] }

  /// What is wrong with a request, whatever it asks for; `nil` where nothing is.
  ///
  /// Another name in `Host` is a page of somebody else's whose name leads here (DNS rebinding). Browsers name the
  /// page that asks in `Origin` where a request is more than a GET: commands and streams are POSTs, and need it.
  func fault(of request: HTTPRequest) -> String? {
    guard let host = request.headers[.host], hosts.contains(host.lowercased()) else {
      return "This server answers to 127.0.0.1 and localhost alone: open the address that it printed."
    }
    let isOwn =
      request.headers[HTTPHeader("Origin")].map { $0.lowercased() == "http://\(host.lowercased())" }
      ?? (request.method == .GET || request.method == .HEAD)
    let site = request.isForAPI ? request.headers[HTTPHeader("Sec-Fetch-Site")] ?? "none" : "none"
    guard isOwn, site == "same-origin" || site == "none" else {
      return "Another page asked: open the address that the server printed."
    }
    guard request.isForAPI else { return nil }
    let given = request.headers[HTTPHeader("X-Vintner-Token")] ?? ""
    return Self.areEqual(given, token)
      ? nil : "The token is missing or wrong: open the address that the server printed."
  }

  /// A token that nobody can guess: 128 bits.
  static func newToken() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
      let digits = String(generator.next() as UInt64, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// Compares in a time that does not tell where texts differ.
  private static func areEqual(_ left: String, _ right: String) -> Bool {
    let (left, right) = (Array(left.utf8), Array(right.utf8))
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}

extension HTTPRequest {
  /// The path as it was sent, not a letter of it decoded.
  var rawPath: String { target.path() }

  var isForAPI: Bool { rawPath.hasPrefix("/api/") }

  /// The port of whoever asks.
  var peerPort: UInt16? {
    switch remoteAddress {
    case .ip4(_, let port), .ip6(_, let port): port
    default: nil
    }
  }
}
