import Benchmark
import Vintner

/// The same 20,000 rows in different dialects, read by one thread.
func csvDialects() -> BenchmarkSuite {
  let suite = BenchmarkSuite(name: "csv")
  let dialects: [(String, Dialect)] = [
    ("comma", Dialect()), ("semicolon", Dialect(delimiter: ";")), ("quoted", Dialect(quote: "\"")),
    ("CRLF", Dialect(lineEnd: "\r\n")), ("text", Dialect(isText: true)),
  ]
  for (name, dialect) in dialects {
    let bytes = Array(dialect.table(rows: 20_000).utf8)
    suite.benchmark("\(name), \(bytes.count / 1000) kB") {
      _ = try DataFrame(csvBytes: bytes, options: CSVReadingOptions(threadCount: 1))
    }
  }
  return suite
}

/// A way to write a table.
private struct Dialect {
  var delimiter = ","
  var quote = ""
  var lineEnd = "\n"
  /// Whether half of the columns are words.
  var isText = false

  func table(rows: Int) -> String {
    let names = (0..<12).map { "column \($0)" }
    return ([names] + (0..<rows).map(cells)).map { cells in
      cells.map { quote + $0 + quote }.joined(separator: delimiter) + lineEnd
    }.joined()
  }

  private func cells(row: Int) -> [String] {
    (0..<12).map { column in
      let number = (row * 31 + column * 7) % 997
      if isText && column % 2 == 0 { return "grown in vineyard \(number)" }
      return column < 6 ? "\(number)" : "\(number / 100).\(number % 100 + 10)"
    }
  }
}
