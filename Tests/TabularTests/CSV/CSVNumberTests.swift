import Foundation
import Tabular
import TestSupport
import Testing

/// Numbers, to the last bit.
struct CSVNumberTests {
  /// Decimal strings with the bits that C's `strtod` and Python's `float` give them: short ones, 17 digits,
  /// halfway cases between two doubles and numbers just above them, subnormals, long ones.
  private static let decimals: [(text: String, bits: UInt64)] = {
    let file = Repository.root.appending(path: "Tests/TabularTests/Fixtures/decimals.csv")
    return try! String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst().map { line in
      let cells = line.split(separator: ",")
      return (String(cells[0]), UInt64(cells[1], radix: 16)!)
    }
  }()

  /// Each string at a different position in a row, so that every way of reading a cell is used.
  @Test(arguments: ["%@,\n", "\"%@\",\n", " %@ ,\n", "0.5,%@\n", "0.5,%@\r\n", "0.5,\"%@\"\n", "-1.25,+%@\n"])
  func valuesAreThoseOfStrtod(_ row: String) throws {
    let decimals = Self.decimals.filter { !row.contains("+") || $0.text.first!.isNumber }
    let text = "a,b\n" + decimals.map { row.replacingOccurrences(of: "%@", with: $0.text) }.joined()
    let place = row.contains(".5,") || row.contains("+") ? 1 : 0
    let values = try frame(text).columns[place].values(as: Double.self)
    #expect(values.count == decimals.count && values.count > 1500)
    let wrong = zip(values, decimals).filter { $0?.bitPattern != $1.bits }.map(\.1.text)
    #expect(wrong == [])
  }

  @Test func everyShortNumberIsExact() throws {
    // All numbers of up to four digits with the point at every position, against the standard library.
    for digits in 1...4 {
      for fraction in 0..<digits {
        let texts = (0..<Int(pow(10, Double(digits)))).map { number in
          var text = String(format: "%0\(digits)d", number)
          if fraction > 0 { text.insert(".", at: text.index(text.endIndex, offsetBy: -fraction)) }
          return number % 3 == 1 ? "-" + text : text
        }
        let values = try frame("a,b\n0.5,0\n" + texts.map { "\($0),1\n" }.joined()).columns[0]
        let expected = [0.5] + texts.map { Double($0)! }
        #expect(try values.values(as: Double.self).map { $0!.bitPattern } == expected.map(\.bitPattern))
      }
    }
  }

  @Test func shortIntegersAreExact() throws {
    let integers = Array(-1_200...1_200) + [9_999_999, -999_999, 10_000_000, 1_234_567_890_123]
    let column = try frame("a,b\n" + integers.map { "\($0),0\n" }.joined()).columns[0]
    #expect(try column.values(as: Int.self) == integers)
  }
}
