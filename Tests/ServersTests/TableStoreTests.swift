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
      let entry = tables.add(try DataFrame(csvBytes: Data(csv.utf8), name: "t"), named: "t")
      let described =
        try JSONSerialization.jsonObject(with: Data(entry.json.bytes)) as? [String: Any]
      #expect(described?["target"] as? String == target && described?["task"] as? String == task, "\(csv)")
    }
    let entry = tables.add(try DataFrame(csvBytes: Data("k\nrose\nant\n".utf8), name: "t"), named: "t")
    #expect(entry.json.line.contains(#""classes": ["ant", "rose"]"#))
  }

  @Test func theSampleHasAFixedName() {
    let tables = TableStore()
    #expect(tables.table("red-wine")?.rowCount == 1_599)
    #expect(tables.name(of: "red-wine") == "winequality-red.csv")
    #expect(tables.table("white-wine") == nil && tables.name(of: nil) == nil)
  }
}
