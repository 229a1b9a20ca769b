import Foundation
import LinearAlgebra
import Testing

@testable import Tabular

/// Columns of many categories that become one of codes.
struct CodeColumnTests {
  private let train = DataFrame(columns: [
    Column(name: "city", ["b", "a", "c", "b", nil, "c"]),
    Column(name: "kind", ["x", "y", "x", "x", "y", "y"]),
    Column(name: "size", [2.0, 4, 6, 2, 4, 6]), Column(name: "zone", [30, 10, 20, 10, 20, 30]),
  ])
  private let later = DataFrame(columns: [
    Column(name: "city", ["c", nil, "d", "a"]), Column(name: "kind", ["y", "x", "z", "y"]),
    Column(name: "size", [2.0, 6, 4, 10]), Column(name: "zone", [20, 40, 10, 30]),
  ])
  private let encoder = OneHotEncoder(
    columns: ["zone"], missing: .ownCategory, maximumCategories: 2, encodesManyAsCodes: true)

  /// By hand: a 1, b 2, c 3, missing 4, others 0; 10, 20 and 30 are 1, 2 and 3.
  @Test func categoriesAreNumberedInTheirOrder() throws {
    let fitted = try encoder.fitted(to: train)
    let encoded = try fitted.encoded(later)
    #expect(encoded.columnNames == ["city", "kind=x", "kind=y", "size", "zone"])
    #expect(
      try encoded.matrix()
        == Matrix([[3, 0, 1, 2, 2], [4, 1, 0, 6, 0], [0, 0, 0, 4, 1], [1, 0, 1, 10, 3]]))
    #expect(fitted.columns.map(\.codeCount) == [4, 2, 3])
  }

  /// The range of `size` is 2 to 6; codes are not scaled.
  @Test func aPreprocessorDoesNotScaleThem() throws {
    let fitted = try Preprocessor(missingValues: .automatic, encoding: encoder).fitted(to: train)
    #expect(fitted.outputNames == ["city", "kind=x", "kind=y", "size", "zone"])
    let x = Matrix([[3, 0, 1, 0, 2], [4, 1, 0, 1, 0], [0, 0, 0, 0.5, 1], [1, 0, 1, 2, 3]])
    #expect(try fitted.matrix(of: later) == x)
    #expect(fitted.outputColumns.map { $0.categories?.form == .codes } == [true, false, false, false, true])
    #expect(fitted.outputColumns.map(\.isNumber) == [false, false, false, true, false])
    #expect(fitted.notices.contains("The column \"city\" becomes codes of 4 categories, for an embedding."))
    let again = try JSONDecoder().decode(FittedPreprocessor.self, from: JSONEncoder().encode(fitted))
    #expect(try again == fitted && again.matrix(of: later) == x)
  }

  /// Categories that training rows do not lack have no code for missing ones.
  @Test func missingTextsThatTrainingDidNotLackAreUnknown() throws {
    let complete = train[rows: [0, 1, 2, 3]]
    let fitted = try Preprocessor(missingValues: .automatic, encoding: encoder).fitted(to: complete)
    #expect(try fitted.matrix(of: later).column(0) == [3, 0, 0, 1])
    var refusing = encoder
    refusing.unknown = .refuse
    let strict = try Preprocessor(missingValues: .automatic, encoding: refusing).fitted(to: complete)
    #expect(throws: TabularError.preparation(.unknownCategory(column: "city", row: 1, text: nil))) {
      try strict.matrix(of: later)
    }
    refusing.unknown = .other
    let other = try Preprocessor(missingValues: .automatic, encoding: refusing).fitted(to: complete)
    #expect(other.outputNames == ["city", "kind=x", "kind=y", "kind other", "size", "zone"])
    #expect(try other.matrix(of: later).column(0) == [3, 0, 0, 1])
  }

  /// A column for each code, the unknown one none.
  @Test func linearModelsHaveAColumnForEachCategory() throws {
    let fitted = try Preprocessor(missingValues: .automatic, encoding: encoder).fitted(to: train)
    let expanded = try fitted.rows(of: later).expandingCodes
    #expect(expanded.width == 10)
    #expect(
      expanded.matrix()
        == Matrix<Double>([
          [0, 0, 1, 0, 0, 1, 0, 0, 1, 0], [0, 0, 0, 1, 1, 0, 1, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0.5, 1, 0, 0],
          [1, 0, 0, 0, 0, 1, 2, 0, 0, 1],
        ]))
  }

  @Test func filesSayNothingOfOthers() throws {
    #expect(
      try !String(decoding: JSONEncoder().encode(OneHotEncoder()), as: UTF8.self).contains("manyAsCodes"))
    let plain = try OneHotEncoder(missing: .ownCategory).fitted(to: train)
    #expect(try !String(decoding: JSONEncoder().encode(plain), as: UTF8.self).contains("coded"))
    let json =
      #"{"name":"c","type":"text","categories":["a"],"drops_first":true,"has_missing":false,"#
      + #""missing":"refuse","unknown":"zeros","coded":true}"#
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(CategoryColumn.self, from: Data(json.utf8))
    }
  }

  /// Texts that are different in every row tell nothing of later ones.
  @Test func namesOfTheRowsAreLeftOut() throws {
    let frame = DataFrame(columns: [
      Column(name: "name", ["a", "b", "c", "d"]), Column(name: "city", ["a", "b", "c", "c"]),
    ])
    let fitted = try Preprocessor(choice: .usable, encoding: encoder.with { $0.columns = [] })
      .fitted(to: frame)
    #expect(fitted.featureNames == ["city"])
    #expect(
      fitted.notices.contains(
        "The text column \"name\" has a different value in every training row: it is left out of the features."
      ))
  }
}

extension OneHotEncoder {
  fileprivate func with(_ change: (inout OneHotEncoder) -> Void) -> OneHotEncoder {
    var result = self
    change(&result)
    return result
  }
}
