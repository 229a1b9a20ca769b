import Vintner

/// Runs every program of the guide: what a package that depends on Vintner compiles and sees.
@main struct Consumer {
  static func main() async throws {
    let wine = try DataFrame(contentsOfCSVFile: "data/winequality-red.csv")
    print(wine.rowCount)
  }
}
