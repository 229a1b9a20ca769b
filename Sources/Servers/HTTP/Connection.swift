import Foundation

/// What a client sends and receives on one connection, used by one thread. Every wait has an end, by monotonic time.
final class Connection {
  private let socket: Socket
  private let limits: ServerLimits
  private let clock: Clock
  /// What has been received and not been used: never more than a head.
  private var pending: [UInt8] = []
  /// The bytes of the current request's body that have not been received.
  private(set) var missing = 0

  init(_ socket: Socket, limits: ServerLimits, clock: Clock = .system) {
    self.socket = socket
    self.limits = limits
    self.clock = clock
  }

  /// Why a request's bytes are not there.
  enum Fault: Error {
    /// The client has ended the connection.
    case ended
    /// The limit of time has passed.
    case late
  }

  // MARK: Receiving

  /// Receives the head of the next request; `nil` where there is none.
  ///
  /// - Throws: `HeadFault`. No more than a head's limit has been received then.
  func head() throws(HeadFault) -> RequestHead? {
    var searched = 0
    var end = clock.now + limits.idleSeconds
    while true {
      if let length = RequestHead.end(in: pending, from: searched) {
        let head = try RequestHead(pending[..<length])
        pending.removeFirst(length)
        missing = head.bodyCount
        return head
      }
      guard pending.count < ServerLimits.headBytes else { throw .tooLarge }
      searched = max(0, pending.count - 2)
      let hadBegun = !pending.isEmpty
      do {
        pending += try received(atMost: ServerLimits.headBytes - pending.count, until: end)
      } catch {
        guard case .late = error, hadBegun else { return nil }
        throw .late
      }
      if !hadBegun { end = clock.now + limits.headSeconds }
    }
  }

  /// Receives the body of the current request.
  ///
  /// - Throws: where the client ends the connection, or takes too long.
  func body() throws(Fault) -> Data {
    let end = clock.now + limits.bodySeconds
    var body = Data(capacity: missing)
    let first = min(missing, pending.count)
    body.append(contentsOf: pending[..<first])
    pending.removeFirst(first)
    missing -= first
    while missing > 0 {
      let part = try received(
        atMost: min(missing, 1 << 18), until: min(end, clock.now + limits.stallSeconds))
      body.append(contentsOf: part)
      missing -= part.count
    }
    return body
  }

  private func received(atMost count: Int, until end: Double) throws(Fault) -> [UInt8] {
    while true {
      var transfer = Socket.Transfer.nothing
      let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
        transfer = socket.receive(into: UnsafeMutableRawBufferPointer(buffer))
        if case .bytes(let count) = transfer { used = count }
      }
      switch transfer {
      case .bytes: return bytes
      case .ended: throw .ended
      case .nothing:
        let rest = end - clock.now
        guard rest > 0, socket.wait(for: .input, seconds: rest) || clock.now < end else { throw .late }
      }
    }
  }

  // MARK: Sending

  /// Sends all of some bytes.
  ///
  /// - Throws: where the client ends the connection, or receives nothing for too long.
  func send(_ bytes: some ContiguousBytes) throws(Fault) {
    let fault: Fault? = bytes.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        switch socket.send(UnsafeRawBufferPointer(rebasing: rest)) {
        case .bytes(let count): rest = rest.dropFirst(count)
        case .ended: return .ended
        case .nothing:
          guard socket.wait(for: .room, seconds: limits.stallSeconds) else { return .late }
        }
      }
      return nil
    }
    if let fault { throw fault }
  }

  /// Waits for some seconds, less where the client sends something or ends the connection; returns whether it has.
  func hasInput(within seconds: Double) -> Bool { socket.wait(for: .input, seconds: seconds) }

  /// Ends the connection so that the client can read the last response although it may still be sending.
  func finish() {
    socket.shutDown(sendingOnly: true)
    let end = clock.now + limits.lingerSeconds
    var rest = 8 << 20
    while rest > 0, let part = try? received(atMost: 1 << 16, until: end) { rest -= part.count }
    socket.shutDown()
  }
}
