import Foundation
import TestSupport
import Testing
import Vintner

@testable import Servers

/// The budget of memory, and what takes part of it.
struct MemoryTests {
  private func reserve(_ bytes: Int, of budget: MemoryBudget) throws(SessionError) -> Reservation {
    try budget.reserve(bytes, for: "This table", remedy: "load a smaller one")
  }

  @Test func whatIsTakenIsGivenBack() throws {
    let budget = MemoryBudget(limit: 1_000 << 20)
    var first: Reservation? = try reserve(600 << 20, of: budget)
    #expect(budget.free == 400 << 20)
    #expect(
      throws: SessionError.busy(
        "This table would take 500 MB of memory, and 400 MB are free of the 1000 MB that the playground may take:"
          + " close other pages, load a smaller one, or start it with a larger --memory.")
    ) { try reserve(500 << 20, of: budget) }
    #expect(
      throws: SessionError.tooLarge(
        "This table would take 2.0 GB of memory, and the playground may take 1000 MB: load a smaller one, or start it"
          + " with a larger --memory.")
    ) { try reserve(2 << 30, of: budget) }
    first?.shrink(to: 100 << 20)
    #expect(budget.free == 900 << 20)
    let second = try reserve(900 << 20, of: budget)
    first = nil
    second.release()
    second.release()
    #expect(budget.free == 1_000 << 20)
  }

  @Test func whatNobodyNeedsMakesRoom() throws {
    let budget = MemoryBudget(limit: 10)
    var held = try [reserve(6, of: budget), reserve(4, of: budget)]
    let box = Box(held)
    held = []
    budget.whenShort { box.dropFirst() }
    _ = try reserve(6, of: budget)
    #expect(box.count == 1 && budget.free == 6)
    _ = try reserve(10, of: budget)
    #expect(box.count == 0)
  }

  private final class Box: @unchecked Sendable {
    // Sendable holds because the test uses it on one thread.
    private var held: [Reservation]
    init(_ held: [Reservation]) { self.held = held }
    var count: Int { held.count }
    func dropFirst() -> Bool {
      if held.isEmpty { return false }
      held.removeFirst()
      return true
    }
  }

  /// What is estimated before is at least what is there afterwards, and not out of proportion to it.
  @Test func estimatesOfTablesAreOnTheHighSide() throws {
    for line in ["1.5,2.25,3.125", "1,2,3", ",,", "rose,tulip,anemone", "\"a b\",1,true"] {
      let csv = "a,b,c\n" + String(repeating: line + "\n", count: 20_000)
      let frame = try DataFrame(csvBytes: Data(csv.utf8), name: "t")
      let estimate = DataFrame.estimate(ofCSV: Data(csv.utf8))
      #expect(estimate.columns == 3)
      #expect(estimate.memory >= frame.byteCount && estimate.memory < 20 * frame.byteCount, "\(line)")
    }
    // Three columns of 20,000 numbers of 8 bytes.
    let numbers = DataFrame(
      columns: ["a", "b", "c"].map { Column(name: $0, [Double](repeating: 1, count: 20_000)) })
    #expect(numbers.byteCount == 480_000)
  }

  /// 160 rows of 3 texts of 40 values each: 120 inputs, before a network is made of them.
  @Test func estimatesOfRunsKnowCategories() throws {
    let lines = (0..<160).map { row in
      (0..<3).map { "v\((row + $0) % 40)" }.joined(separator: ",") + ",\(row),\(row % 7)"
    }
    let csv = "a,b,c,d,y\n" + lines.joined(separator: "\n")
    let frame = try DataFrame(csvBytes: Data(csv.utf8), name: "t")
    let state = PlaygroundState.wine.with {
      $0.run.target = TargetNames("y"); $0.run.features = nil
    }
    #expect(RunMemory.ofRows(state, frame) - 1 << 20 == 160 * (4 * (120 + 1) + 8 * 3 + 96))
    let run = try PlaygroundSession(state, tables: OneTable(frame: frame))
    #expect(run.now.material.train.x.columns == 121)
  }

  @Test func aRunThatDoesNotFitIsRefused() throws {
    let frame = try #require(SampleTable.redWine).frame
    let budget = MemoryBudget(limit: 4 << 20)
    let error = #expect(throws: SessionError.self) {
      try PlaygroundSession(
        PlaygroundState.wine.with { $0.hidden = [512, 512, 512] }, tables: OneTable(frame: frame),
        memory: budget)
    }
    #expect(error?.description.hasPrefix("This network would take 2") == true)
    #expect(budget.free == budget.limit)
    let session = try PlaygroundSession(.wine, tables: OneTable(frame: frame), memory: budget)
    let free = budget.free
    #expect(free < budget.limit)
    // A run that restarts uses its rows again; the thread of the one before lets go of its network.
    for _ in 0..<5 {
      try session.reset()
      let deadline = ContinuousClock.now + .seconds(10)
      while budget.free != free, ContinuousClock.now < deadline { usleep(1_000) }
      #expect(budget.free == free)
    }
    session.close()
    #expect(budget.free == budget.limit)
  }
}

