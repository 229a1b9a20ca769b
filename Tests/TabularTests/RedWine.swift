import Foundation
import Tabular
import TestSupport

/// The red-wine table, read by splitting lines: the frame's tests do not depend on the CSV reader.
enum RedWine {
  static let frame: DataFrame = {
    let text = try! String(contentsOf: Repository.redWine, encoding: .utf8)
    let rows = text.split(whereSeparator: \.isNewline).map { $0.split(separator: ";") }
    let names = rows[0].map { $0.filter { $0 != "\"" } }
    return DataFrame(
      columns: names.enumerated().map { place, name in
        let cells = rows.dropFirst().map { $0[place] }
        return name == "quality"
          ? Column(name: name, cells.map { Int($0)! }) : Column(name: name, cells.map { Double($0)! })
      })
  }()
}
