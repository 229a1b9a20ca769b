import Foundation
import Vintner

/// Which request does what. Paths are compared as they were sent; none is ever a file path.
struct Routes: Sendable {
  let gate: Gatekeeper
  let tables: TableStore
  let sessions: SessionStore
  /// The catalogue, which is always the same.
  let catalogue: Data
  let memory: MemoryBudget

  func response(to request: Request) -> Response {
    if let fault = gate.fault(of: request.head) { return Reply.error(.forbidden, fault) }
    guard request.head.isForAPI else { return page(request) }
    request.admit()
    do throws(SessionError) {
      return try api(request)
    } catch {
      return Reply.error(error)
    }
  }

  private func page(_ request: Request) -> Response {
    guard let asset = Assets.all[request.head.path] else { return Self.nothing }
    guard ["GET", "HEAD"].contains(request.method) else {
      return Reply.error(.methodNotAllowed, "A page is read with GET.")
    }
    return Reply.asset(asset)
  }

  private func api(_ request: Request) throws(SessionError) -> Response {
    let path = request.head.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst(2).map(
      String.init)
    switch (request.method, path) {
    case ("GET", ["catalogue"]): return Reply.json(bytes: catalogue)
    case ("POST", ["tables"]): return try addTable(request)
    case ("POST", ["sessions"]): return try beginSession(request)
    case (_, _) where 2...3 ~= path.count && path[0] == "sessions":
      return try session(request, path[1], path.count == 3 ? path[2] : nil)
    default: return Self.nothing
    }
  }

  private static var nothing: Response {
    Reply.error(.notFound, "There is nothing at this address: open the one that was printed.")
  }

  private func addTable(_ request: Request) throws(SessionError) -> Response {
    // What arrives is in memory before it is known what becomes of it.
    let arrival = try TableStore.reserve(min(request.head.bodyCount, ServerLimits.csvBytes), of: memory)
    defer { arrival.release() }
    let bytes = try request.body(
      atMost: ServerLimits.csvBytes, of: ["text/csv", "application/octet-stream", "text/plain"])
    let given = request.head["x-vintner-filename"]?.removingPercentEncoding ?? ""
    let name = given.isEmpty ? "table.csv" : String(given.prefix(200))
    return Reply.json(try tables.add(csv: bytes, named: name).json, .created)
  }

  private struct Beginning: Decodable {
    var state: StatePart?
    var preset: String?
    var replace: String?
  }

  private func beginSession(_ request: Request) throws(SessionError) -> Response {
    let wanted = try request.message(Beginning.self)
    var state = PlaygroundState()
    if let name = wanted.preset {
      guard let preset = LessonPreset.named(name) else {
        throw .malformed(ServerError.unknownPreset(name).description)
      }
      state = preset.state
    }
    state = wanted.state?.over(state) ?? state
    let session = try PlaygroundSession(state, tables: tables, memory: memory)
    // The run before is still there where this one cannot be.
    if let old = wanted.replace { sessions.remove(old) }
    let name = try sessions.add(session)
    return Reply.json(.object(try session.description(name)), .created)
  }
}
