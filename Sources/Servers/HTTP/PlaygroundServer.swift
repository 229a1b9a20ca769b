import FlyingFox
import FlyingSocks
import Foundation
import Synchronization
import Vintner

/// The playground's server: a page at a local address, and the runs that it shows.
///
///     let server = try PlaygroundServer(port: 0, preset: "spiral")
///     try await server.run { address in print(address) }
///
/// It listens only on the loopback interface. The printed address is the only way in: it ends with a token.
package final class PlaygroundServer: Sendable {
  private let port: UInt16
  private let token = Gatekeeper.newToken()
  private let tables = TableStore()
  private let sessions = SessionStore()
  private let start: Catalogue.Start

  /// Prepares a server.
  ///
  /// - Parameters:
  ///   - port: where to listen; 0 for a port that is free.
  ///   - preset: the lesson that the page begins with. Default: none.
  ///   - table: a table that the page begins with, and its name. Default: none.
  /// - Throws: ``ServerError``.
  package init(
    port: UInt16, preset: String? = nil, table: (frame: DataFrame, name: String)? = nil
  ) throws(ServerError) {
    guard !Assets.all.isEmpty else { throw .noPage }
    if let preset, Preset.named(preset) == nil { throw .unknownPreset(preset) }
    self.port = port
    var start = Catalogue.Start(preset: preset)
    if let table { start.table = tables.add(table.frame, named: table.name, isPinned: true).json }
    self.start = start
  }

  /// Serves until the task is cancelled.
  ///
  /// - Parameter ready: called with the address once it can be opened.
  /// - Throws: ``ServerError`` where the port cannot be listened on.
  package func run(_ ready: @escaping @Sendable (_ address: String) -> Void) async throws {
    signal(SIGPIPE, SIG_IGN)
    ConnectionGuard.raiseFileLimit()
    var port = self.port
    var isFirst = true
    while !Task.isCancelled {
      let began = Clock.system.now
      do {
        port = try await serve(on: port, isFirst ? ready : nil)
      } catch let error as ServerError {
        throw error
      } catch {
        if Task.isCancelled { return }
        // The system may run out of files for a moment: the runs survive that, and so does the server.
        guard Clock.system.now - began > 0.2 else {
          throw ServerError.cannotListen(port, "\(error)")
        }
        try await Task.sleep(for: .milliseconds(200))
      }
      isFirst = false
    }
  }

  private func serve(
    on wanted: UInt16, _ ready: (@Sendable (String) -> Void)?
  ) async throws -> UInt16 {
    let port = try wanted == 0 ? Self.freePort() : Self.checked(wanted)
    let guardian = ConnectionGuard(port: port)
    let routes = Routes(
      gate: Gatekeeper(port: port, token: token), tables: tables, sessions: sessions, start: start,
      guardian: guardian)
    let server = HTTPServer(
      config: .init(
        address: try sockaddr_in.inet(ip4: "127.0.0.1", port: port), timeout: ServerLimits.commandSeconds,
        sharedRequestBufferSize: ServerLimits.bodyBufferBytes, pool: guardian, logger: .disabled),
      handler: routes)
    let (sessions, token) = (self.sessions, self.token)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.run() }
      group.addTask {
        try await server.waitUntilListening()
        ready?("http://127.0.0.1:\(port)/#\(token)")
        while true {
          try await Task.sleep(for: .seconds(2))
          sessions.releaseIdleRuns()
        }
      }
      defer { group.cancelAll() }
      try await group.next()
    }
    return port
  }

  /// A port that nobody listens on.
  private static func freePort() throws -> UInt16 {
    let socket = try Socket(domain: AF_INET)
    defer { try? socket.close() }
    try socket.bind(to: sockaddr_in.inet(ip4: "127.0.0.1", port: 0))
    guard case .ip4(_, let port) = try socket.sockname() else { throw ServerError.cannotListen(0, "no port") }
    return port
  }

  /// The port, if it can be listened on.
  private static func checked(_ port: UInt16) throws -> UInt16 {
    do {
      let socket = try Socket(domain: AF_INET)
      defer { try? socket.close() }
      try socket.setValue(true, for: .localAddressReuse)
      try socket.bind(to: sockaddr_in.inet(ip4: "127.0.0.1", port: port))
      try socket.listen()
      return port
    } catch SocketError.failed(_, let code, let message) {
      throw code == EADDRINUSE ? ServerError.portInUse(port) : .cannotListen(port, message)
    }
  }
}

/// Why there is no server. `description` is one sentence that says what to do.
package enum ServerError: Error, Sendable, Equatable {
  case unknownPreset(String)
  case portInUse(UInt16)
  case cannotListen(UInt16, String)
  case noPage
}

extension ServerError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unknownPreset(let name):
      "There is no preset \"\(name)\"; all are \(Preset.all.map(\.name).joined(separator: ", "))."
    case .portInUse(let port):
      "The port \(port) is in use: give another with --port, or 0 for one that is free."
    case .cannotListen(let port, let reason):
      "Cannot listen on port \(port): \(reason); give another with --port, or 0 for one that is free."
    case .noPage:
      "The page's files are missing: keep the folder Vintner_Servers.resources beside the program."
    }
  }
}

/// What the server takes and keeps.
struct ServerLimits: Sendable {
  /// A table's CSV file, in bytes.
  static let csvBytes = 64 << 20
  /// A command, in bytes.
  static let jsonBytes = 64 << 10
  /// A saved model, in bytes.
  static let modelBytes = 32 << 20
  /// A request's line and headers, in bytes.
  static let headBytes = 8 << 10
  /// The part of a body that may be read with the head, in bytes.
  static let bodyBufferBytes = 4 << 10
  /// Files that the process may have open.
  static let files = 4_096
  /// How long a command may take, in seconds.
  static let commandSeconds = 120.0
  /// How long a sweep may take, in seconds: less, so that its refusal can still be sent.
  static let sweepSeconds = 110.0

  /// Runs at a time.
  var sessions = 16
  /// Tables at a time.
  var tables = 8
  /// Streams of one run, and of all.
  var streamsOfSession = 8
  var streams = 48
  /// Connections at a time.
  var connections = 256
  /// How long a request's head may take, in seconds.
  var headSeconds = 10.0
  /// How long a connection may stay without a request, in seconds.
  var idleSeconds = 120.0
  /// How long a reader may receive nothing, in seconds.
  var stallSeconds = 20.0
  /// How long a run is trained without viewers, in seconds.
  var unwatchedSeconds = 20.0
  /// How long a run is kept without requests, in seconds.
  var forgottenSeconds = 3_600.0
}
