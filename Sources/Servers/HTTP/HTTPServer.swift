import Foundation
import Vintner

/// Serves HTTP/1.1 on the loopback interface. Each connection has a thread, so that whatever one of them waits for or
/// computes delays no other.
final class HTTPServer: Sendable {
  private let limits: ServerLimits
  private let connections: Connections
  private let handle: @Sendable (Request) -> Response

  /// - Parameter handle: what responds; called on many threads at once.
  init(limits: ServerLimits = ServerLimits(), handle: @escaping @Sendable (Request) -> Response) {
    self.limits = limits
    self.handle = handle
    connections = Connections(limit: limits.connections)
  }

  /// Accepts connections until something ends it.
  ///
  /// - Parameters:
  ///   - listener: where they come from.
  ///   - continues: called ten times a second or more often.
  func run(on listener: Socket, while continues: () -> Bool) {
    signal(SIGPIPE, SIG_IGN)
    Socket.raiseFileLimit()
    while continues() {
      guard listener.wait(for: .input, seconds: 0.1) else { continue }
      var isOutOfFiles = false
      guard let socket = listener.accepted(&isOutOfFiles) else {
        if isOutOfFiles {
          connections.dropOldest()
          // Its thread closes it.
          usleep(10_000)
        }
        continue
      }
      guard connections.admit(socket), startMakingRoom(socket) else {
        connections.remove(socket)
        let connection = Connection(socket, limits: limits)
        let response = Reply.error(.unavailable, "There are too many connections: try again later.")
        try? connection.send(response.bytes(staysOpen: false))
        continue
      }
    }
    connections.shutDown()
  }

  /// Starts the thread of a connection, where there is none that of one that has waited for long.
  private func startMakingRoom(_ socket: Socket) -> Bool {
    for _ in 0..<20 {
      if start(socket) { return true }
      guard connections.dropOldest(but: socket) else { return false }
      // Its thread ends.
      usleep(5_000)
    }
    return false
  }

  private func start(_ socket: Socket) -> Bool {
    SystemThread.start("vintner-http", stackSize: 1 << 20) { [self] in
      serve(socket)
      connections.remove(socket)
    }
  }

  /// Responds to the requests of one connection, until either end ends it.
  func serve(_ socket: Socket) {
    let connection = Connection(socket, limits: limits)
    var staysOpen = true
    while staysOpen {
      do {
        guard let head = try connection.head() else { return }
        let response = handle(
          Request(head, connection) { self.connections.set(socket, hasRequest: true) })
        staysOpen = head.staysOpen && connection.missing == 0
        try respond(response, head, on: connection, staysOpen: &staysOpen)
        connections.set(socket, hasRequest: false)
      } catch let fault as HeadFault {
        staysOpen = false
        try? connection.send(Reply.error(fault).bytes(staysOpen: false))
      } catch {
        return
      }
    }
    connection.finish()
  }

  private func respond(
    _ response: Response, _ head: RequestHead, on connection: Connection, staysOpen: inout Bool
  ) throws(Connection.Fault) {
    guard case .frames(let frames) = response.body else {
      return try connection.send(response.bytes(staysOpen: staysOpen, isForHead: head.method == "HEAD"))
    }
    try connection.send(response.bytes(staysOpen: staysOpen))
    var isComplete = false
    defer { staysOpen = staysOpen && isComplete }
    while let line = frames.next(on: connection) {
      try connection.send(Data("\(String(line.count, radix: 16))\r\n".utf8) + line + Data("\r\n".utf8))
    }
    try connection.send(Data("0\r\n\r\n".utf8))
    isComplete = true
  }
}

/// A request: its head, and its body, which is received when it is asked for.
struct Request {
  let head: RequestHead
  private let connection: Connection
  /// Called once it is known that the request has the token.
  let admit: () -> Void

  init(_ head: RequestHead, _ connection: Connection, admit: @escaping () -> Void) {
    (self.head, self.connection, self.admit) = (head, connection, admit)
  }

  var method: String { head.method }

  /// The whole body, if it is no larger than a limit and states its type.
  ///
  /// - Throws: `SessionError.wrongType`, `.tooLarge`, `.malformed` where it does not come.
  func body(atMost limit: Int, of types: [String]) throws(SessionError) -> Data {
    let type = (head["content-type"] ?? "").split(separator: ";").first.map {
      $0.trimmingCharacters(in: .whitespaces).lowercased()
    }
    guard let type, types.contains(type) else {
      throw .wrongType("Send this as \(types[0]), in the header Content-Type.")
    }
    guard head.bodyCount <= limit else {
      let size = limit >= 1 << 20 ? "\(limit >> 20) MB" : "\(limit >> 10) kB"
      throw .tooLarge("This is more than \(size): send less.")
    }
    do {
      if head["expect"] != nil { try connection.send(Data("HTTP/1.1 100 Continue\r\n\r\n".utf8)) }
      return try connection.body()
    } catch {
      throw .malformed("The message did not arrive whole: send it again.")
    }
  }

  /// The message in a JSON body.
  func message<Message: Decodable>(_ type: Message.Type) throws(SessionError) -> Message {
    let body = try body(atMost: ServerLimits.jsonBytes, of: ["application/json"])
    guard Self.depth(of: body) <= ServerLimits.jsonDepth else {
      throw .malformed("The message nests more than \(ServerLimits.jsonDepth) lists and objects: send less.")
    }
    do {
      return try JSONDecoder().decode(type, from: body)
    } catch let error as SessionError {
      throw error
    } catch {
      throw .malformed("This command does not take such a message: reload the page.")
    }
  }

  /// How deeply lists and objects are nested, as far as brackets outside of texts say.
  private static func depth(of json: Data) -> Int {
    var (depth, most, isText, isEscaped) = (0, 0, false, false)
    for byte in json {
      if isEscaped {
        isEscaped = false
      } else if isText {
        isEscaped = byte == UInt8(ascii: "\\")
        isText = byte != UInt8(ascii: "\"")
      } else {
        switch byte {
        case UInt8(ascii: "\""): isText = true
        case UInt8(ascii: "["), UInt8(ascii: "{"):
          depth += 1
          most = max(most, depth)
        case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
        default: break
        }
      }
    }
    return most
  }
}
