import Foundation
import TestSupport
import Testing
import Vintner

/// What a server has to withstand: each test ends with the server responding as before.
@Suite(.serialized)
struct AbuseTests {
  private let server: ServerProcess

  init() throws { server = try ServerProcess() }

  private func responds(_ sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(try server.ask("GET", "/api/catalogue").status == 200, sourceLocation: sourceLocation)
  }

  /// Asks the server again until it is as expected.
  private func eventually(_ isExpected: () throws -> Bool) rethrows -> Bool {
    let end = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < end { if try isExpected() { return true } }
    return false
  }

  @Test func onlyItsOwnPagesAreAnswered() throws {
    let name = try server.begin()
    let path = "/api/sessions/\(name)"
    let foreign: [[String: String]] = [
      ["Host": "evil.example"], ["Host": "evil.example:\(server.port)"], ["Host": ""], ["Host": "127.0.0.1"],
      ["Host": "127.0.0.1:1"], ["Host": "127.0.0.1.evil.example:\(server.port)"],
      ["Origin": "http://evil.example"], ["Origin": "null"], ["Origin": "http://127.0.0.1:1"],
      ["Origin": "https://\(server.host)"], ["Sec-Fetch-Site": "cross-site"],
      ["X-Vintner-Token": ""], ["X-Vintner-Token": "0"],
      ["X-Vintner-Token": String(server.token.dropLast())], ["X-Vintner-Token": server.token + "0"],
      ["X-Vintner-Token": String(repeating: "0", count: 32)],
    ]
    for headers in foreign {
      for (method, place, body) in [
        ("GET", "/api/catalogue", nil), ("POST", path + "/stream", "{}"), ("GET", path, nil),
        ("POST", path + "/run", "{}"), ("POST", "/api/sessions", "{}"), ("POST", "/api/tables", "a\n1\n"),
        ("DELETE", path, nil),
      ] {
        let answer = try server.ask(method, place, body, headers: headers)
        #expect(answer.status == 403 && answer.error?.hasSuffix(".") == true, "\(headers) \(method) \(place)")
      }
    }
    for headers in foreign.prefix(6) { #expect(try server.ask("GET", "/", headers: headers).status == 403) }
    // A browser names the page with all that changes something, and with streams.
    for (method, place, body) in [
      ("POST", path + "/run", "{}"), ("POST", path + "/stream", "{}"), ("POST", "/api/sessions", "{}"),
      ("POST", "/api/tables", "a\n1\n"), ("DELETE", path, nil),
    ] {
      let answer = try server.ask(method, place, body, headers: ["Origin": ""])
      #expect(answer.status == 403, "\(method) \(place)")
    }
    let own = ["Origin": "http://\(server.host)", "Sec-Fetch-Site": "same-origin"]
    #expect(try server.ask("POST", path + "/run", "{}", headers: own).status == 200)
    let byName = ["Host": "localhost:\(server.port)", "Origin": "http://localhost:\(server.port)"]
    #expect(try server.ask("POST", path + "/pause", "{}", headers: byName).status == 200)
    try responds()
  }

  @Test func noPathLeadsOut() throws {
    let passwd = "etc/passwd"
    for path in [
      "/../../../../\(passwd)", "/..%2f..%2f..%2f\(passwd)", "/%2e%2e/%2e%2e/%2e%2e/\(passwd)",
      "/%2E%2E%2F%2E%2E%2Fetc%2Fpasswd", "/....//....//\(passwd)", "/..\\..\\..\\\(passwd)",
      "/..%5c..%5c\(passwd)", "/%252e%252e%252f\(passwd)", "//\(passwd)", "/./index.html", "/index.html/",
      "/index.html%00.js", "/%c0%ae%c0%ae/\(passwd)", "/..;/\(passwd)", "/Resources/index.html",
      "/index%2ehtml",
      "/api/../index.html", "/api/sessions/../catalogue", "/api/sessions/..%2f..", "/api//catalogue", "/api/",
      "/api/catalogue/", "file:///\(passwd)", "\(passwd)", "/~root", "*",
    ] {
      let answer = try server.ask("GET", path)
      #expect(
        answer.status == 404 || answer.status == 403 || answer.status == 400 || answer.status == 405,
        "\(path)")
      #expect(!String(decoding: answer.body, as: UTF8.self).contains("root:"), "\(path)")
    }
    try responds()
  }