/// The budget of a server.
struct ServerMemoryTests {
  private static let numbers = "a,b,y\n" + String(repeating: "1.25,2.5,3\n4,5.5,6\n", count: 200_000)

  @Test func whatDoesNotFitIsRefusedAndTheRestGoesOn() throws {
    let server = try ServerProcess("--memory", "64M")
    let csv = ["Content-Type": "text/csv"]
    let large = try server.ask("POST", "/api/tables", Self.numbers + Self.numbers.dropFirst(6), headers: csv)
    #expect(large.status == 201)
    let id = large.object["table"] as! String
    let wide =
      #"{"state":{"data":"\#(id)","target":"y","features":null,"task":"regression","numerics":"keras","hidden":[512,512,512,512,512,512],"batch_size":60000}}"#
    let refused = try server.ask("POST", "/api/sessions", wide)
    #expect(refused.status == 413 && refused.error?.contains("--memory") == true, "\(refused.error ?? "")")
    let texts =
      (0..<60).map { "t\($0)" }.joined(separator: ",") + "\n"
      + (0..<6_000).map { row in (0..<60).map { "v\((row * ($0 + 1)) % 90)" }.joined(separator: ",") + "\n" }
      .joined()
    let start = ContinuousClock.now
    let table = try server.ask("POST", "/api/tables", texts, headers: csv)
    if table.status == 201 {
      let text =
        #"{"state":{"data":"\#(table.object["table"]!)","target":"t0","features":null,"task":"classification","numerics":"keras"}}"#
      let run = try server.ask("POST", "/api/sessions", text)
      #expect(run.status >= 400 && run.error?.hasSuffix(".") == true)
    } else {
      #expect([413, 503].contains(table.status))
    }
    #expect(ContinuousClock.now - start < .seconds(20))
    #expect(server.memory < 400 << 20)
    #expect(try server.begin().isEmpty == false)
  }

  /// What is large only once it is unpacked, and what nobody counts, is refused where it does not fit: with a sentence,
  /// and the server goes on.
  @Test func manyAtOnceAreRefusedWhereMemoryIsShort() throws {
    var gzip = Command(URL(filePath: "/usr/bin/gzip"), ["-9c"])
    gzip.input = Data("a,y\n".utf8) + Data(String(repeating: "1,2\n", count: 10 << 20).utf8)
    let archive = try gzip.run().standardOutputData
    #expect(archive.count < 1 << 20)
    for server in [try ServerProcess("--memory", "64M"), try ServerProcess(limit: "-v 1500000")] {
      let connections = try (0..<16).map { _ in try Connection(server.port, seconds: 60) }
      for (place, connection) in connections.enumerated() {
        // Another member makes it another file.
        gzip.input = Data("\(place),1\n".utf8)
        let bytes = archive + (try gzip.run().standardOutputData)
        try connection.send(
          server.text(
            "POST", "/api/tables", headers: ["Content-Type": "text/csv", "Content-Length": "\(bytes.count)"]))
        try connection.send(bytes)
      }
      for connection in connections {
        let answer = try connection.answer()
        #expect([201, 413, 503].contains(answer.status), "\(answer.status) \(answer.error ?? "")")
      }
      #expect(server.memory < 1 << 30)
      #expect(try server.begin().isEmpty == false)
    }
  }

  @Test func theSameBytesAreOneTable() throws {
    let server = try ServerProcess()
    func table(_ text: String, _ name: String) throws -> [String: Any] {
      try server.ask(
        "POST", "/api/tables", text, headers: ["Content-Type": "text/csv", "X-Vintner-Filename": name]
      ).object
    }
    let first = try table(Self.numbers, "one.csv")
    let memory = server.memory
    for _ in 0..<12 {
      let again = try table(Self.numbers, "two.csv")
      #expect(again["table"] as? String == first["table"] as? String && again["name"] as? String == "two.csv")
    }
    #expect(server.memory < memory + (30 << 20))
    #expect(try table(Self.numbers + "1,2,3\n", "one.csv")["table"] as? String != first["table"] as? String)
  }

  @Test func sizesAreChecked() throws {
    for size in ["1M", "0", "2", "G", "2GB", "1e99G", "nan"] {
      let outcome = try Command.vintner("playground", "--no-open", "--memory", size).run()
      #expect(outcome.exitCode == 64, "\(size)")
      #expect(
        outcome.standardError.contains("a size such as 512M or 2G, at least 64M"), "\(outcome.standardError)")
    }
  }
}
