import Foundation
import Vintner

/// The playground's server: a page at a local address, and the runs that it shows.
///
///     let server = try PlaygroundServer(port: 0, preset: "spiral")
///     server.run(while: { !isInterrupted }) { address in print(address) }
///
/// It listens only on the loopback interface. The printed address is the only way in: it ends with a token.
package final class PlaygroundServer: Sendable {
  private let listener: Socket
  private let token = Gatekeeper.newToken()
  private let memory: MemoryBudget
  private let tables: TableStore
  private let sessions = SessionStore()
  private let start: Catalogue.Start

  /// Prepares a server and begins to listen.
  ///
  /// - Parameters:
  ///   - port: where to listen; 0 for a port that is free.
  ///   - preset: the lesson that the page begins with. Default: none.
  ///   - table: a table that the page begins with, and its name. Default: none.
  ///   - memory: what tables and runs may take. Default: half of the machine's memory.
  /// - Throws: ``ServerError``.
  package init(
    port: UInt16, preset: String? = nil, table: (frame: DataFrame, name: String)? = nil,
    memory: MemoryBudget = MemoryBudget()
  ) throws(ServerError) {
    PageMemory.shareHeap()
    guard !Assets.all.isEmpty else { throw .noPage }
    if let preset, LessonPreset.named(preset) == nil { throw .unknownPreset(preset) }
    self.memory = memory
    tables = TableStore(memory: memory)
    var start = Catalogue.Start(preset: preset)
    if let table {
      do throws(SessionError) {
        start.table = try tables.pin(table.frame, named: table.name).json
      } catch {
        throw .table(error.description)
      }
    }
    self.start = start
    listener = try Socket.listening(on: port)
    memory.whenShort { [tables, sessions] in tables.dropUnused() || sessions.dropOldest() }
  }

  /// Serves until something ends it.
  ///
  /// - Parameters:
  ///   - continues: called often; whether to continue.
  ///   - ready: called with the address once it can be opened.
  package func run(while continues: () -> Bool, _ ready: (_ address: String) -> Void) {
    let port = listener.port
    let routes = Routes(
      gate: Gatekeeper(port: port, token: token), tables: tables, sessions: sessions,
      catalogue: Data(Catalogue.json(start).bytes), memory: memory)
    let server = HTTPServer { routes.response(to: $0) }
    ready("http://127.0.0.1:\(port)/#\(token)")
    var inspected = 0.0
    server.run(on: listener) {
      if Clock.system.now - inspected > 2 {
        inspected = Clock.system.now
        sessions.releaseIdleRuns()
      }
      return continues()
    }
  }
}

/// Why there is no server. `description` is one sentence that says what to do.
package enum ServerError: Error, Sendable, Equatable {
  case unknownPreset(String)
  case portInUse(UInt16)
  case cannotListen(UInt16, String)
  case noPage
  /// There is no memory for the table that the page begins with.
  case table(String)
}

extension ServerError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unknownPreset(let name):
      "There is no preset \"\(name)\"; all are \(LessonPreset.all.map(\.name).joined(separator: ", "))."
    case .portInUse(let port):
      "The port \(port) is in use: give another with --port, or 0 for one that is free."
    case .cannotListen(let port, let reason):
      "Cannot listen on port \(port): \(reason); give another with --port, or 0 for one that is free."
    case .table(let sentence): sentence
    case .noPage:
      "The page's files are missing: keep the folder Vintner_Servers.resources beside the program."
    }
  }
}
