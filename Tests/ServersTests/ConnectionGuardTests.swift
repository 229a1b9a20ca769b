import Foundation
import TestSupport
import Testing

@testable import Servers

/// The limits of time of connections, by a clock that the test moves.
struct ConnectionGuardTests {
  private let limits = ServerLimits()
  private let time = ManualClock()
  private let listener: Listener
  private let connections: ConnectionGuard

  init() throws {
    listener = try Listener()
    connections = ConnectionGuard(port: listener.port, limits: limits, clock: time.clock)
  }

  /// A connection that the guard has seen.
  private func connected() throws -> (client: Connection, port: UInt16) {
    let client = try Connection(listener.port)
    let port = try listener.accept()
    connections.inspect(all: true)
    return (client, port)
  }

  private func pass(_ seconds: Double) {
    time.advance(by: seconds)
    connections.inspect(all: true)
  }

  @Test func aHeadThatTakesTooLongIsRefused() throws {
    let (client, _) = try connected()
    try client.send("GET / HTTP/1.1\r\n")
    pass(1)
    pass(limits.headSeconds - 0.5)
    try client.send("Host: localhost\r\n")
    pass(1)
    #expect(try client.answer().status == 408)
    #expect(client.isEnded)
  }

  /// The limits of requests are not those of responses, which may last.
  @Test func aStreamLastsAndSoDoesAnIdleConnection() throws {
    let (stream, idle) = (try connected(), try connected())
    for (client, port) in [stream, idle] {
      try client.send("POST / HTTP/1.1\r\n\r\n")
      connections.requestBegan(port)
    }
    connections.requestEnded(idle.port)
    pass(limits.headSeconds + 1)
    pass(limits.headSeconds + 1)
    #expect(listener.isOpen(stream.port) && listener.isOpen(idle.port))
    pass(limits.idleSeconds)
    #expect(listener.isOpen(stream.port) && !listener.isOpen(idle.port))
    #expect(idle.client.isEnded)
  }

  @Test func aConnectionBeyondTheLimitIsRefused() throws {
    var limits = ServerLimits()
    limits.connections = 2
    let connections = ConnectionGuard(port: listener.port, limits: limits, clock: time.clock)
    let clients = try (0..<3).map { _ in
      let client = try Connection(listener.port)
      _ = try listener.accept()
      return client
    }
    connections.inspect(all: true)
    #expect(listener.openConnections == 2)
    let refused = try #require(clients.first { !listener.isOpen($0.localPort) })
    #expect(try refused.answer().status == 503)
  }
}

/// A listening socket of this process, and the connections that it has accepted.
private final class Listener {
  let port: UInt16
  private let file: Int32
  private var accepted: [UInt16: Int32] = [:]

  init() throws {
    let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    self.file = file
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(file, address, length) == 0 && listen(file, 16) == 0 && getsockname(file, address, &length) == 0
      }
    }
    guard result else { throw POSIXError(.EIO) }
    port = UInt16(bigEndian: address.sin_port)
  }

  deinit { for file in accepted.values + [file] { close(file) } }

  /// Accepts the next connection; returns its client's port.
  func accept() throws -> UInt16 {
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let connection = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Foundation.accept(file, $0, &length) }
    }
    guard connection >= 0 else { throw POSIXError(.EIO) }
    let port = UInt16(bigEndian: address.sin_port)
    accepted[port] = connection
    return port
  }

  var openConnections: Int { accepted.keys.count(where: isOpen) }

  /// Whether the server's side of a connection has not been shut down.
  func isOpen(_ port: UInt16) -> Bool {
    var info = [UInt8](repeating: 0, count: 256)
    var length = socklen_t(info.count)
    // Linux, `tcpi_state` of `struct tcp_info`: 1 is an established connection.
    return getsockopt(accepted[port]!, Int32(IPPROTO_TCP), TCP_INFO, &info, &length) == 0 && info[0] == 1
  }
}
