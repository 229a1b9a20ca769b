import FlyingFox
import FlyingSocks
import Foundation
import Synchronization
import Vintner

/// Limits connections beneath the HTTP server, which has no limits itself: how many there are, how long a head takes
/// and how large it is, and how long a reader receives nothing.
///
/// It sees a socket when the server has to wait for it. A client that breaks a limit gets a short response, and the
/// connection is shut down; the server then finds it closed.
final class ConnectionGuard: AsyncSocketPool {
  private enum Phase {
    case head, request, refused
  }

  /// Why a connection is shut down, as a response; without a status there is none.
  private struct Refusal {
    var status = ""
    var sentence = ""

    static let silent = Refusal()
    static let tooMany = Refusal(
      status: "503 Service Unavailable", sentence: "There are too many connections: try again later.")
    static let largeHead = Refusal(
      status: "431 Request Header Fields Too Large", sentence: "The request's head is too large.")
    static let lateHead = Refusal(
      status: "408 Request Timeout", sentence: "The request took too long to come.")
  }

  private struct Entry {
    let port: UInt16
    var phase = Phase.head
    /// When the phase began, and the bytes received until then.
    var since: Double
    var received: UInt64
    /// Since when a head has been coming in.
    var headSince: Double?
    /// Since when the server has been waiting to write.
    var writingSince: Double?
    /// When to shut it down in any case.
    var end: Double?
  }

  private let base: any AsyncSocketPool
  private let entries = Mutex<[Int32: Entry]>([:])

  /// Where the server listens.
  private let port: UInt16
  private let limits: ServerLimits
  private let clock: Clock

  init(port: UInt16, limits: ServerLimits = ServerLimits(), clock: Clock = .system) {
    self.port = port
    self.limits = limits
    self.clock = clock
    base = HTTPServer.defaultPool()
  }

  func prepare() async throws {
    try await base.prepare()
    let thread = Thread { [weak self] in
      var round = 0
      while let self {
        self.inspect(all: round % 20 == 0)
        round += 1
        Thread.sleep(forTimeInterval: 0.1)
      }
    }
    thread.name = "vintner-guard"
    thread.start()
  }

  func run() async throws { try await base.run() }

  func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
    let file = socket.file.rawValue
    guard let port = Self.peerPort(file) else {
      // The listening socket. Connections inherit the size of its buffer: so much is read without a check.
      Self.setReceiveBuffer(file, ServerLimits.bodyBufferBytes)
      return try await base.suspendSocket(socket, untilReadyFor: events)
    }
    guard register(file, port) else {
      Self.refuse(file, .tooMany)
      throw SocketError.disconnected
    }
    let isRefused = entries.withLock { entries in
      guard let entry = entries[file], hasTooLargeHead(file, entry) else { return false }
      entries[file]!.phase = .refused
      return true
    }
    if isRefused {
      // Reading a long line is expensive: a client that sends one after the other has to wait for each refusal.
      try await Task.sleep(for: .seconds(1))
      Self.refuse(file, .largeHead)
      throw SocketError.disconnected
    }
    let isWriting = events.contains(.write)
    if isWriting {
      let now = clock.now
      entries.withLock { entries in
        if entries[file]?.writingSince == nil { entries[file]?.writingSince = now }
      }
    }
    try await base.suspendSocket(socket, untilReadyFor: events)
    if isWriting { entries.withLock { $0[file]?.writingSince = nil } }
  }

  /// Whether a connection has received more than a head and a buffer's worth of a body. The time that the HTTP server
  /// takes to read a line grows with the square of its length.
  private func hasTooLargeHead(_ file: Int32, _ entry: Entry) -> Bool {
    guard entry.phase == .head, let received = Self.receivedBytes(file) else { return false }
    return received > entry.received + UInt64(ServerLimits.headBytes + ServerLimits.bodyBufferBytes)
  }

  /// Registers a connection; returns whether there is room for it.
  private func register(_ file: Int32, _ port: UInt16) -> Bool {
    let (isNew, fits) = entries.withLock { entries in
      if entries[file]?.port == port { return (false, true) }
      entries[file] = nil
      guard entries.count < limits.connections else { return (false, false) }
      entries[file] = Entry(port: port, since: clock.now, received: 0)
      return (true, true)
    }
    if isNew {
      var yes: Int32 = 1
      setsockopt(file, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    }
    return fits
  }
}

extension ConnectionGuard {
  /// A request of a connection has been read up to its body.
  func requestBegan(_ port: UInt16) { change(port) { entry, _ in entry.phase = .request } }

  /// A request of a connection comes from a page of this server, and may be large.
  func admit(_ port: UInt16) {
    let file = entries.withLock { entries in entries.first { $0.value.port == port }?.key }
    if let file { Self.setReceiveBuffer(file, 1 << 20) }
  }

  /// A request of a connection has been answered.
  func requestEnded(_ port: UInt16) {
    change(port) { entry, file in
      entry.phase = .head
      entry.since = clock.now
      entry.received = Self.receivedBytes(file) ?? 0
      entry.headSince = nil
    }
  }

  /// Ends a connection after its response, because its request has not been read completely.
  func condemn(_ port: UInt16) { change(port) { entry, _ in entry.end = clock.now + 0.5 } }

