import FlyingFox
import Foundation
import Vintner

/// Which request does what. Paths are compared as they were sent; none is ever a file path.
struct Routes: HTTPHandler {
  let gate: Gatekeeper
  let tables: TableStore
  let sessions: SessionStore
  let start: Catalogue.Start
  let guardian: ConnectionGuard

  func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
    let peer = request.peerPort
    if let peer { guardian.requestBegan(peer) }
    let response = await answer(request)
    if let peer, request.rawPath.hasSuffix("/stream") == false || response.statusCode != .ok {
      guardian.requestEnded(peer)
      if (request.bodySequence.count ?? .max) > 4_096, response.statusCode.code >= 400 {
        // Its body may not have been read: what follows is no request.
        guardian.condemn(peer)
      }
    }
    return response
  }

  private func answer(_ request: HTTPRequest) async -> HTTPResponse {
    if let fault = gate.fault(of: request) { return Reply.error(.forbidden, fault) }
    if request.isForAPI, let peer = request.peerPort { guardian.admit(peer) }
    do {
      return request.isForAPI ? try await api(request) : page(request)
    } catch let error as SessionError {
      return Reply.error(error)
    } catch {
      return Reply.error(.badRequest, "The message cannot be read: send it again.")
    }
  }

  private func page(_ request: HTTPRequest) -> HTTPResponse {
    guard let asset = Assets.all[request.rawPath] else { return Self.nothing }
    switch request.method {
    case .GET: return Reply.asset(asset)
    case .HEAD:
      var response = Reply.asset(Asset(type: asset.type, bytes: Data()))
      response.headers[.contentLength] = "\(asset.bytes.count)"
      return response
    default: return Reply.error(.methodNotAllowed, "A page is read with GET.")
    }
  }

  private func api(_ request: HTTPRequest) async throws -> HTTPResponse {
    let path = request.rawPath.split(separator: "/", omittingEmptySubsequences: false).dropFirst(2).map(
      String.init)
    switch (request.method, path) {
    case (.GET, ["catalogue"]): return Reply.json(Catalogue.json(start))
    case (.POST, ["tables"]): return try await addTable(request)
    case (.POST, ["sessions"]): return try await beginSession(request)
    case (_, _) where 2...3 ~= path.count && path[0] == "sessions":
      return try await session(request, path[1], path.count == 3 ? path[2] : nil)
    default: return Self.nothing
    }
  }

  private static var nothing: HTTPResponse {
    Reply.error(.notFound, "There is nothing at this address: open the one that was printed.")
  }

  private func addTable(_ request: HTTPRequest) async throws -> HTTPResponse {
    let bytes = try await request.body(
      atMost: ServerLimits.csvBytes, of: ["text/csv", "application/octet-stream", "text/plain"])
    let given = request.headers[HTTPHeader("X-Vintner-Filename")]?.removingPercentEncoding ?? ""
    let name = given.isEmpty ? "table.csv" : String(given.prefix(200))
    let tables = tables
    let entry = try await offloaded {
      tables.add(try DataFrame(csvBytes: bytes, name: name), named: name)
    }
    return Reply.json(entry.json, .created)
  }

  private struct Beginning: Decodable {
    var state: StatePart?
    var preset: String?
    var replace: String?
  }

  private func beginSession(_ request: HTTPRequest) async throws -> HTTPResponse {
    let wanted = try await request.message(Beginning.self)
    var state = PlaygroundState()
    if let name = wanted.preset {
      guard let preset = Preset.named(name) else {
        throw SessionError.malformed(ServerError.unknownPreset(name).description)
      }
      state = preset.state
    }
    state = wanted.state?.over(state) ?? state
    let (sessions, tables, complete) = (sessions, tables, state)
    let json = try await offloaded {
      let session = try PlaygroundSession(complete, tables: tables)
      // The run before is still there where this one cannot be.
      if let old = wanted.replace { sessions.remove(old) }
      let name = try sessions.add(session)
      return JSON.object(try session.description(name))
    }
    return Reply.json(json, .created)
  }
}

/// Does something that may take long on another thread.
func offloaded<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    DispatchQueue.global(qos: .userInitiated).async {
      continuation.resume(with: Result { () throws(SessionError) in try refusing(body) })
    }
  }
}
