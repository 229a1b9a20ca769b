import Foundation
import TestSupport
import Testing
import Vintner

@testable import Servers

/// What pages send is read in time that grows with its size, and not with its square, also beyond the limits that the
/// server sets.
@Suite(.serialized)
struct ServerGrowthTests {
  /// Expects that work on twice as much takes less than 3.2 times as long; 4 would be quadratic.
  private func expectLinear(
    _ size: Int, sourceLocation: SourceLocation = #_sourceLocation, _ work: (Int) throws -> Void
  ) rethrows {
    let growth = try Growth.ofTwice(size, work)
    #expect(growth < 3.2, "\(size)", sourceLocation: sourceLocation)
  }

  private func head(_ rest: String) throws {
    let bytes = Array(("GET / HTTP/1.1\r\n" + rest + "\r\n").utf8)
    #expect(RequestHead.end(in: bytes, from: 0) == bytes.count)
    _ = try RequestHead(bytes)
  }

  @Test func headsAreReadInLinearTime() throws {
    try expectLinear(20_000) { try head("A: " + String(repeating: "a", count: $0) + "\r\n") }
    try expectLinear(300) { count in try head((0..<count).map { "a\($0): b\r\n" }.joined()) }
  }

  @Test func messagesAreReadInLinearTime() throws {
    func part(_ text: String) throws -> StatePart {
      try JSONDecoder().decode(StatePart.self, from: Data(text.utf8))
    }
    try expectLinear(300) { count in
      _ = try part(#"{"features":[\#((0..<count).map { "\"c\($0)\"" }.joined(separator: ","))]}"#)
    }
    // What is refused, is refused as fast.
    try expectLinear(300) { count in
      let names = (0..<count).map { "\"c\($0)\"" }.joined(separator: ",")
      let state = try part(#"{"data":"t","target":"y","features":[\#(names)],"hidden":[1,2,3,4,5,6,7]}"#)
        .over(PlaygroundState())
      #expect(throws: SessionError.self) { try state.check() }
    }
  }

  private func table(_ columns: Int) -> Data {
    let names = (0..<columns).map { "c\($0)" }.joined(separator: ",") + ",y\n"
    let rows = (0..<20).map { row in
      (0..<columns).map { "\(($0 * 7 + row * 13) % 11)" }.joined(separator: ",") + ",\(row % 3)\n"
    }
    return Data((names + rows.joined()).utf8)
  }

  /// From a table of many columns to a run, its description and its program.
  @Test func runsOfManyColumnsTakeLinearTime() throws {
    try expectLinear(120) { columns in
      let tables = TableStore()
      let id = try tables.add(csv: table(columns), named: "t").id
      let state = PlaygroundState.wine.with {
        ($0.data, $0.run.target, $0.hidden) = (id, TargetNames("y"), [2])
        $0.run.features = (0..<columns).map { "c\($0)" }
      }
      try state.check()
      let material = try SessionMaterial(state, from: tables, MemoryBudget())
      let session = try PlaygroundSession(state, tables: tables)
      _ = try session.description("s").map(\.1.bytes.count)
      for kind in SessionCode.allCases { _ = try session.code(kind) }
      #expect(material.columns?.numbers.count == columns)
    }
  }

  /// Many changes of a large network's weights copy it once.
  @Test func changesOfWeightsTakeLinearTime() throws {
    let tables = TableStore()
    let id = try tables.add(csv: table(100), named: "t").id
    let session = try PlaygroundSession(
      PlaygroundState.wine.with {
        ($0.data, $0.run.target, $0.run.features, $0.hidden) = (id, TargetNames("y"), nil, [128])
      }, tables: tables)
    func seconds(_ count: Int) throws -> Duration {
      let edits = try JSONDecoder().decode(
        [PlaygroundSession.Edit].self,
        from: Data(
          "[\((0..<count).map { #"{"layer":0,"unit":\#($0 % 128),"input":\#($0 % 100),"value":0.5}"# }.joined(separator: ","))]"
            .utf8))
      return try ContinuousClock().measure { try session.edit(edits) }
    }
    let once = try (0..<3).map { _ in try seconds(1) }.min()!
    #expect(try seconds(500) < once * 20)
  }
}
