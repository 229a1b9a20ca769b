import Foundation
import LinearAlgebra
import Testing

@testable import Tabular

/// Columns of two categories that become one of 1 and −1.
struct SignedPairTests {
  private let train = DataFrame(columns: [
    Column(name: "colour", ["white", "red", "white"]), Column(name: "kind", ["a", "b", "c"]),
    Column(name: "half", ["x", "y", nil]),
  ])
  private let later = DataFrame(columns: [
    Column(name: "colour", ["red", nil, "green"]), Column(name: "kind", ["c", "a", "d"]),
    Column(name: "half", ["y", nil, "x"]),
  ])
  private let encoder = OneHotEncoder(missing: .ownCategory, encodesPairsAsSigns: true)

  @Test func theFirstIsOneAndTheSecondMinusOne() throws {
    let encoded = try encoder.fitted(to: train).encoded(later)
    #expect(encoded.columnNames == ["colour=red", "kind=a", "kind=b", "kind=c", "half=x"])
    #expect(try encoded.matrix() == Matrix([[1, 0, 0, 1, -1], [0, 1, 0, 0, 0], [0, 0, 0, 0, 1]]))
  }

  @Test func aPreprocessorHasTheSame() throws {
    let fitted = try Preprocessor(missingCategories: .ownCategory, encoding: encoder).fitted(to: train)
    #expect(fitted.outputNames == ["colour=red", "kind=a", "kind=b", "kind=c", "half=x"])
    #expect(try fitted.matrix(of: later) == Matrix([[1, 0, 0, 1, -1], [0, 1, 0, 0, 0], [0, 0, 0, 0, 1]]))
    let again = try JSONDecoder().decode(FittedPreprocessor.self, from: JSONEncoder().encode(fitted))
    #expect(try again == fitted && again.matrix(of: later) == fitted.matrix(of: later))
  }

  @Test func filesSayNothingOfOthers() throws {
    let plain = try OneHotEncoder(missing: .ownCategory).fitted(to: train)
    #expect(plain.columns[0].outputNames == ["colour=red", "colour=white"])
    #expect(try !String(decoding: JSONEncoder().encode(plain), as: UTF8.self).contains("signed"))
    #expect(try !String(decoding: JSONEncoder().encode(OneHotEncoder()), as: UTF8.self).contains("igns"))
    let json =
      #"{"name":"c","type":"text","categories":["a"],"drops_first":false,"has_missing":false,"#
      + #""missing":"refuse","unknown":"zeros","signed":true}"#
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(CategoryColumn.self, from: Data(json.utf8))
    }
  }
}
