import Vintner

extension DataFrame {
  /// Reads the CSV file that an argument names: standard input where it is `-`.
  init(csvArgument path: String) throws {
    if path == "-" {
      try self.init(csvBytes: try Console.standardInput(), name: "standard input")
    } else {
      try self.init(contentsOfCSVFile: path)
    }
  }
}
