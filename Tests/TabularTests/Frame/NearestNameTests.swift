import Tabular
import Testing

@Suite struct NearestNameTests {
  @Test(arguments: [
    ("qualty", "quality"), ("Quality", "quality"), ("ALCOHOL", "alcohol"), ("suphates", "sulphates"),
    ("free sulphur dioxide", "free sulfur dioxide"), ("acidity fixed", "citric acid"),
  ])
  func theNearestNameTakesTheFewestEdits(name: String, nearest: String) {
    #expect(nearestName(to: name, among: RedWine.frame.columnNames) == nearest)
  }

  @Test(arguments: [
    ("qualty", "quality"), ("pHH", "pH"), ("free sulphur dioxyd", "free sulfur dioxide"),
    ("acidity fixed", nil), ("price", nil), ("density of it", nil),
  ])
  func aSimilarNameIsNear(name: String, similar: String?) {
    #expect(similarName(to: name, among: RedWine.frame.columnNames) == similar)
  }

  @Test func theFirstOfEquallyNearNamesCounts() {
    #expect(nearestName(to: "b", among: ["a", "c"]) == "a")
    #expect(nearestName(to: "b", among: []) == nil)
    // One replacement and one insertion against two replacements and an insertion.
    #expect(nearestName(to: "kitten", among: ["sitting", "mittens"]) == "mittens")
  }
}
