import ArgumentParser
import Vintner

/// Times reading a CSV file into memory.
struct CSVReading: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "read-csv")

  @Argument var csv: String
  @Option var threads = 2
  @Option(help: "The number of reads; each table is released before the next read.") var reads = 1

  func run() throws {
    var times: [Double] = []
    var rows = 0
    for _ in 0..<reads {
      times.append(
        try seconds {
          rows = try DataFrame(contentsOfCSVFile: csv, options: CSVReadingOptions(threadCount: threads))
            .rowCount
        })
    }
    try report(["seconds": times, "rows": rows])
  }
}
