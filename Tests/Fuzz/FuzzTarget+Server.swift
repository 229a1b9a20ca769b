import Foundation
import Servers
import Vintner

/// What the playground's server takes from whoever connects to it.
extension FuzzTarget {
  /// Gives bytes to the server as they are: request lines, headers and bodies.
  static func converse(_ bytes: [UInt8]) {
    let answers = Exchange(memory: MemoryBudget(limit: 1 << 30)).answers(to: bytes)
    precondition(answers.isEmpty || answers.starts(with: "HTTP/1.1 ".utf8), "An answer is one of HTTP.")
  }

  /// Begins a run of a page and carries out what the lines say, each as a request:
  ///
  ///     table a,b|1,2|3,4                   a table; what follows names it TABLE
  ///     begin {"preset":"spiral"}           the body of the request that begins a run
  ///     load {"hidden":[4]}                 the model that was read last, with these settings
  ///     GET code?as=swift
  ///     step {"kind":"epoch"}               any other command with its body
  static func command(_ bytes: [UInt8]) {
    let exchange = Exchange(memory: MemoryBudget(limit: 1 << 30))
    var page = FuzzedPage(exchange)
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n").prefix(12) {
      let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
      page.carryOut(String(words[0]), words.count > 1 ? String(words[1]) : "")
    }
  }
}

/// A page that sends what lines say.
private struct FuzzedPage {
  private let exchange: Exchange
  private var table = "red-wine"
  private var session = "none"
  private var model: [UInt8] = []

  init(_ exchange: Exchange) { self.exchange = exchange }

  mutating func carryOut(_ verb: String, _ rest: String) {
    let path = "/api/sessions/\(session)"
    switch verb {
    case "table":
      let csv = Array(rest.replacing("|", with: "\n").utf8)
      table = Self.text("table", in: ask("POST", "/api/tables", csv, type: "text/csv")) ?? table
    case "begin":
      guard let body = body(rest) else { return }
      session = Self.text("session", in: ask("POST", "/api/sessions", body)) ?? session
    case "GET":
      let answer = ask("GET", path + (rest.isEmpty ? "" : "/" + rest))
      if rest == "model", let head = answer.firstRange(of: "\r\n\r\n".utf8) {
        model = Array(answer[head.upperBound...])
      }
    case "DELETE": _ = ask("DELETE", path)
    case "load":
      guard let body = body(rest), var file = try? SafeTensors(modelBytes: model, name: "model") else {
        return
      }
      file.metadata["playground_settings"] = String(decoding: body, as: UTF8.self)
      _ = ask("POST", path + "/model", file.modelBytes(), type: "application/octet-stream")
    default:
      guard let body = body(rest) else { return }
      _ = ask("POST", path + "/" + verb, body)
    }
  }

  /// A text as a request's body; `nil` where it asks for so much that it would take long, which harms nothing.
  private func body(_ text: String) -> [UInt8]? {
    let bytes = Array(text.replacing("TABLE", with: table).utf8)
    guard let message = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] else {
      return bytes
    }
    func number(_ value: Any?) -> Double { (value as? NSNumber)?.doubleValue ?? 0 }
    let parts = (message["states"] as? [Any] ?? []) + [message["state"] ?? message]
    let isWide = parts.contains { part in
      let units = (part as? [String: Any])?["hidden"] as? [Any] ?? []
      return 100...10_000 ~= units.reduce(0) { $0 + number($1) }
    }
    let isLong = 4...5_000 ~= number(message["count"]) || 3...5_000 ~= number(message["epochs"])
    return isWide || isLong || parts.count > 4 ? nil : bytes
  }

  private func ask(
    _ method: String, _ path: String, _ body: [UInt8] = [], type: String = "application/json"
  ) -> [UInt8] {
    let head = """
      \(method) \(path) HTTP/1.1\r
      Host: \(Exchange.host)\r
      Origin: http://\(Exchange.host)\r
      X-Vintner-Token: \(Exchange.token)\r
      Content-Type: \(type)\r
      Content-Length: \(body.count)\r
      \r

      """
    return exchange.answers(to: Array(head.utf8) + body)
  }

  /// The first value of a name in an answer.
  private static func text(_ name: String, in answer: [UInt8]) -> String? {
    guard let start = answer.firstRange(of: "\"\(name)\":\"".utf8)?.upperBound else { return nil }
    return String(decoding: answer[start...].prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
  }
}
