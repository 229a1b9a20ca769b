import Foundation
import TestSupport
import Testing
import Vintner

@testable import Servers

/// Every request of the page is answered while others train: what is expected is that it is, not how soon.
struct RouteLivenessTests {
  /// The page's server in this process, so that a test can hold a run as long as it likes.
  private final class Running: @unchecked Sendable {
    // Sendable holds because the test waits for the thread's end.
    let sessions = SessionStore()
    let port: UInt16
    private let listener: Socket
    private var isEnded = false
    private let condition = Condition()

    init() throws {
      listener = try Socket.listening(on: 0)
      port = listener.port
      let tables = TableStore()
      let routes = Routes(
        gate: Gatekeeper(port: port, token: "t"), tables: tables, sessions: sessions,
        catalogue: Data(Catalogue.json(Catalogue.Start()).bytes), memory: MemoryBudget())
      let server = HTTPServer { routes.response(to: $0) }
      Thread { [self] in server.run(on: listener) { !condition.withLock { isEnded } } }.start()
    }

    func end() { condition.withLock { isEnded = true } }

    /// A connection on which a request was sent.
    func sent(_ method: String, _ path: String, _ body: Data? = nil, _ type: String = "application/json")
      throws
      -> Connection
    {
      let connection = try Connection(port)
      try connection.send(
        "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nOrigin: http://127.0.0.1:\(port)\r\n"
          + "X-Vintner-Token: t\r\nConnection: close\r\nContent-Type: \(type)\r\nContent-Length: \(body?.count ?? 0)\r\n\r\n"
      )
      if let body { try connection.send(body) }
      return connection
    }

    func ask(_ method: String, _ path: String, _ body: String? = nil, type: String = "application/json")
      throws -> Answer
    {
      try sent(method, path, body.map { Data($0.utf8) }, type).answer()
    }

    func begin(_ body: String = "{}") throws -> String {
      try ask("POST", "/api/sessions", body).object["session"] as! String
    }
  }

  /// The commands of a run with a message each, `model` aside.
  private static let commands = [
    ("settings", #"{"state":{"learning_rate":0.01}}"#), ("settings", #"{"state":{"noise":0.1}}"#),
    ("run", "{}"),
    ("speed", #"{"perSecond":100}"#), ("view", #"{"focus":{"layer":0,"unit":0}}"#),
    ("view", #"{"axes":["alcohol","pH"]}"#), ("pause", "{}"),
    ("weights", #"{"biases":[{"layer":0,"unit":0,"value":0.5}]}"#), ("step", #"{"kind":"update","count":2}"#),
    ("regenerate", "{}"), ("reset", "{}"),
  ]

  @Test func everyRouteIsAnsweredWhileOthersTrain() throws {
    #expect(Set(Self.commands.map(\.0) + ["model"]) == Set(SessionCommand.all.keys))
    let server = try Running()
    defer { server.end() }
    let other = try server.begin(#"{"preset":"red-wine","state":{"hidden":[4]}}"#)
    let path = "/api/sessions/\(other)"
    // Two sweeps that do not end, three runs with viewers, and a thousand steps.
    let sweeping = try (0..<2).map { _ in try server.begin() }
    let streaming = try (0..<3).map { _ in try server.begin() }
    let stepping = try server.begin(#"{"preset":"red-wine","state":{"hidden":[64,64]}}"#)
    let seeds = (0..<12).map { #"{"seed":\#($0),"hidden":[8,8,8,8]}"# }.joined(separator: ",")
    let sweeps = try sweeping.map {
      try server.sent(
        "POST", "/api/sessions/\($0)/sweep", Data(#"{"states":[\#(seeds)],"epochs":5000}"#.utf8))
    }
    let streams = try streaming.map { try server.sent("POST", "/api/sessions/\($0)/stream", Data("{}".utf8)) }
    for run in streaming { #expect(try server.ask("POST", "/api/sessions/\(run)/run", "{}").status == 200) }
    let step = try server.sent(
      "POST", "/api/sessions/\(stepping)/step", Data(#"{"kind":"epoch","count":1000}"#.utf8))
    defer { for name in sweeping + streaming + [stepping, other] { server.sessions.remove(name) } }

    for asset in Assets.all.keys.sorted() { #expect(try server.ask("GET", asset).status == 200, "\(asset)") }
    #expect(try server.ask("HEAD", "/").status == 200)
    #expect(try server.ask("GET", "/api/catalogue").status == 200)
    #expect(try server.ask("POST", "/api/tables", "a,y\n1,2\n3,4\n", type: "text/csv").status == 201)
    #expect(try server.ask("DELETE", "/api/sessions/\(try server.begin())").status == 200)
    for place in ["", "/curve", "/code?as=swift", "/code?as=shell", "/code?as=keras"] {
      for name in [other, stepping] + sweeping + streaming {
        #expect(try server.ask("GET", "/api/sessions/\(name)\(place)").status == 200, "\(place)")
      }
    }
    for (verb, message) in Self.commands {
      #expect(try server.ask("POST", "\(path)/\(verb)", message).status == 200, "\(verb)")
    }
    let model = try server.ask("GET", path + "/model")
    #expect(model.status == 200)
    #expect(
      try server.sent("POST", path + "/model", model.body, "application/octet-stream").answer().status == 200)
    #expect(try server.ask("POST", path + "/sweep", #"{"states":[{"seed":1}],"epochs":1}"#).status == 200)
    let viewer = try server.sent("POST", path + "/stream", Data("{}".utf8))
    #expect(viewer.line()?.hasPrefix("HTTP/1.1 200") == true)
    // None of what was under way has ended meanwhile.
    #expect(sweeps.allSatisfy { !$0.hasInput })
    #expect(streams.allSatisfy { $0.line()?.hasPrefix("HTTP/1.1 200") == true })
    withExtendedLifetime(step) {}
  }

  /// A run in the middle of an update that does not end: what needs the run itself is refused, the rest is answered.
  @Test func everyRouteOfARunIsAnsweredDuringAnUpdate() throws {
    let server = try Running()
    defer { server.end() }
    let name = try server.begin(#"{"preset":"red-wine","state":{"hidden":[4]}}"#)
    let path = "/api/sessions/\(name)"
    let session = try server.sessions.find(name).session
    let (isHeld, mayGoOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    defer { mayGoOn.signal() }
    Thread {
      try? session.command { _, _ throws(SessionError) in
        isHeld.signal()
        mayGoOn.wait()
      }
    }.start()
    isHeld.wait()
    for place in ["", "/curve", "/code?as=swift", "/model"] {
      #expect(try server.ask("GET", path + place).status == 200, "\(place)")
    }
    for (verb, message, status) in [
      ("run", "{}", 200), ("speed", #"{"perSecond":100}"#, 200),
      ("view", #"{"focus":{"layer":0,"unit":0}}"#, 200),
      ("pause", "{}", 200), ("settings", #"{"state":{"learning_rate":0.01}}"#, 503),
      ("weights", #"{"biases":[{"layer":0,"unit":0,"value":0.5}]}"#, 503),
      ("view", #"{"axes":["alcohol","pH"]}"#, 503), ("sweep", #"{"states":[{"seed":1}],"epochs":1}"#, 200),
      // A new run takes its place, and is trained.
      ("reset", "{}", 200), ("step", #"{"kind":"update","count":2}"#, 200),
    ] {
      let answer = try server.ask("POST", "\(path)/\(verb)", message)
      #expect(answer.status == status, "\(verb): \(answer.error ?? "")")
    }
    #expect(try server.ask("DELETE", path).status == 200)
    #expect(try server.ask("GET", path).status == 404)
  }
}
