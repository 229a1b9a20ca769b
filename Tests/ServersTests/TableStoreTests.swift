import Foundation
import TestSupport
import Testing
import Vintner

@testable import Servers

struct TableStoreTests {
  @Test func theSampleIsTheTableOfTheRepository() throws {
    let file = "Sources/Servers/Samples/winequality-red.csv"
    #expect(
      try Data(contentsOf: Repository.root.appending(path: file)) == Data(contentsOf: Repository.redWine))
    let sample = try #require(SampleTable.redWine)
    #expect(sample.frame.rowCount == 1_599)
    #expect(sample.frame.columns.filter { !$0.isRowIndex }.count == 12)
  }

  @Test func tablesSuggestATarget() throws {
    let tables = TableStore()
    for (csv, target, task) in [
      ("a,kind\n1,rose\n2,tulip\n3,rose\n", "kind", "classification"),
      ("kind,a\nrose,1\ntulip,2.5\nrose,3\n", "a", "regression"),
      ("a,b\n1,0\n2,1\n3,1\n", "b", "classification"),
      ("a,kind\n1,x\n2,y\n3,z\n", "a", "regression"),
    ] {
      let entry = try tables.add(csv: Data(csv.utf8), named: "t")
      let described =
        try JSONSerialization.jsonObject(with: Data(entry.json.bytes)) as? [String: Any]
      #expect(described?["target"] as? String == target && described?["task"] as? String == task, "\(csv)")
    }
    let entry = try tables.add(csv: Data("k\nrose\nant\n".utf8), named: "t")
    #expect(entry.json.line.contains(#""classes": ["ant", "rose"]"#))
  }

  /// A hundred thousand columns took half a minute: they are refused before they are read, and the time that a table
  /// of fewer takes grows with their number.
  @Test func columnsAreLimited() throws {
    func csv(_ columns: Int) -> Data {
      let cells = (0..<columns).map(String.init)
      return Data(
        (cells.map { "c\($0)" }.joined(separator: ",") + "\n" + cells.joined(separator: ",") + "\n").utf8)
    }
    let tables = TableStore()
    #expect(
      throws: SessionError.tooLarge(
        "The table has 100000 columns, and a page shows 10000 at most: load fewer columns.")
    ) { try tables.add(csv: csv(100_000), named: "wide") }
    func time(_ columns: Int) throws -> Duration {
      try (0..<3).map { place in
        let start = ContinuousClock.now
        _ = try tables.add(csv: csv(columns - place), named: "t").json.bytes
        return ContinuousClock.now - start
      }.min()!
    }
    let (few, many) = (try time(2_500), try time(10_000))
    #expect(many < few * 10)
  }

  @Test func archivesAreUnpackedUpToALimit() throws {
    // gzip of "a,b\n1,2\n3,4\n", by Python's gzip.compress with mtime 0.
    let packed: [UInt8] = [
      31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 75, 212, 73, 226, 50, 212, 49, 226, 50, 214, 49, 225, 2, 0, 229, 233,
      214, 206, 12, 0, 0, 0,
    ]
    let twice: [UInt8] = [
      31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 147, 239, 230, 96, 0, 1, 38, 102, 239, 43, 158, 143, 140, 174, 24, 62,
      50, 186, 102, 248, 144, 137, 225, 233, 203, 107, 231, 120, 128, 226, 0, 232, 149, 4, 138, 32, 0, 0, 0,
    ]
    let tables = TableStore()
    let entry = try tables.add(csv: Data(packed), named: "t.csv.gz")
    #expect(entry.frame.rowCount == 2 && entry.frame.columnNames == ["a", "b"])
    #expect(throws: TabularError.self) { try DataFrame.unpacked(csv: Data(packed), limit: 11, name: "t") }
    #expect(try DataFrame.unpacked(csv: Data(packed), limit: 12, name: "t").count == 12)
    // An archive of an archive would be unpacked without a limit.
    #expect(throws: SessionError.self) { try tables.add(csv: Data(twice), named: "t") }
  }

  /// A table stays as long as a run uses it, and gives back its memory when nobody does.
  @Test func tablesInUseStay() throws {
    let budget = MemoryBudget(limit: 64 << 20)
    let tables = TableStore(memory: budget)
    let csv = "a,b,y\n" + (0..<100).map { "\($0),\($0 % 7),\($0 % 5)\n" }.joined()
    let (used, unused) = (
      try tables.add(csv: Data(csv.utf8), named: "t").id,
      try tables.add(csv: Data((csv + "1,2,3\n").utf8), named: "t").id
    )
    let state = PlaygroundState.wine.with {
      ($0.data, $0.run.target, $0.run.features, $0.hidden) = (used, TargetNames("y"), nil, [2])
    }
    var session: PlaygroundSession? = try PlaygroundSession(state, tables: tables, memory: budget)
    #expect(tables.dropUnused() && !tables.dropUnused())
    #expect(tables.table(used) != nil && tables.table(unused) == nil)
    session?.close()
    session = nil
    // The session's thread lets go of the table when it ends.
    let deadline = ContinuousClock.now + .seconds(10)
    while !tables.dropUnused(), ContinuousClock.now < deadline { usleep(10_000) }
    #expect(budget.free == budget.limit)
  }

  @Test func theSampleHasAFixedName() {
    let tables = TableStore()
    #expect(tables.table("red-wine")?.rowCount == 1_599)
    #expect(tables.name(of: "red-wine") == "winequality-red.csv")
    #expect(tables.table("white-wine") == nil && tables.name(of: nil) == nil)
  }
}
