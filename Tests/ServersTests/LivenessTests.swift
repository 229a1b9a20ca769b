import Foundation
import TestSupport
import Testing

/// How soon others are answered while the server is busy. The bound is generous, for machines that are slow; the server
/// itself takes a hundredth of it.
@Suite(.serialized)
struct LivenessTests {
  private static let bound = Duration.seconds(1)

  private let server: ServerProcess
  private let other: String
  private let table: String

  init() throws {
    server = try ServerProcess()
    other = try server.begin()
    let csv = "a,b,y\n" + (0..<3_000).map { "\($0 % 17),\($0 % 29),\($0 % 7)\n" }.joined()
    table =
      try server.ask("POST", "/api/tables", csv, headers: ["Content-Type": "text/csv"]).object["table"]
      as! String
  }

  /// A run that takes long to train.
  private func large() throws -> String {
    try server.begin(
      """
      {"state":{"data":"\(table)","target":"y","features":null,"task":"regression","loss":"mae","optimizer":"adam",\
      "numerics":"keras","hidden":[128,128,128],"batch_size":256,"train_fraction":0.7}}
      """)
  }

  /// Sends a request whose answer is not awaited, on a connection that stays open.
  private func send(_ method: String, _ path: String, _ body: String?, type: String = "application/json")
    throws
    -> Connection
  {
    let connection = try Connection(server.port)
    try connection.send(server.text(method, path, body, headers: body == nil ? [:] : ["Content-Type": type]))
    return connection
  }

  /// Asks for this and that while the server is busy with something else: all of it is answered soon.
  private func expectAnswers(
    during work: [Connection], of runs: [String] = [], _ sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var requests: [(method: String, path: String, body: String?)] = [
      ("GET", "/api/catalogue", nil), ("GET", "/", nil), ("POST", "/api/sessions", "{}"),
      ("GET", "/api/sessions/\(other)", nil), ("POST", "/api/sessions/\(other)/run", "{}"),
      ("POST", "/api/sessions/\(other)/pause", "{}"),
      ("POST", "/api/sessions/\(other)/step", #"{"kind":"epoch"}"#),
      ("POST", "/api/sessions/\(other)/settings", #"{"state":{"noise":0.1}}"#),
      ("GET", "/api/sessions/\(other)/curve", nil), ("GET", "/api/sessions/\(other)/model", nil),
    ]
    for run in runs {
      requests += [("GET", "/api/sessions/\(run)", nil), ("GET", "/api/sessions/\(run)/curve", nil)]
    }
    Thread.sleep(forTimeInterval: 0.2)
    var worst = (time: Duration.zero, path: "")
    for _ in 0..<10 {
      for request in requests {
        let start = ContinuousClock.now
        let answer = try server.ask(request.method, request.path, request.body)
        let time = ContinuousClock.now - start
        #expect(
          [200, 201].contains(answer.status), "\(request.path): \(answer.error ?? "")",
          sourceLocation: sourceLocation)
        if time > worst.time { worst = (time, request.path) }
      }
    }
    #expect(worst.time < Self.bound, "\(worst.path): \(worst.time)", sourceLocation: sourceLocation)
    withExtendedLifetime(work) {}
  }

  @Test func sweepsOnAllCoresHoldNothingUp() throws {
    let runs = try (0..<3).map { _ in try large() }
    let seeds = (0..<12).map { #"{"seed":\#($0)}"# }.joined(separator: ",")
    let sweeps = try runs.map {
      try send("POST", "/api/sessions/\($0)/sweep", #"{"states":[\#(seeds)],"epochs":5000}"#)
    }
    try expectAnswers(during: sweeps, of: runs)
  }

  @Test func runsWithViewersHoldNothingUp() throws {
    let runs = try (0..<3).map { _ in try large() }
    let streams = try runs.flatMap { run in
      try (0..<3).map { _ in try send("POST", "/api/sessions/\(run)/stream", "{}") }
    }
    for run in runs { _ = try server.ask("POST", "/api/sessions/\(run)/run", "{}") }
    try expectAnswers(during: streams, of: runs)
  }

  /// Also the run itself answers, and pauses, while its steps are made.
  @Test func stepsHoldNothingUp() throws {
    let run = try large()
    let step = try send("POST", "/api/sessions/\(run)/step", #"{"kind":"epoch","count":1000}"#)
    try expectAnswers(during: [step], of: [run])
    let start = ContinuousClock.now
    #expect(try server.ask("POST", "/api/sessions/\(run)/pause", "{}").status == 200)
    // The request for the steps is answered where they end.
    #expect(try step.answer().status == 200)
    #expect(ContinuousClock.now - start < Self.bound)
  }

  @Test func tablesAndModelsHoldNothingUp() throws {
    let csv = "a,b,c,d\n" + (0..<200_000).map { "\($0).5,\($0 % 7),x\($0 % 50),\($0)e3\n" }.joined()
    let uploads = try (0..<2).map { try send("POST", "/api/tables", csv + "\($0),1,x,1\n", type: "text/csv") }
    try expectAnswers(during: uploads)
    let run = try large()
    let models = try (0..<4).map { _ in try send("GET", "/api/sessions/\(run)/model", nil) }
    try expectAnswers(during: models, of: [run])
  }

  /// Two thirds of a request, of whichever kind, hold their connection's thread and nobody else.
  @Test func requestsThatDoNotEndHoldNothingUp() throws {
    let whole = server.text("POST", "/api/sessions/\(other)/step", #"{"kind":"epoch","count":1}"#)
    let parts = try (0..<200).map { place in
      let connection = try Connection(server.port)
      try connection.send(String(whole.prefix(whole.count * (place % 3 + 1) / 4)))
      return connection
    }
    try expectAnswers(during: parts)
  }
}
