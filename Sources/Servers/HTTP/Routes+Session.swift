import Foundation
import Vintner

extension Routes {
  /// Handles a request about one run.
  func session(_ request: Request, _ name: String, _ verb: String?) throws(SessionError) -> Response {
    let feed = try sessions.find(name)
    defer { sessions.leave(name) }
    let session = feed.session
    switch (request.method, verb) {
    case ("GET", nil): return Reply.json(.object(try session.description(name)))
    case ("DELETE", nil):
      sessions.remove(name)
      return Reply.json(.object([:]))
    case ("POST", "stream"):
      _ = try request.message(EmptyMessage.self)
      guard sessions.beginStream(name) else {
        return Reply.error(.tooManyRequests, "Too many pages are open: close one first.")
      }
      return Reply.stream(FrameStream(feed) { [sessions] in sessions.endStream(name) })
    case ("GET", "curve"): return Reply.json(try Self.curve(session))
    case ("GET", "code"):
      return Reply.json(try Self.code(session, request.head.queried("as") ?? "", tables))
    case ("GET", "model"):
      let (bytes, memory) = try session.modelFile()
      return Reply.file(bytes, named: "model.safetensors", memory: memory)
    case ("POST", "sweep"): return try sweep(request, session, name)
    case ("POST", let verb?):
      guard let command = SessionCommand.all[verb] else {
        throw .absent("There is no command \(verb.quoted).")
      }
      guard try !refusing({ try command.action(session, request) }) else {
        return Reply.json(.object([("reset", .bool(true))] + (try session.description(name))))
      }
      return Reply.json(
        .object(["reset": .bool(false), "state": session.state.json, "frame": try session.frame()]))
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
    _ request: Request, _ session: PlaygroundSession, _ name: String
  ) throws(SessionError) -> Response {
    let sweep = try request.message(SessionSweep.self)
    guard sessions.beginSweep(name) else {
      throw .conflict("A sweep of this run is under way: wait for it to end.")
    }
    defer { sessions.endSweep(name) }
    let (state, tables, memory) = (session.state, tables, memory)
    // The page that requests a sweep counts as a viewer from now; one that is closed must not keep the machine busy.
    session.touch()
    let end = Clock.system.now + ServerLimits.sweepSeconds
    return Reply.json(
      try TrainingThread.result { () throws(SessionError) in
        try sweep.run(on: state, tables: tables, memory: memory) {
          Clock.system.now > end || session.isAbandoned(after: ServerLimits().unwatchedSeconds)
        }
      })
  }
}

/// What a page can do to a run, by the last part of the request's path.
struct SessionCommand: Sendable {
  /// Carries out a command; returns whether the page has to redraw everything.
  let action: @Sendable (PlaygroundSession, Request) throws -> Bool
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
    "model": SessionCommand { session, request in
      // The file, its tensors, and the parameters that they become.
      let arrival = try session.memory.reserve(
        6 * min(request.head.bodyCount, ServerLimits.modelBytes), for: "This model",
        remedy: "load a smaller one")
      defer { arrival.release() }
      let bytes = try request.body(atMost: ServerLimits.modelBytes, of: ["application/octet-stream"])
      return try session.load(model: [UInt8](bytes))
    },
  ]

  /// A command with a message.
  private init<Message: Decodable & Sendable>(
    _ type: Message.Type,
    _ body: @escaping @Sendable (PlaygroundSession, Message) throws -> Bool
  ) {
    self.init { session, request in try body(session, try request.message(type)) }
  }

  /// A command without one.
  private init(
    redraws: Bool = false, _ body: @escaping @Sendable (PlaygroundSession) throws -> Void
  ) {
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
