import Foundation
@testable import Tabular
import Testing

@Suite struct ScalerTests {
  static let split = RedWine.frame.randomSplit(by: 0.7, seed: 0)

  @Test func minMaxIsFittedOnTheTrainingRows() throws {
    let (train, validation) = Self.split
    let scaler = try MinMaxScaler().fitted(to: train)
    #expect(scaler.columnNames == train.columnNames)
    #expect(scaler.columns[10] == .init(name: "alcohol", minimum: 8.4, maximum: 14.9))
    // pandas 3.1: ((part - train.min()) / (train.max() - train.min())).iloc[0], to the last bit
    #expect(
      try scaler.scaled(train).matrix().row(0) == [
        0.5486725663716815, 0.23972602739726026, 0.5443037974683544, 0.09230769230769233,
        0.2374350086655113, 0.36619718309859156, 0.21201413427561838, 0.6191926884996128,
        0.29126213592232997, 0.2606060606060606, 0.3692307692307693, 0.6,
      ])
    #expect(
      try scaler.scaled(validation).matrix().row(0) == [
        0.24778761061946908, 0.3972602739726027, 0.0, 0.07692307692307691, 0.07279029462738301,
        0.14084507042253522, 0.0989399293286219, 0.5887281035795859, 0.6213592233009707,
        0.13939393939393943, 0.15384615384615385, 0.4,
      ])
    // Rows that the scaler was not fitted to may be outside the range.
    let summary = try scaler.scaled(validation).summary()
    #expect(summary["citric acid"]?.statistics?.maximum == 1.2658227848101264)
    #expect(summary["chlorides"]?.statistics?.minimum == -0.03812824956672444)
  }

  @Test func standardDividesByTheNumberOfRows() throws {
    let scaler = try StandardScaler().fitted(to: Self.split.0)
    let row = try scaler.scaled(Self.split.0).matrix().row(0)
    // pandas 3.1: t.mean(), t.std(ddof=0), ((t - t.mean()) / t.std(ddof=0)).iloc[0]
    for (place, mean, deviation, first) in [
      (10, 10.435865355972595, 1.0813732150959487, 0.33673355225013263),
      (7, 0.996748981233244, 0.0018796733688946617, 0.7719526119632619),
      (11, 5.620196604110813, 0.7996779717964557, 0.4749454271398381),
    ] {
      #expect(abs(scaler.columns[place].mean - mean) < 1e-13 * mean)
      #expect(abs(scaler.columns[place].standardDeviation - deviation) < 1e-12 * deviation)
      #expect(abs(row[place] - first) < 1e-11)
    }
  }

  @Test func framesAndMatricesAreScaledAlikeAndBack() throws {
    let (train, validation) = Self.split
    func check(_ scaler: some FittedScaler) throws {
      let matrix = try validation.matrix()
      let scaled = scaler.scaled(matrix)
      #expect(try scaler.scaled(validation).matrix() == scaled)
      let back = scaler.unscaled(scaled)
      for (found, expected) in zip(back.scalars, matrix.scalars) {
        #expect(abs(found - expected) < 1e-12 * 300)
      }
      #expect(try scaler.unscaled(scaler.scaled(validation)).matrix() == back)
      #expect(scaler.scaled(Matrix<Float>(matrix)).columns == 12)
    }
    try check(MinMaxScaler().fitted(to: train))
    try check(StandardScaler().fitted(to: train))
  }

  @Test func columnsAreFoundByName() throws {
    let (train, validation) = Self.split
    let scaler = try MinMaxScaler().fitted(to: train)
    let reordered = try validation.selecting(columns: validation.columnNames.reversed())
      .appending(column: Column(name: "vintage", [Int](repeating: 2009, count: 480)))
    let scaled = try scaler.scaled(reordered)
    #expect(try scaled.selecting(columns: train.columnNames) == scaler.scaled(validation))
    #expect(scaled.columns["vintage"] == reordered.columns["vintage"])
    let error = #expect(throws: TabularError.self) {
      try scaler.scaled(validation.dropping(columns: ["alcohol"]))
    }
    #expect(error?.description.hasPrefix(#"There is no column "alcohol""#) == true)
  }

  @Test func oneColumnCanBeScaledAlone() throws {
    let scaler = try MinMaxScaler().fitted(to: Self.split.0)
    let target = try scaler.selecting(columns: ["quality"])
    // quality runs from 3 to 8
    #expect(target.unscaled(Matrix<Float>([[0], [0.5], [1.5]])) == Matrix([[3], [5.5], [10.5]]))
    #expect(throws: TabularError.self) { try scaler.selecting(columns: ["qualty"]) }
  }

  @Test func aConstantColumnBecomesZero() throws {
    // The mean of ten tenths is not a tenth: rounding must not cause a spread.
    let frame = DataFrame(columns: [
      Column(name: "same", [Double](repeating: 0.1, count: 10)), Column(name: "other", Array(0..<10)),
    ])
    func check(_ scaler: some FittedScaler) throws {
      #expect(scaler.constantColumns == ["same"])
      #expect(scaler.warnings == [#"The column "same" is constant in the fitted rows: it becomes 0."#])
      #expect(try scaler.scaled(frame).matrix().column(0) == [Double](repeating: 0, count: 10))
      #expect(scaler.scaled(Matrix<Double>([[7, 1]]))[0, 0] == 0)
      #expect(scaler.unscaled(Matrix<Double>([[0, 1]]))[0, 0] == 0.1)
    }
    try check(MinMaxScaler().fitted(to: frame))
    try check(StandardScaler().fitted(to: frame))
  }

  @Test func scalesSurviveJSON() throws {
    func check<Fitted: FittedScaler>(_ scaler: Fitted) throws {
      let data = try JSONEncoder().encode(scaler)
      #expect(try JSONDecoder().decode(Fitted.self, from: data) == scaler)
    }
    try check(MinMaxScaler().fitted(to: Self.split.0))
    try check(StandardScaler().fitted(to: Self.split.0))
  }

  @Test func whatCannotBeScaledIsRefused() {
    func frame(_ values: [Double?]) -> DataFrame { DataFrame(columns: [Column(name: "a", values)]) }
    #expect(throws: TabularError.noRows) { try MinMaxScaler().fitted(to: frame([])) }
    #expect(throws: TabularError.notFinite(column: "a", row: 1, value: "inf")) {
      try StandardScaler().fitted(to: frame([1, .infinity]))
    }
    #expect(throws: TabularError.missingValues([.init(column: "a", count: 1)])) {
      try MinMaxScaler().fitted(to: frame([1, nil]))
    }
    #expect(throws: TabularError.rangeOverflows(column: "a")) {
      try MinMaxScaler().fitted(to: frame([-1e308, 1e308]))
    }
    #expect(throws: TabularError.rangeOverflows(column: "a")) {
      try StandardScaler().fitted(to: frame([-1e200, 1e200]))
    }
    #expect(throws: TabularError.textColumns(["a"])) {
      try MinMaxScaler().fitted(to: DataFrame(columns: [Column(name: "a", ["x"])]))
    }
  }
}
