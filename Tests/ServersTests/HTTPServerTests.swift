import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Servers

/// The server without the playground: what it does with connections and heads.
struct HTTPServerTests {
  /// A server in this process, which answers every request with its path.
  private final class Running: Sendable {
    let port: UInt16
    private let isEnded = Atomic<Bool>(false)
    private let ended = DispatchSemaphore(value: 0)

    init(_ limits: ServerLimits = ServerLimits(), admits: Bool = false) throws {
      let listener = try Socket.listening(on: 0)
      port = listener.port
      let server = HTTPServer(limits: limits) { request in
        if admits { request.admit() }
        return Reply.error(.ok, request.head.path)
      }
      Thread { [self] in
        server.run(on: listener) { !self.isEnded.load(ordering: .relaxed) }
        self.ended.signal()
      }.start()
    }

    func end() {
      isEnded.store(true, ordering: .relaxed)
      ended.wait()
    }
  }

  private func limits(_ change: (inout ServerLimits) -> Void) -> ServerLimits {
    var result = ServerLimits()
    change(&result)
    return result
  }

  @Test func requestsFollowEachOtherOnAConnection() throws {
    let server = try Running()
    defer { server.end() }
    let connection = try Connection(server.port)
    // The second is sent before the first is answered.
    try connection.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b?c=d HTTP/1.1\r\nConnection: close\r\n\r\n")
    var text = ""
    while case let part = connection.receive(), !part.isEmpty {
      text += String(decoding: part, as: UTF8.self)
    }
    #expect(text.components(separatedBy: "HTTP/1.1 200 OK").count == 3)
    #expect(text.contains(#"{"error":"/a"}HTTP"#) && text.hasSuffix(#"{"error":"/b"}"#))
    #expect(try Connection(server.port).isAnswered("GET /c HTTP/1.1\r\n\r\n", 200))
  }

  @Test func aHeadThatTakesTooLongIsRefused() throws {
    let server = try Running(limits { $0.headSeconds = 0.2 })
    defer { server.end() }
    let connection = try Connection(server.port)
    try connection.send("GET / HTTP/1.1\r\n")
    #expect(try connection.answer().status == 408)
    #expect(connection.isEnded)
  }

  @Test func aConnectionWithoutARequestIsClosed() throws {
    let server = try Running(limits { $0.idleSeconds = 0.2 })
    defer { server.end() }
    let connection = try Connection(server.port)
    #expect(connection.isEnded)
  }

  @Test func aHeadHasALimitAndNoMoreIsReceived() throws {
    let server = try Running()
    defer { server.end() }
    for text in [
      "GET /" + String(repeating: "a", count: 200_000),
      "GET / HTTP/1.1\r\n" + String(repeating: "a: b\r\n", count: 50_000),
      "GET / HTTP/1.1\r\nX: " + String(repeating: "a", count: 8_200) + "\r\n\r\n",
    ] {
      let connection = try Connection(server.port)
      try connection.send(text)
      #expect(try connection.answer().status == 431, "\(text.prefix(30))")
    }
    let longest = "GET / HTTP/1.1\r\nX: " + String(repeating: "a", count: 8_100) + "\r\n\r\n"
    #expect(try Connection(server.port).isAnswered(longest, 200))
  }

  /// Whoever opens connections without end keeps nobody out: the oldest make room.
  @Test func theConnectionThatWaitsForLongestMakesRoom() throws {
    let server = try Running(limits { $0.connections = 4 })
    defer { server.end() }
    let idle = try (0..<4).map { place in
      let connection = try Connection(server.port)
      // A head that has begun does not keep a place either.
      if place % 2 == 1 { try connection.send("GET / HTTP/1.1\r\n") }
      return connection
    }
    #expect(try Connection(server.port).isAnswered("GET /new HTTP/1.1\r\n\r\n", 200))
    #expect(idle[0].isEnded)
  }

  @Test func aRegisteredConnectionWithARequestKeepsItsPlace() throws {
    let time = ManualClock()
    let connections = Connections(limit: 2, clock: time.clock)
    let listener = try Socket.listening(on: 0)
    var clients: [Connection] = []
    func accepted() throws -> Socket {
      time.advance(by: 1)
      clients.append(try Connection(listener.port))
      #expect(listener.wait(for: .input, seconds: 20))
      var isOutOfFiles = false
      return try #require(listener.accepted(&isOutOfFiles))
    }
    let (first, second) = (try accepted(), try accepted())
    #expect(connections.admit(first) && connections.admit(second))
    connections.set(first, hasRequest: true)
    let third = try accepted()
    #expect(connections.admit(third))
    #expect(clients[1].isEnded)
    connections.set(third, hasRequest: true)
    let fourth = try accepted()
    // Both have requests: there is no room.
    #expect(!connections.admit(fourth))
    connections.set(first, hasRequest: false)
    #expect(connections.admit(fourth))
    #expect(clients[0].isEnded)
  }

  @Test func headsAreReadStrictly() throws {
    func head(_ text: String) -> RequestHead? { try? RequestHead(Array(text.utf8)) }
    let good = try #require(
      head(
        "POST /a/b?as=x%20y&z HTTP/1.1\r\nHost:  localhost:1 \r\nA: 1\r\na: 2\r\nContent-Length: 12\r\n\r\n"))
    #expect(good.method == "POST" && good.path == "/a/b" && good.queried("as") == "x y")
    #expect(good["host"] == "localhost:1" && good["a"] == "1, 2" && good.bodyCount == 12)
    #expect(good.staysOpen && head("GET / HTTP/1.1\r\nConnection: Close\r\n\r\n")?.staysOpen == false)
    for wrong in [
      "", "\r\n", "GET /", "GET / HTTP/1.0\r\n\r\n", "GET / HTTP/2\r\n\r\n", "GET  / HTTP/1.1\r\n\r\n",
      "G(T / HTTP/1.1",
      "GET /\u{7F} HTTP/1.1\r\n\r\n", "GET /é HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost\r\n\r\n",
      "GET / HTTP/1.1\r\n continued: x\r\n\r\n", "GET / HTTP/1.1\r\nA : x\r\n\r\n",
      "GET / HTTP/1.1\r\nA: x\u{0}y\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
      "GET / HTTP/1.1\r\nContent-Length: +1\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: 1, 1\r\n\r\n",
      "GET / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
      "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
    ] { #expect(head(wrong) == nil, "\(wrong)") }
    for (text, end) in [
      ("a\r\n\r\nb", 5), ("a\n\nb", 3), ("a\r\n\nb", 4), ("a\n\r\nb", 4), ("a\r\nb\r\n", nil), ("a\n\r", nil),
    ] as [(String, Int?)] { #expect(RequestHead.end(in: Array(text.utf8), from: 0) == end, "\(text)") }
  }
}

extension Connection {
  fileprivate func isAnswered(_ request: String, _ status: Int) throws -> Bool {
    try send(request)
    return try answer().status == status
  }
}
