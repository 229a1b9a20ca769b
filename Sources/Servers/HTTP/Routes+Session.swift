import FlyingFox
import Foundation
import Vintner

extension Routes {
  /// Handles a request about one run.
  func session(_ request: HTTPRequest, _ name: String, _ verb: String?) async throws -> HTTPResponse {
    let feed = try sessions.find(name)
    let session = feed.session
    switch (request.method, verb) {
    case (.GET, nil): return Reply.json(try await offloaded { .object(try session.description(name)) })
    case (.DELETE, nil):
      sessions.remove(name)
      return Reply.json(.object([:]))
    case (.POST, "stream"):
      _ = try await request.message(EmptyMessage.self)
      guard sessions.beginStream(name) else {
        return Reply.error(.tooManyRequests, "Too many pages are open: close one first.")
      }
      let (sessions, guardian, peer) = (sessions, guardian, request.peerPort)
      let lease = StreamLease {
        sessions.endStream(name)
        if let peer { guardian.requestEnded(peer) }
      }
      return Reply.stream(FrameStream(feed: feed, lease: lease))
    case (.GET, "curve"): return Reply.json(try await offloaded { try Self.curve(session) })
    case (.GET, "code"):
      let language = request.query.first { $0.name == "as" }?.value ?? ""
      let tables = tables
      return Reply.json(try await offloaded { try Self.code(session, language, tables) })
    case (.GET, "model"):
      return Reply.file(try await offloaded { try session.modelBytes() }, named: "model.safetensors")
    case (.POST, "sweep"): return try await sweep(request, session, name)
    case (.POST, let verb?):
      guard let command = SessionCommand.all[verb] else {
        throw SessionError.absent("There is no command \(verb.quoted).")
      }
      let action = try await command.action(request)
      return Reply.json(
        try await offloaded {
          guard try !action(session) else {
            return .object([("reset", .bool(true))] + (try session.description(name)))
          }
          let frame = try session.frame()
          return .object(["reset": .bool(false), "state": session.state.json, "frame": frame])
        })
    default: return Reply.error(.methodNotAllowed, "A run is read with GET and changed with POST.")
    }
  }

  private static func curve(_ session: PlaygroundSession) throws -> JSON {
    let points = try session.curve
    return .object([
      "epoch": .integers(points.map(\.epoch)), "trainLoss": .numbers(points.map(\.trainLoss)),
      "testLoss": .numbers(points.map(\.testLoss)),
    ])
  }

  private static func code(
    _ session: PlaygroundSession, _ language: String, _ tables: TableStore
  ) throws -> JSON {
    guard let kind = SessionCode(rawValue: language) else {
      throw SessionError.malformed(
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
    // The page that requests a sweep counts as a viewer from now; one that is closed must not keep the machine busy.
    session.touch()
    let end = Clock.system.now + ServerLimits.sweepSeconds
    return Reply.json(
      try await offloaded {
        try sweep.run(on: state, table: table) {
          Clock.system.now > end || session.isAbandoned(after: ServerLimits().unwatchedSeconds)
        }
      })
  }
}

/// What a page can do to a run, by the last part of the request's path.
private struct SessionCommand: Sendable {
  /// Carries out a command; returns whether the page has to redraw everything.
  typealias Action = @Sendable (PlaygroundSession) throws -> Bool

  /// Reads a request.
  let action: @Sendable (HTTPRequest) async throws -> Action
}

extension SessionCommand {
  static let all: [String: SessionCommand] = [
    "settings": SessionCommand(SettingsMessage.self) { try $0.change($1.state) },
    "run": SessionCommand { try $0.start() },
    "pause": SessionCommand { try $0.pause() },
    "reset": SessionCommand(redraws: true) { try $0.reset() },
    "regenerate": SessionCommand(redraws: true) { try $0.regenerate() },
    "step": SessionCommand(StepMessage.self) { session, message in
      guard let kind = PlaygroundSession.Step(rawValue: message.kind) else {
        throw SessionError.malformed("A step is an update or an epoch, received \(message.kind.quoted).")
      }
      try session.step(kind, count: message.count ?? 1)
      return false
    },
    "speed": SessionCommand(SpeedMessage.self) { session, message in
      try session.setSpeed(message.perSecond, of: message.unit ?? "epoch")
      return false
    },
    "weights": SessionCommand(WeightsMessage.self) { session, message in
      try session.edit((message.weights ?? []) + (message.biases ?? []))
      return false
    },
    "view": SessionCommand(ViewMessage.self) { session, message in
      try session.look(at: message.focus)
      guard let axes = message.axes else { return false }
      try session.show(axes: axes)
      return true
    },
    "model": SessionCommand(action: { request in
      let bytes = try await request.body(
        atMost: ServerLimits.modelBytes, of: ["application/octet-stream"])
      return { try $0.load(model: Array(bytes)) }
    }),
  ]

  /// A command with a message.
  private init<Message: Decodable & Sendable>(
    _ type: Message.Type, _ body: @escaping @Sendable (PlaygroundSession, Message) throws -> Bool
  ) {
    self.init(action: { request in
      let message = try await request.message(type)
      return { try body($0, message) }
    })
  }

  /// A command without one.
  private init(redraws: Bool = false, _ body: @escaping @Sendable (PlaygroundSession) throws -> Void) {
    self.init(EmptyMessage.self) { session, _ in
      try body(session)
      return redraws
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
  var axes: [String]?
  var focus: Focus?
}
