import Foundation

/// A TCP socket on the loopback interface that never blocks: whoever waits says for how long, by monotonic time.
///
/// It is closed with its last reference, so that its number means the same socket to all threads that know it.
final class Socket: Sendable {
  private let file: Int32

  private init(_ file: Int32) {
    self.file = file
    _ = fcntl(file, F_SETFL, fcntl(file, F_GETFL) | O_NONBLOCK)
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
  }

  deinit { close(file) }

  // MARK: Listening

  /// Listens on a port; 0 for one that is free.
  ///
  /// - Throws: ``ServerError``.
  static func listening(on port: UInt16) throws(ServerError) -> Socket {
    #if os(Linux)
      let file = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let file = Foundation.socket(AF_INET, SOCK_STREAM, 0)
    #endif
    func failure() -> ServerError {
      errno == EADDRINUSE ? .portInUse(port) : .cannotListen(port, String(cString: strerror(errno)))
    }
    guard file >= 0 else { throw failure() }
    let socket = Socket(file)
    socket.set(SOL_SOCKET, SO_REUSEADDR)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
    let isBound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isBound, listen(file, 128) == 0 else { throw failure() }
    return socket
  }

  /// Two ends of a connection within the process, with as much room for what is under way as the system allows; `nil`
  /// where it has no files left.
  static func pair() -> (Socket, Socket)? {
    var files: [Int32] = [-1, -1]
    #if os(Linux)
      let code = socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &files)
    #else
      let code = socketpair(AF_UNIX, SOCK_STREAM, 0, &files)
    #endif
    guard code == 0 else { return nil }
    let ends = (Socket(files[0]), Socket(files[1]))
    for end in [ends.0, ends.1] { end.set(SOL_SOCKET, SO_SNDBUF, to: 1 << 20) }
    return ends
  }

  /// The port that it listens on.
  var port: UInt16 {
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(file, $0, &length) }
    }
    return UInt16(bigEndian: address.sin_port)
  }

  /// The next connection; `nil` where there is none.
  ///
  /// - Parameter isOutOfFiles: set where the system has no file left for it.
  func accepted(_ isOutOfFiles: inout Bool) -> Socket? {
    let connection = accept(file, nil, nil)
    isOutOfFiles = connection < 0 && (errno == EMFILE || errno == ENFILE)
    guard connection >= 0 else { return nil }
    let socket = Socket(connection)
    socket.set(Int32(IPPROTO_TCP), TCP_NODELAY)
    return socket
  }

  private func set(_ level: Int32, _ option: Int32, to value: Int32 = 1) {
    var value = value
    setsockopt(file, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
  }

  // MARK: Waiting

  /// What to wait for.
  enum Event {
    case input, room
  }

  /// Waits; returns whether what was waited for, or the end of the connection, is there.
  func wait(for event: Event, seconds: Double) -> Bool {
    var question = pollfd(fd: file, events: Int16(event == .input ? POLLIN : POLLOUT), revents: 0)
    return poll(&question, 1, Int32(max(0, min(seconds, 1e6)) * 1e3 + 0.999)) > 0
  }

  // MARK: Bytes

  /// What receiving or sending has come to.
  enum Transfer: Equatable {
    case bytes(Int)
    /// Nothing is there, or there is no room.
    case nothing
    case ended
  }

  func receive(into buffer: UnsafeMutableRawBufferPointer) -> Transfer {
    let count = recv(file, buffer.baseAddress, buffer.count, 0)
    return count == 0 ? .ended : transfer(count)
  }

  func send(_ bytes: UnsafeRawBufferPointer) -> Transfer {
    transfer(Foundation.send(file, bytes.baseAddress, bytes.count, 0))
  }

  private func transfer(_ count: Int) -> Transfer {
    if count >= 0 { return .bytes(count) }
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? .nothing : .ended
  }

  /// Whether the other end has sent something, or ended the connection.
  var hasInput: Bool { wait(for: .input, seconds: 0) }

  /// Ends the connection, for both directions or for what is sent; other threads that wait for it notice.
  func shutDown(sendingOnly: Bool = false) {
    shutdown(file, Int32(sendingOnly ? SHUT_WR : SHUT_RDWR))
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
    limit.rlim_cur = min(limit.rlim_max, max(limit.rlim_cur, rlim_t(ServerLimits.files)))
    _ = setrlimit(files, &limit)
  }
}