  @Test func messagesThatAreNoneAreRefused() throws {
    let name = try server.begin()
    let path = "/api/sessions/\(name)"
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    let deep = nested(20_000)
    for (verb, body) in [
      ("run", ""), ("run", "{"), ("run", "nonsense"), ("run", "\u{0}\u{1}"), ("run", deep),
      ("settings", #"{"state":{"hidden":\#(nested(400))}}"#),
      ("settings", #"{"state":{"hidden":[\#(String(repeating: "1,", count: 30_000))1]}}"#),
      ("settings", "{}"), ("settings", #"{"state":{"hidden":[1,2,3,4,5,6,7]}}"#),
      ("settings", #"{"state":{"hidden":[99999999]}}"#), ("settings", #"{"state":{"no":1}}"#),
      ("settings", #"{"state":{"learning_rate":1e999}}"#), ("step", #"{"kind":"leap"}"#),
      ("step", #"{"kind":"epoch","count":1000000000}"#), ("step", #"{"kind":"epoch","count":-1}"#),
      ("speed", #"{"perSecond":-1}"#),
      ("weights", #"{"weights":[{"layer":9,"unit":0,"input":0,"value":1}]}"#),
      ("weights", #"{"weights":[{"layer":-1,"unit":0,"input":0,"value":1}]}"#),
      ("weights", #"{"weights":[{"layer":0,"unit":0,"input":0}]}"#),
      ("view", #"{"focus":{"layer":7,"unit":0}}"#),
      ("view", #"{"axes":["a","b"]}"#), ("sweep", #"{"states":[],"epochs":1}"#),
      ("sweep", #"{"states":[{"x":1}],"epochs":1}"#), ("model", "{}"), ("dance", "{}"),
    ] {
      let answer = try server.ask("POST", "\(path)/\(verb)", body)
      #expect([400, 404, 409, 415].contains(answer.status), "\(verb) \(body.prefix(60)): \(answer.status)")
      #expect(answer.error?.hasSuffix(".") == true, "\(verb) \(body.prefix(60))")
    }
    let plain = try server.ask("POST", "\(path)/run", "{}", headers: ["Content-Type": "text/plain"])
    #expect(plain.status == 415)
    #expect(try server.ask("PUT", path).status == 405)
    #expect(try server.ask("POST", "/api/sessions/nobody/run", "{}").status == 404)
    try responds()
  }

  /// What is in a model's file is checked like what a page sends.
  @Test func settingsOfModelsAreChecked() throws {
    let name = try server.begin()
    let model = try server.ask("GET", "/api/sessions/\(name)/model").body
    for settings in [
      #"{"features":null}"#, #"{"features":[]}"#, #"{"hidden":[9,9]}"#, #"{"data":"nothing"}"#,
      #"{"seed":-1}"#,
      #"{"batch_size":0}"#, #"{"learning_rate":0}"#, #"{"train_fraction":1}"#, #"{"hidden":{}}"#, "[]", "",
    ] {
      var file = try SafeTensors(modelBytes: [UInt8](model), name: "model")
      file.metadata["playground_settings"] = settings
      let answer = try server.ask(
        "POST", "/api/sessions/\(name)/model", data: Data(file.modelBytes()),
        headers: ["Content-Type": "application/octet-stream"])
      #expect(answer.status >= 400 && answer.error?.hasSuffix(".") == true, "\(settings)")
    }
    try responds()
  }

  @Test func whatIsNoRequestEndsTheConnection() throws {
    for text in [
      "\r\n\r\n", "hello\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/1.1\r\nHost\r\n\r\n",
      "\u{16}\u{3}\u{1}\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: \(server.host)\r\nContent-Length: -5\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: \(server.host)\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
    ] {
      let connection = try Connection(server.port, seconds: 5)
      try connection.send(text)
      let answer = try connection.answer()
      #expect(answer.status == 0 || answer.status >= 400, "\(text)")
    }
    try responds()
  }

  @Test func aBodyOfTwoGigabytesIsRefusedAtOnce() throws {
    for (path, type) in [("/api/tables", "text/csv"), ("/api/sessions", "application/json")] {
      let connection = try Connection(server.port)
      let start = ContinuousClock.now
      try connection.send(
        server.text("POST", path, headers: ["Content-Type": type, "Content-Length": "2147483648"]))
      let answer = try connection.answer()
      #expect(answer.status == 413 && answer.error?.contains("more than") == true)
      #expect(ContinuousClock.now - start < .seconds(5))
      // A client that continues to send is cut off.
      let part = String(repeating: "1,2\n", count: 1 << 16)
      var sent = 0
      while sent < 2_000, try connection.send(part) { sent += 1 }
      #expect(sent < 2_000)
    }
    #expect(server.memory < 400 << 20)
    try responds()
  }

  @Test func aBodyWithoutALengthIsCutOff() throws {
    let connection = try Connection(server.port)
    try connection.send(
      server.text(
        "POST", "/api/sessions",
        headers: ["Content-Type": "application/json", "Transfer-Encoding": "chunked"]))
    let chunk = "4000\r\n" + String(repeating: " ", count: 0x4000) + "\r\n"
    for _ in 0..<8 { try connection.send(chunk) }
    #expect(try connection.answer().status == 411)
    try responds()
  }

  @Test func headersWithoutEndAreCutOff() throws {
    let connection = try Connection(server.port, seconds: 2)
    try connection.send("GET / HTTP/1.1\r\nHost: \(server.host)\r\n")
    let line = "X-Padding: " + String(repeating: "x", count: 8_000) + "\r\n"
    var sent = 0
    while sent < 20_000, try connection.send(line) { sent += 1 }
    #expect(sent < 20_000)
    #expect(server.memory < 400 << 20)
    try responds()
  }

  /// Many at once, of each kind that has no end: whoever sends them keeps nobody else waiting.
  @Test func longHeadsHoldNothingUp() throws {
    for text in [
      "GET /" + String(repeating: "a", count: 12_000), "GET /" + String(repeating: "a", count: 120_000),
      "GET / HTTP/1.1\r\n"
        + String(repeating: "X: " + String(repeating: "a", count: 8_000) + "\r\n", count: 20),
      "GET / HTTP/1.1\r\n" + String(repeating: "a: b\r\n", count: 20_000),
    ] {
      let connections = try (0..<24).map { _ in try Connection(server.port) }
      for connection in connections { try connection.send(text) }
      let start = ContinuousClock.now
      try responds()
      #expect(ContinuousClock.now - start < .seconds(1))
      #expect(try connections.allSatisfy { try $0.answer().status == 431 })
    }
  }

  /// Those that were opened first make room, whether they are idle or send a head by and by.
  @Test(arguments: ["", "GET / HTTP/1.1\r\n"])
  func aThousandConnectionsKeepNobodyOut(_ beginning: String) throws {
    var connections: [Connection] = []
    for _ in 0..<1_000 {
      guard let connection = try? Connection(server.port, seconds: 5) else { break }
      try connection.send(beginning)
      connections.append(connection)
      if connections.count.isMultiple(of: 100) { try responds() }
    }
    #expect(connections.count > 500)
    #expect(connections[0].isEnded)
    try responds()
  }

  @Test func aSlowReaderHoldsNothingUp() throws {
    let name = try server.begin(#"{"preset":"spiral"}"#)
    let slow = try Connection(server.port)
    try slow.send(server.text("POST", "/api/sessions/\(name)/stream", "{}"))
    _ = slow.receive()
    _ = try server.ask("POST", "/api/sessions/\(name)/run", "{}")
    func epoch() throws -> Int {
      (try server.ask("GET", "/api/sessions/\(name)").object["frame"] as? [String: Any])?["epoch"] as? Int
        ?? 0
    }
    let before = try epoch()
    let memory = server.memory
    #expect(try eventually { try epoch() > before + 500 })
    #expect(server.memory < memory + (50 << 20))
    let other = try Connection(server.port)
    try other.send(server.text("POST", "/api/sessions/\(name)/stream", "{}"))
    var frames = 0
    while frames < 5, let line = other.line() { if line.hasPrefix("{") { frames += 1 } }
    #expect(frames == 5)
    try responds()
  }

  @Test func aPageThatIsClosedIsForgotten() throws {
    let name = try server.begin(#"{"preset":"spiral"}"#)
    _ = try server.ask("POST", "/api/sessions/\(name)/run", "{}")
    // Four times as many viewers as a run may have at a time: every place becomes free again.
    for _ in 0..<4 {
      for _ in 0..<8 {
        // A place is free once the server has noticed that its page is closed.
        #expect(
          try eventually {
            let page = try Connection(server.port)
            defer { page.close() }
            try page.send(server.text("POST", "/api/sessions/\(name)/stream", "{}"))
            return page.line()?.hasPrefix("HTTP/1.1 200") == true
          })
      }
    }
    let half = try Connection(server.port)
    try half.send("POST /api/sessions HTTP/1.1\r\nHost: \(server.host)\r\nContent-Length: 100\r\n\r\n{")
    half.close()
    #expect(
      try eventually {
        let page = try Connection(server.port)
        try page.send(server.text("POST", "/api/sessions/\(name)/stream", "{}"))
        return page.line()?.hasPrefix("HTTP/1.1 200") == true
      })
    try responds()
  }

  @Test func runsMakeRoomForEachOther() throws {
    let first = try server.begin()
    for _ in 0..<20 { _ = try server.begin() }
    #expect(try server.ask("GET", "/api/sessions/\(first)").status == 404)
    try responds()
  }
}