  /// Changes the entry of a connection; searches for one for which the server has not had to wait yet.
  private func change(_ port: UInt16, _ body: (inout Entry, Int32) -> Void) {
    for isKnown in [true, false] {
      if !isKnown { discover(all: true) }
      let isDone = entries.withLock { entries in
        guard let file = entries.first(where: { $0.value.port == port })?.key else { return false }
        body(&entries[file]!, file)
        return true
      }
      if isDone { return }
    }
  }

  /// Finds connections for which the server has never had to wait, such as those that send without a pause.
  ///
  /// - Parameter all: whether to check every number that a file may have. New files take the lowest free numbers, so
  ///   that a search up to a gap finds nearly all.
  private func discover(all: Bool) {
    var gap = 0
    for file in 0..<Int32(ServerLimits.files) where all || gap < 64 {
      gap = fcntl(file, F_GETFD) < 0 ? gap + 1 : 0
      guard gap == 0, let peer = Self.port(file, getpeername), Self.port(file, getsockname) == port else {
        continue
      }
      if !register(file, peer) { Self.refuse(file, .tooMany) }
    }
  }

  /// Finds new connections and shuts down those that break a limit.
  func inspect(all: Bool) {
    discover(all: all)
    let now = clock.now
    let refused = entries.withLock { entries in
      var refused: [(file: Int32, port: UInt16, refusal: Refusal)] = []
      for (file, entry) in entries {
        guard Self.peerPort(file) == entry.port else {
          entries[file] = nil
          continue
        }
        if let refusal = refusal(file, entry, now) {
          refused.append((file, entry.port, refusal))
          entries[file] = nil
        } else if entry.phase == .head, entry.headSince == nil,
          Self.receivedBytes(file) ?? 0 > entry.received
        {
          entries[file]!.headSince = now
        }
      }
      return refused
    }
    for (file, port, refusal) in refused where Self.peerPort(file) == port { Self.refuse(file, refusal) }
  }

  /// The limit that a connection breaks; `nil` where it breaks none.
  private func refusal(_ file: Int32, _ entry: Entry, _ now: Double) -> Refusal? {
    if let end = entry.end { return now > end ? .silent : nil }
    if let writing = entry.writingSince, now - writing > limits.stallSeconds { return .silent }
    guard entry.phase == .head else { return nil }
    if hasTooLargeHead(file, entry) { return .largeHead }
    if let head = entry.headSince, now - head > limits.headSeconds { return .lateHead }
    return now - entry.since > limits.idleSeconds ? .silent : nil
  }

  /// Sends the reason, if there is one, and shuts the connection down.
  private static func refuse(_ file: Int32, _ refusal: Refusal) {
    if !refusal.status.isEmpty {
      let body = JSON.object(["error": .text(refusal.sentence)]).line
      let text =
        "HTTP/1.1 \(refusal.status)\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
        + "Connection: close\r\n\r\n" + body
      let bytes = Array(text.utf8)
      _ = send(file, bytes, bytes.count, Int32(MSG_DONTWAIT))
    }
    shutdown(file, Int32(SHUT_RDWR))
  }

  private static func setReceiveBuffer(_ file: Int32, _ bytes: Int) {
    var size = Int32(bytes)
    let length = socklen_t(MemoryLayout<Int32>.size)
    setsockopt(file, SOL_SOCKET, SO_RCVBUF, &size, length)
    #if os(Linux)
      // The window of a connection is limited to the buffer that it began with.
      setsockopt(file, Int32(IPPROTO_TCP), TCP_WINDOW_CLAMP, &size, length)
    #endif
  }

  /// The port at the other end; `nil` for anything but a connection.
  private static func peerPort(_ file: Int32) -> UInt16? { port(file, getpeername) }

  /// The port at one end of a connection, by the system's call for that end.
  private static func port(
    _ file: Int32, _ call: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
  ) -> UInt16? {
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let found = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { call(file, $0, &length) }
    }
    guard found == 0, address.sin_family == sa_family_t(AF_INET) else { return nil }
    return UInt16(bigEndian: address.sin_port)
  }

  /// The bytes that a connection has received; `nil` where the system does not count them: a head is then limited
  /// only by the time that a connection may stay without a request.
  ///
  /// Source: Linux, `tcpi_bytes_received` of `struct tcp_info` in `linux/tcp.h`, at byte 128.
  private static func receivedBytes(_ file: Int32) -> UInt64? {
    #if os(Linux)
      var info = [UInt8](repeating: 0, count: 256)
      var length = socklen_t(info.count)
      guard getsockopt(file, Int32(IPPROTO_TCP), TCP_INFO, &info, &length) == 0, length >= 136 else {
        return nil
      }
      return info.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 128, as: UInt64.self) }
    #else
      return nil
    #endif
  }

  /// Lets this process open as many files as the system allows, for connections are files.
  static func raiseFileLimit() {
    #if os(Linux)
      let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
      let files = RLIMIT_NOFILE
    #endif
    var limit = rlimit()
    guard getrlimit(files, &limit) == 0 else { return }
    limit.rlim_cur = min(limit.rlim_max, rlim_t(ServerLimits.files))
    _ = setrlimit(files, &limit)
  }
}
