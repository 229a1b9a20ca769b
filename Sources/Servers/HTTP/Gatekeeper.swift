/// Admits only pages of this server, in a browser on this machine, that were opened from the printed address.
struct Gatekeeper: Sendable {
  let port: UInt16
  /// What the printed address ends with.
  let token: String

  /// The names under which this server may be requested.
  private var hosts: [String] { ["127.0.0.1:\(port)", "localhost:\(port)", "[::1]:\(port)"] }

  /// What is wrong with a request, whatever it is for; `nil` where nothing is.
  ///
  /// Another name in `Host` comes from a foreign page whose name resolves to this machine (DNS rebinding). Browsers
  /// name the requesting page in `Origin` for everything but a GET: commands and streams are POSTs, and need it.
  func fault(of request: RequestHead) -> String? {
    guard let host = request["host"], hosts.contains(host.lowercased()) else {
      return "This server responds only to 127.0.0.1 and localhost: open the address that it printed."
    }
    let isOwn =
      request["origin"].map { $0.lowercased() == "http://\(host.lowercased())" }
      ?? ["GET", "HEAD"].contains(request.method)
    let site = request.isForAPI ? request["sec-fetch-site"] ?? "none" : "none"
    guard isOwn, site == "same-origin" || site == "none" else {
      return "The request comes from another page: open the address that the server printed."
    }
    guard request.isForAPI else { return nil }
    let given = request["x-vintner-token"] ?? ""
    return Self.areEqual(given, token)
      ? nil : "The token is missing or wrong: open the address that the server printed."
  }

  /// An unguessable token: 128 bits.
  static func newToken() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
      let digits = String(generator.next() as UInt64, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// Compares in a time that does not depend on where texts differ.
  private static func areEqual(_ left: String, _ right: String) -> Bool {
    let (left, right) = (Array(left.utf8), Array(right.utf8))
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
