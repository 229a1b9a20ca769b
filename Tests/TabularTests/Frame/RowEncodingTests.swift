import Foundation
import Tabular
import Testing

/// Frames of values that an app has, and back.
@Suite struct RowEncodingTests {
  private enum Colour: String, Codable { case red, white }

  private struct Wine: Codable, Equatable {
    var alcohol: Double
    var vintage: Int?
    var colour: Colour?
    var isOrganic = false
    var bottled: Date
    var name: String?

    enum CodingKeys: String, CodingKey {
      case alcohol, vintage, colour, bottled, name
      case isOrganic = "organic"
    }
  }

  private let wines = [
    Wine(alcohol: 9.4, vintage: 2019, colour: .red, bottled: Date(timeIntervalSince1970: 1_772_893_800)),
    Wine(alcohol: 12, colour: .white, isOrganic: true, bottled: Date(timeIntervalSince1970: 0.25)),
    Wine(alcohol: 10, vintage: 2020, bottled: Date(timeIntervalSince1970: -86_400)),
  ]

  @Test func propertiesBecomeColumns() throws {
    let frame = try DataFrame(rows: wines)
    #expect(frame.columnNames == ["alcohol", "vintage", "colour", "bottled", "name", "organic"])
    #expect(try frame["alcohol", Double.self] == [9.4, 12, 10])
    #expect(try frame["vintage", Int.self] == [2019, nil, 2020])
    #expect(try frame["colour", String.self] == ["red", "white", nil])
    #expect(try frame["organic", Bool.self] == [false, true, false])
    #expect(
      try frame["bottled", String.self]
        == ["2026-03-07T14:30:00Z", "1970-01-01T00:00:00.250Z", "1969-12-31T00:00:00Z"])
    // A property that no row has keeps its type.
    #expect(try frame["name", String.self] == [nil, nil, nil])
    #expect(try frame.rows(as: Wine.self) == wines)
    #expect(try frame[rows: [2, 0]].rows(as: Wine.self) == [wines[2], wines[0]])
    #expect(try DataFrame(rows: [Wine]()).rowCount == 0)
  }

  @Test func numbersOfEveryWidth() throws {
    struct Numbers: Codable, Equatable {
      var a: Int8
      var b: UInt16
      var c: Float
      var d: UInt64
      var e: Decimal
    }
    let rows = [Numbers(a: -7, b: 40_000, c: 0.5, d: 9, e: 1.25)]
    let frame = try DataFrame(rows: rows)
    #expect(frame.columns.map(\.type) == [.integer, .integer, .number, .integer, .number])
    #expect(try frame.rows(as: Numbers.self) == rows)
    #expect(
      "\(try #require(throws: TabularError.self) { try DataFrame(rows: [["n": UInt64.max]]) })"
        == "The column \"n\" holds 18446744073709551615 in row 0 (counted from 0), which the integer type does not"
        + " hold: make the property a Double.")
    struct Small: Decodable { var n: Int8 }
    #expect(throws: TabularError.rows(.outOfRange(column: "n", row: 1, value: "300"))) {
      try DataFrame(columns: [Column(name: "n", [1, 300])]).rows(as: Small.self)
    }
  }

  @Test func dictionariesAreRows() throws {
    let frame = try DataFrame(rows: [["b": 1.5, "a": 2], ["b": 2.5], ["c": 3]])
    #expect(frame.columnNames == ["a", "b", "c"])
    #expect(try frame["a", Double.self] == [2, nil, nil] && frame["c", Double.self] == [nil, nil, 3])
    let (alcohol, colour): (Double, String?) = (9.4, nil)
    let mixed = try DataFrame(rows: [
      ["alcohol": alcohol, "colour": "red", "organic": true], ["alcohol": 12, "colour": colour],
    ])
    #expect(try mixed["alcohol", Double.self] == [9.4, 12] && mixed.cells("colour") == ["red", "—"])
    #expect(try frame.rows(as: [String: Double?].self)[1]["b"] == 2.5)
  }

  @Test func optionalRowsAndSuperclasses() throws {
    #expect(try DataFrame(rows: [wines[0], nil]).cells("alcohol") == ["9.4", "—"])
    class Base: Codable { var a = 1 }
    class Derived: Base {
      let b = "x"
      override func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(b, forKey: .b)
        try super.encode(to: container.superEncoder())
      }
      enum CodingKeys: String, CodingKey { case b }
    }
    #expect(try DataFrame(rows: [Derived()]).columnNames == ["b", "a"])
  }

  private func fault<Record: Encodable>(_ rows: [Record]) throws -> TabularError {
    try #require(throws: TabularError.self) { try DataFrame(rows: rows) }
  }

  @Test func refusesWhatIsNoCell() throws {
    struct Inner: Codable { var x = 1 }
    struct Nested: Codable { var inner = Inner() }
    struct Listed: Codable { var scores = [1, 2] }
    struct Score: Encodable {
      let value: Double?
      func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        if let value {
          try container.encode(value, forKey: .value)
        } else {
          try container.encode("none", forKey: .value)
        }
      }
      enum CodingKeys: String, CodingKey { case value }
    }
    #expect(try fault([Nested()]) == .rows(.nested(column: "inner", row: 0)))
    #expect(try fault([Listed()]) == .rows(.nested(column: "scores", row: 0)))
    #expect(
      "\(try fault([Listed()]))"
        == "The property \"scores\" of row 0 (counted from 0) holds several values, and a cell holds one: leave it out of"
        + " the type's CodingKeys, or give each of its values a property.")
    #expect(try fault([1, 2]) == .rows(.notARow(type: "Int")))
    #expect(try fault([[1]]) == .rows(.notARow(type: "an array")))
    #expect(
      try fault([Score(value: 1), Score(value: nil)])
        == .rows(.typesDiffer(column: "value", row: 1, type: .number, other: .text)))
  }

  @Test func refusesRowsThatATypeDoesNotTake() throws {
    struct Bottle: Decodable {
      var region: String
      var year: Int
    }
    struct Priced: Decodable { var price: String }
    struct Coloured: Decodable { var colour: Colour }
    struct Absent: Decodable { var regoin: String }
    let bottles = Bottles.frame
    func sentence<Row: Decodable>(_ type: Row.Type, _ frame: DataFrame) throws -> String {
      "\(try #require(throws: TabularError.self) { try frame.rows(as: type) })"
    }
    #expect(
      try sentence(Bottle.self, bottles)
        == "The column \"region\" has no value in row 2 (counted from 0), and String needs one: make the property"
        + " optional, or leave out or fill such rows.")
    #expect(try bottles[rows: 0..<2].rows(as: Bottle.self).map(\.year) == [2019, 2020])
    #expect(try sentence(Priced.self, bottles).hasPrefix("The column \"price\" is of type number, not text"))
    #expect(
      try sentence(Absent.self, bottles) == "There is no column \"regoin\"; the nearest name is \"region\".")
    let green = DataFrame(columns: [Column(name: "colour", ["red", "green"])])
    #expect(
      try sentence(Coloured.self, green).hasPrefix(
        "Row 1 (counted from 0) is refused by the type's own code, in the column \"colour\": Cannot initialize Colour"
      ))
    struct Dated: Decodable { var day: Date }
    let days = DataFrame(columns: [Column(name: "day", ["2026-03-07", "2026-03-07T01:00:00+01:00", "soon"])])
    #expect(try sentence(Dated.self, days).hasSuffix("\"soon\" is no date."))
    #expect(
      try days[rows: 0..<2].rows(as: Dated.self).allSatisfy {
        $0.day == Date(timeIntervalSince1970: 1_772_841_600)
      })
  }
}
