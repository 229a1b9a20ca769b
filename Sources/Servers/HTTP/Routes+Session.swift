import FlyingFox
import Foundation
import Vintner

extension Routes {
  /// Handles a request about one run.
  func session(
    _ request: HTTPRequest, _ method: HTTPMethod, _ name: String, _ verb: String?
  ) async throws -> HTTPResponse {
    let (session, feed) = try sessions.find(name)
    switch (method, verb) {
    case (.GET, nil):
      return Reply.json(
        .object(try await offloaded { () throws(SessionError) in try session.description(name) }))
    case (.DELETE, nil):
      sessions.remove(name)
      return Reply.json(.object([:]))
    case (.POST, "stream"):
      _ = try await request.message(EmptyMessage.self)
      guard sessions.beginStream(name) else {
        return Reply.error(.tooManyRequests, "Too many pages are open: close one first.")
      }
      let (sessions, guardian, peer) = (sessions, guardian, request.peerPort)
      return Reply.stream(
        FrameStream(
          feed: feed,
          lease: StreamLease {
            sessions.endStream(name)
            if let peer { guardian.requestEnded(peer) }
          }))
    case (.GET, "curve"):
      return Reply.json(try await offloaded { () throws(SessionError) in try Self.curve(session) })
    case (.GET, "code"):
      let language = request.query.first { $0.name == "as" }?.value ?? ""
      let tables = tables
      return Reply.json(
        try await offloaded { () throws(SessionError) in try Self.code(session, language, tables) })
    case (.GET, "model"):
      let bytes = try await offloaded { () throws(SessionError) in try session.modelBytes() }
      return Reply.file(bytes, named: "model.safetensors")
    case (.POST, "sweep"): return try await sweep(request, session, name)
    case (.POST, let verb?): return try await command(verb, request, session, name)
    default: return Reply.error(.methodNotAllowed, "A run is read with GET and changed with POST.")
    }
  }

  private static func curve(_ session: PlaygroundSession) throws(SessionError) -> JSON {
    let points = try session.curve
    return .object([
      "epoch": .integers(points.map(\.epoch)), "trainLoss": .numbers(points.map(\.trainLoss)),
      "testLoss": .numbers(points.map(\.testLoss)),
    ])
  }

  private static func code(
    _ session: PlaygroundSession, _ language: String, _ tables: TableStore
  ) throws(SessionError) -> JSON {
    guard let kind = SessionCode(rawValue: language) else {
      throw .malformed(
        "Code is written as one of \(SessionCode.allCases.map(\.rawValue).joined(separator: ", ")).")
    }
    return .object(["code": .text(try session.code(kind, file: tables.name(of: session.state.data)))])
  }

  private func sweep(
    _ request: HTTPRequest, _ session: PlaygroundSession, _ name: String
  ) async throws -> HTTPResponse {
    let sweep = try await request.message(SessionSweep.self)
    guard sessions.beginSweep(name) else {
      throw SessionError.conflict("A sweep of this run is under way: wait for it to end.")
    }
    defer { sessions.endSweep(name) }
    let state = session.state
    let table = session.table(of: state)
    // Whoever requests a sweep counts as a viewer from now; a page that is closed must not keep the machine busy.
    session.touch()
    let end = Clock.system.now + ServerLimits.sweepSeconds
    return Reply.json(
      try await offloaded { () throws(SessionError) in
        try sweep.run(on: state, table: table) {
          Clock.system.now > end || session.isAbandoned(after: ServerLimits().unwatchedSeconds)
        }
      })
  }

  private func command(
    _ verb: String, _ request: HTTPRequest, _ session: PlaygroundSession, _ name: String
  ) async throws -> HTTPResponse {
    let action = try await action(verb, request)
    let json = try await offloaded { () throws(SessionError) in
      let isReset = try action(session)
      var members: [(String, JSON)] = [("reset", .bool(isReset))]
      if isReset {
        members += try session.description(name)
      } else {
        let frame = try session.frame()
        members += [("state", session.state.json), ("frame", frame)]
      }
      return JSON.object(members)
    }
    return Reply.json(json)
  }

  /// What a command does to a run; returns whether the page has to redraw everything.
  private typealias Action = @Sendable (PlaygroundSession) throws(SessionError) -> Bool

  private func action(_ verb: String, _ request: HTTPRequest) async throws -> Action {
    switch verb {
    case "settings":
      let part = try await request.message(SettingsMessage.self).state
      return { session throws(SessionError) in try session.change(part) }
    case "run":
      return try await plain(request) { session throws(SessionError) in try session.start() }
    case "pause":
      return try await plain(request) { session throws(SessionError) in try session.pause() }
    case "reset":
      return try await plain(request, resets: true) { session throws(SessionError) in try session.reset() }
    case "regenerate":
      return try await plain(request, resets: true) { session throws(SessionError) in
        try session.regenerate()
      }
    case "step":
      let message = try await request.message(StepMessage.self)
      guard let kind = PlaygroundSession.Step(rawValue: message.kind) else {
        throw SessionError.malformed("A step is an update or an epoch, received \(message.kind.quoted).")
      }
      return { session throws(SessionError) in
        try session.step(kind, count: message.count ?? 1)
        return false
      }
    case "speed":
      let message = try await request.message(SpeedMessage.self)
      return { session throws(SessionError) in
        try session.setSpeed(message.perSecond, of: message.unit ?? "epoch")
        return false
      }
    case "weights":
      let message = try await request.message(WeightsMessage.self)
      return { session throws(SessionError) in
        try session.edit((message.weights ?? []) + (message.biases ?? []))
        return false
      }
    case "view": return try await view(try await request.message(ViewMessage.self))
    case "model":
      let bytes = try await request.body(
        atMost: ServerLimits.modelBytes, of: ["application/octet-stream"])
      return { session throws(SessionError) in
        try session.load(model: Array(bytes))
      }
    default: throw SessionError.absent("There is no command \(verb.quoted).")
    }
  }

  private func plain(
    _ request: HTTPRequest, resets: Bool = false,
    _ body: @escaping @Sendable (PlaygroundSession) throws(SessionError) -> Void
  ) async throws -> Action {
    _ = try await request.message(EmptyMessage.self)
    return { session throws(SessionError) in
      try body(session)
      return resets
    }
  }

  private func view(_ message: ViewMessage) async throws -> Action {
    { session throws(SessionError) in
      try session.look(atLayer: message.focus?.layer, unit: message.focus?.unit)
      guard let axes = message.axes else { return false }
      try session.show(axes: axes)
      return true
    }
  }
}

private struct EmptyMessage: Decodable {}

private struct SettingsMessage: Decodable {
  let state: StatePart
}

private struct StepMessage: Decodable {
  let kind: String
  var count: Int?
}

private struct SpeedMessage: Decodable {
  var unit: String?
  var perSecond: Double?
}

private struct WeightsMessage: Decodable {
  var weights: [PlaygroundSession.Edit]?
  var biases: [PlaygroundSession.Edit]?
}

private struct ViewMessage: Decodable {
  struct Place: Decodable {
    let layer: Int
    let unit: Int
  }

  var axes: [String]?
  var focus: Place?
}
