import Foundation
import Vintner

/// A playground whose clients are in this process: what one sends is given as bytes, and nothing waits for more.
///
///     let exchange = Exchange()
///     let answers = exchange.answers(to: Array("GET / HTTP/1.1\r\nHost: \(Exchange.host)\r\n\r\n".utf8))
package final class Exchange: Sendable {
  /// The host that requests name.
  package static let host = "127.0.0.1:80"
  /// The token that requests for the API have.
  package static let token = String(repeating: "0", count: 32)

  private static let catalogue = Data(Catalogue.json(Catalogue.Start()).bytes)

  private let server: HTTPServer

  /// - Parameter memory: what tables and runs may take.
  package init(memory: MemoryBudget) {
    let sessions = SessionStore()
    let tables = TableStore(memory: memory)
    memory.whenShort { [weak tables, weak sessions] in
      tables?.dropUnused() == true || sessions?.dropOldest() == true
    }
    let routes = Routes(
      gate: Gatekeeper(port: 80, token: Self.token), tables: tables, sessions: sessions,
      catalogue: Self.catalogue, memory: memory)
    var limits = ServerLimits()
    (limits.stallSeconds, limits.lingerSeconds) = (0, 0)
    server = HTTPServer(limits: limits) { routes.response(to: $0) }
  }

  /// Serves a connection on which a client sends some bytes and then nothing more.
  ///
  /// - Parameter bytes: one request or several; 100 kB fit, and the rest is not sent.
  /// - Returns: what the client receives. The connection ends where it is more than fits, some 200 kB.
  package func answers(to bytes: [UInt8]) -> [UInt8] {
    guard let (client, socket) = Socket.pair() else { return [] }
    bytes.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty, case .bytes(let count) = client.send(UnsafeRawBufferPointer(rebasing: rest)) {
        rest = rest.dropFirst(count)
      }
    }
    client.shutDown(sendingOnly: true)
    server.serve(socket)
    socket.shutDown(sendingOnly: true)
    var answers: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case .bytes(let count) = buffer.withUnsafeMutableBytes({ client.receive(into: $0) }) {
      answers += buffer[..<count]
    }
    return answers
  }
}
