import Foundation
import TestSupport
import Testing

@testable import Servers

/// The server as a process: what a page does with it.
struct ServerTests {
  @Test func servesThePageAndNothingElse() throws {
    let server = try ServerProcess()
    for (path, type) in [("/", "text/html; charset=utf-8"), ("/index.html", "text/html; charset=utf-8")] {
      let page = try server.ask("GET", path, headers: ["X-Vintner-Token": ""])
      #expect(page.status == 200 && page.headers["content-type"] == type && !page.body.isEmpty)
      #expect(
        page.headers["content-security-policy"]?.hasPrefix("default-src 'none'; script-src 'self'") == true)
      #expect(page.headers["content-security-policy"]?.contains("unsafe") == false)
      #expect(page.headers["x-content-type-options"] == "nosniff")
    }
    let head = try server.ask("HEAD", "/", headers: ["X-Vintner-Token": ""])
    #expect(head.status == 200 && Int(head.headers["content-length"]!)! > 0)
    let catalogue = try server.ask("GET", "/api/catalogue")
    #expect(catalogue.status == 200 && catalogue.headers["cache-control"] == "no-store")
    #expect((catalogue.object["presets"] as? [Any])?.count == LessonPreset.all.count)
  }

  /// Every file of the page is served under its name, the page itself under `/` too, and nothing else.
  @Test func everyFileOfThePageIsServed() throws {
    let folder = Repository.root.appending(path: "Sources/Servers/Resources").path
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(Set(Assets.all.keys) == Set(names.map { "/" + $0 } + ["/"]))
    #expect(Assets.all.values.allSatisfy { $0.type != "application/octet-stream" })
  }

  @Test func aRunIsTrainedWhileItIsStreamed() throws {
    let server = try ServerProcess("--preset", "spiral")
    #expect(
      ((try server.ask("GET", "/api/catalogue").object["start"]) as? [String: Any])?["preset"] as? String
        == "spiral")
    let name = try server.begin(#"{"preset":"spiral"}"#)
    let stream = try Connection(server.port)
    try stream.send(server.text("POST", "/api/sessions/\(name)/stream", "{}"))
    #expect(try server.ask("POST", "/api/sessions/\(name)/run", "{}").status == 200)
    var epochs: [Int] = []
    while epochs.count < 10, let line = stream.line() {
      guard line.hasPrefix("{") else { continue }
      let frame = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      epochs.append(frame["epoch"] as! Int)
    }
    #expect(epochs.count == 10 && epochs == epochs.sorted() && epochs[9] > epochs[1])
    let paused = try server.ask("POST", "/api/sessions/\(name)/pause", "{}")
    let epoch = (paused.object["frame"] as? [String: Any])?["epoch"] as? Int
    let again = try server.ask("GET", "/api/sessions/\(name)")
    #expect((again.object["frame"] as? [String: Any])?["epoch"] as? Int == epoch)
    let curve = try server.ask("GET", "/api/sessions/\(name)/curve").object["epoch"] as? [Int]
    #expect(curve?.first == 0 && (2...2_000).contains(curve?.count ?? 0))
    for way in ["swift", "shell", "keras"] {
      #expect(
        (try server.ask("GET", "/api/sessions/\(name)/code?as=\(way)").object["code"] as? String)?.isEmpty
          == false)
    }
    let changed = try server.ask(
      "POST", "/api/sessions/\(name)/settings", #"{"state":{"learning_rate":0.1}}"#)
    #expect(changed.object["reset"] as? Bool == false)
    let reset = try server.ask("POST", "/api/sessions/\(name)/settings", #"{"state":{"noise":0.1}}"#)
    #expect(reset.object["reset"] as? Bool == true && reset.object["points"] != nil)
    #expect(try server.ask("DELETE", "/api/sessions/\(name)").status == 200)
    #expect(try server.ask("GET", "/api/sessions/\(name)").status == 404)
  }

  @Test func aTableIsTakenAndTrainedOn() throws {
    let server = try ServerProcess("--data", Repository.redWine.path)
    let start = try server.ask("GET", "/api/catalogue").object["start"] as? [String: Any]
    let table = try #require((start?["table"] as? [String: Any])?["table"] as? String)
    let text = #"{"preset":"red-wine","state":{"data":"\#(table)","target":"quality"}}"#
    let begun = try server.ask("POST", "/api/sessions", text)
    #expect(begun.status == 201 && begun.object["axes"] is [String: Any])
    let name = begun.object["session"] as! String
    let step = try server.ask("POST", "/api/sessions/\(name)/step", #"{"kind":"epoch","count":3}"#)
    #expect((step.object["frame"] as? [String: Any])?["epoch"] as? Int == 3)
    let axes = try server.ask("POST", "/api/sessions/\(name)/view", #"{"axes":["alcohol","pH"]}"#)
    #expect((axes.object["axes"] as? [String: Any])?["names"] as? [String] == ["alcohol", "pH"])
  }

  @Test func aColumnMayBeCalledAScript() throws {
    let server = try ServerProcess()
    let csv = "<script>alert(1)</script>,y\n" + (0..<30).map { "\($0),\($0 % 3)\n" }.joined()
    let table = try server.ask("POST", "/api/tables", csv, headers: ["Content-Type": "text/csv"])
    #expect(table.status == 201)
    #expect(!String(decoding: table.body, as: UTF8.self).contains("<script>"))
    let columns = table.object["columns"] as? [[String: Any]]
    #expect(columns?[0]["name"] as? String == "<script>alert(1)</script>")
    let id = table.object["table"] as! String
    let begun = try server.ask(
      "POST", "/api/sessions",
      #"{"preset":"red-wine","state":{"data":"\#(id)","target":"y"}}"#)
    #expect(begun.status == 201 && !String(decoding: begun.body, as: UTF8.self).contains("<script>"))
    let bad = try server.ask("POST", "/api/tables", "a,b\n1,2,3\n", headers: ["Content-Type": "text/csv"])
    #expect(bad.status == 400 && bad.error?.contains("line 2") == true)
  }

  @Test func aStreamAndAnIdleConnectionCanBeUsedAgain() throws {
    let server = try ServerProcess()
    let name = try server.begin()
    let keepAlive = ["Connection": "keep-alive"]
    let (stream, idle) = (try Connection(server.port), try Connection(server.port))
    try stream.send(server.text("POST", "/api/sessions/\(name)/stream", "{}", headers: keepAlive))
    try idle.send(server.text("GET", "/api/catalogue", headers: keepAlive))
    #expect(try idle.answer().status == 200)
    while let line = stream.line(), !line.hasPrefix("{") {}
    _ = try server.ask("POST", "/api/sessions/\(name)/step", #"{"kind":"epoch"}"#)
    var epoch: Int?
    while epoch != 1, let line = stream.line() {
      epoch =
        (try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["epoch"] as? Int
        ?? epoch
    }
    #expect(epoch == 1)
    try idle.send(server.text("GET", "/api/catalogue", headers: keepAlive))
    #expect(try idle.answer().status == 200)
  }

  @Test func endsWithCtrlC() throws {
    let server = try ServerProcess()
    _ = try server.begin()
    server.running.send(SIGINT)
    #expect(try server.running.outcome().exitCode == 0)
  }

  @Test func saysWhatIsWrongWithItsArguments() throws {
    let server = try ServerProcess()
    let taken = try Command.vintner("playground", "--no-open", "--port", "\(server.port)").run()
    #expect(taken.exitCode == 1)
    #expect(
      taken.standardError
        == "vintner: The port \(server.port) is in use: give another with --port, or 0 for one that is free.\n"
    )
    let preset = try Command.vintner("playground", "--no-open", "--preset", "spirale").run()
    #expect(
      preset.exitCode == 64
        && preset.standardError.hasPrefix("vintner: There is no preset \"spirale\"; all are neuron, "))
    let file = try Command.vintner("playground", "--no-open", "--data", "/no/such.csv").run()
    #expect(file.exitCode == 66 && file.standardError.contains("/no/such.csv"))
    let port = try Command.vintner("playground", "--no-open", "--port", "70000").run()
    #expect(port.exitCode == 64)
  }
}
