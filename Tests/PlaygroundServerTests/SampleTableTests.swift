import Foundation
import TestSupport
import Testing

@testable import PlaygroundServer

struct SampleTableTests {
  @Test func isTheTableOfTheRepository() throws {
    let file = "Sources/PlaygroundServer/Samples/winequality-red.csv"
    #expect(
      try Data(contentsOf: Repository.root.appending(path: file)) == Data(contentsOf: Repository.redWine))
    let sample = try #require(SampleTable.redWine)
    #expect(sample.frame.rowCount == 1_599)
    #expect(sample.frame.columns.filter { !$0.isRowIndex }.count == 12)
  }

  @Test func isThereUnderANameThatStays() {
    let tables = TableStore()
    #expect(tables.table("red-wine")?.rowCount == 1_599)
    #expect(tables.name(of: "red-wine") == "winequality-red.csv")
    #expect(tables.table("white-wine") == nil && tables.name(of: nil) == nil)
  }
}
