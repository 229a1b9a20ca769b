import Foundation
import LinearAlgebra
import TestSupport
@testable import Tabular
import Testing

@Suite struct RobustScalerTests {
  private let train = RedWine.frame.sample(fraction: 0.7, seed: 0)

  @Test func valuesAreScikitLearns() throws {
    let scaler = try RobustScaler().fitted(to: train)
    // scikit-learn 1.9: RobustScaler().fit(train), center_, scale_, transform(train)[0]
    #expect(
      relativeDifference(
        scaler.columnScales.map(\.shift),
        [7.9, 0.52, 0.25, 2.2, 0.079, 14, 38, 0.9968, 3.32, 0.62, 10.2, 6]) < 1e-15)
    #expect(
      relativeDifference(
        scaler.columnScales.map(\.divisor),
        [
          2.0999999999999996, 0.23250000000000004, 0.33999999999999997, 0.7000000000000002,
          0.020000000000000004, 14, 40, 0.002234999999999987, 0.20000000000000018, 0.17999999999999994,
          1.5999999999999996, 1,
        ]) < 1e-12)
    #expect(
      relativeDifference(
        scaler.scaled(try train.matrix()).row(0),
        [
          1.3809523809523814, -0.21505376344086036, 0.5294117647058824, -0.14285714285714296, 4.6,
          0.9285714285714286, 0.7, 0.6263982102908121, -0.7499999999999989, 0.7777777777777781,
          0.375000000000001, 0,
        ]) < 1e-11)
    #expect(scaler.columns[10].lowerQuartile == train.summary()["alcohol"]?.statistics?.lowerQuartile)
  }

  /// scikit-learn 1.9: RobustScaler().fit([[0], [0], [0], [0], [5]]).scale_ is 1.
  @Test func equalQuartilesLeaveTheSpread() throws {
    let frame = DataFrame(columns: [
      Column(name: "rare", [0, 0, 0, 0, 5]), Column(name: "same", [7, 7, 7, 7, 7]),
    ])
    let scaler = try RobustScaler().fitted(to: frame)
    #expect(try scaler.scaled(frame).matrix().column(0) == [0, 0, 0, 0, 5])
    #expect(try scaler.scaled(frame).matrix().column(1) == [0, 0, 0, 0, 0])
    #expect(
      scaler.warnings == [
        #"The column "same" is constant in the fitted rows: it becomes 0."#,
        #"The quartiles of the column "rare" are equal: robust scaling subtracts its median and does not"#
          + " change its spread.",
      ])
  }

  /// Quartiles are found without sorting; `summary()` sorts.
  @Test(arguments: [1, 2, 3, 4, 5, 8, 1000, 1001, 1002]) func quartilesAreThoseOfTheSummary(rows: Int) throws
  {
    var stream = RandomStream(seed: UInt64(rows))
    let half = rows / 2
    let orders: [String: [Double]] = [
      "random": (0..<rows).map { _ in stream.uniform() }, "repeated": (0..<rows).map { Double($0 % 7) },
      "falling": (0..<rows).map { -Double($0) }, "pipes": (0..<rows).map { Double(min($0, rows - $0)) },
      "few": (0..<rows).map { _ in Double(stream.integer(below: 3)) },
      "killer": (0..<rows).map { Double($0 < half ? ($0 % 2 == 0 ? $0 + 1 : half + $0) : ($0 - half) * 2) },
    ]
    for (name, values) in orders {
      let column = DataFrame(columns: [Column(name: name, values)])
      let found = try RobustScaler().fitted(to: column).columns[0]
      let expected = try #require(column.summary()[name]?.statistics)
      #expect(
        [found.lowerQuartile, found.median, found.upperQuartile]
          == [expected.lowerQuartile, expected.median, expected.upperQuartile], "\(name)")
    }
  }

  @Test(arguments: Scaling.allCases) func everyKindTravelsAndReturns(scaling: Scaling) throws {
    let fitted = try scaling.fitted(to: train)
    let data = try JSONEncoder().encode(fitted)
    #expect(try JSONDecoder().decode(FittedScaling.self, from: data) == fitted)
    let matrix = try train.matrix()
    #expect(relativeDifference(fitted.unscaled(fitted.scaled(matrix)).scalars, matrix.scalars) < 1e-3)
    let alcohol = try fitted.selecting(columns: ["alcohol"])
    #expect(
      alcohol.scaled(try train.matrix(of: ["alcohol"])).column(0) == fitted.scaled(matrix).column(10))
  }

  /// The texts in files are part of their format.
  @Test(arguments: [
    (
      Scaling.minMax, #"{"columns":[{"maximum":4,"minimum":0,"name":"a"}],"method":"min_max"}"#
    ),
    (.standard, #"{"columns":[{"mean":2,"name":"a","standard_deviation":2}],"method":"standard"}"#),
    (
      .robust,
      #"{"columns":[{"is_constant":false,"lower_quartile":1,"median":2,"name":"a","upper_quartile":3}],"#
        + #""method":"robust"}"#
    ),
  ])
  func eachKindIsWrittenByName(_ scaling: Scaling, _ json: String) throws {
    let fitted = try scaling.fitted(to: DataFrame(columns: [Column(name: "a", [0, 4])]))
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(String(decoding: try encoder.encode(fitted), as: UTF8.self) == json)
    #expect(try JSONDecoder().decode(FittedScaling.self, from: Data(json.utf8)) == fitted)
  }

  @Test func eachKindIsItsScaler() throws {
    let minMax = try Scaling.minMax.fitted(to: train)
    #expect(try minMax.scaler as? FittedMinMaxScaler == MinMaxScaler().fitted(to: train))
    let standard = try Scaling.standard.fitted(to: train)
    #expect(try standard.scaler as? FittedStandardScaler == StandardScaler().fitted(to: train))
    let robust = try Scaling.robust.fitted(to: train)
    #expect(try robust.scaler as? FittedRobustScaler == RobustScaler().fitted(to: train))
    #expect(
      Scaling.allCases.map(\.rawValue) == [
        "min_max", "standard", "robust", "max_abs", "log", "robust_smooth_clip", "quantile_normal",
      ])
  }
}
