import Testing

@testable import Tabular

/// Means of the target instead of texts.
struct TargetEncoderTests {
  private static let texts = ["a", "b", "a", "c", "b", "a", "b", "c", "a", "b", "d", "a"]
  private static let y = [1, 2, 1.5, 4, 2.5, 0.5, 3, 5, 2, 2, 9, 1]

  /// scikit-learn 1.9.1: `TargetEncoder(smooth="auto", cv=5, random_state=0, target_type="continuous")`, its
  /// `fit_transform` for the training rows and its `encodings_` for others.
  @Test func matchesScikitLearn() throws {
    let column = Column(name: "c", Self.texts)
    let (feature, training) = try TargetEncoder.encoding(column, by: Self.y)
    #expect(feature.name == "c_mean" && training.name == "c_mean")
    let expected = [
      1.5186444395700809, 2.501512935599375, 0.8474842767295597, 5, 2, 1.5186444395700809, 2, 4,
      0.8474842767295597, 2.5023668639053254, 2.3333333333333335, 1.2715105162523899,
    ]
    for (value, expected) in zip(try training.values(as: Double.self), expected) {
      #expect(abs(value! - expected) < 1e-12)
    }
    let later = DataFrame(columns: [Column(name: "c", ["a", "b", "c", "d", "e", nil])])
    let values = try later.column(of: feature).values(as: Double.self)
    let means = [
      1.2163212541664499, 2.378536825859556, 4.458488018899764, 9, 2.7916666666666665, 2.7916666666666665,
    ]
    for (value, expected) in zip(values, means) { #expect(abs(value! - expected) < 1e-12) }
  }

  /// A row whose text no other row has says nothing of its own target.
  @Test func noRowSeesItsOwnTarget() throws {
    let column = Column(name: "c", (0..<10).map { "t\($0)" })
    var y = (0..<10).map(Double.init)
    let before = try TargetEncoder.encoding(column, by: y).training.values(as: Double.self)
    y[3] = 1000
    let after = try TargetEncoder.encoding(column, by: y).training.values(as: Double.self)
    #expect(before[3] == after[3])
  }

  /// By hand, of weights 1 and 3 for y 1 and 3 of a, 2, 1 and 1 for 2, 4 and 6 of b, none for c: the mean is
  /// 24 / 8 = 3 and the variance 16 / 8 = 2. Of a they are 2.5 and 0.75, of effectively (1 + 3)² / (1 + 9) = 1.6
  /// rows: λ = 1.6 / (1.6 + 0.375). Of b they are 3.5 and 2.75, of 16 / 6 rows: λ = 16/6 / (16/6 + 1.375). The rows'
  /// own values are those of the same formulas in NumPy with scikit-learn's `KFold(5, shuffle=True, random_state=0)`.
  @Test func countsRowsByTheirWeights() throws {
    let column = Column(name: "c", ["a", "a", "b", "b", "b", "b", "c", "c"])
    let y: [Double] = [1, 3, 2, 4, 6, 10, 5, 7]
    let weights: [Double] = [1, 3, 2, 1, 1, 0, 0, 0]
    // Only their proportions count.
    for scale in [1.0, 1000] {
      let (feature, training) = try TargetEncoder.encoding(
        column, by: y, weights: weights.map { scale * $0 })
      let later = DataFrame(columns: [Column(name: "c", ["a", "b", "c", "d", nil])])
      let (a, b) = (1.6 / 1.975, (16.0 / 6) / (16.0 / 6 + 1.375))
      let expected = [2.5 * a + 3 * (1 - a), 3.5 * b + 3 * (1 - b), 3, 3, 3]
      for (value, expected) in zip(try later.column(of: feature).values(as: Double.self), expected) {
        #expect(abs(value! - expected) < 1e-12)
      }
      let ofRows = [
        3, 1, 4.6938775510204085, 3.2462585034013607, 2.6307692307692307, 3.3298969072164946, 10.0 / 3, 3,
      ]
      for (value, expected) in zip(try training.values(as: Double.self), ofRows) {
        #expect(abs(value! - expected) < 1e-12)
      }
    }
  }

  /// A fold whose other rows all have the weight 0 learns nothing from them.
  @Test func oneRowMayHaveAllTheWeight() throws {
    let column = Column(name: "c", ["a", "a", "b", "b", "a"])
    let (_, training) = try TargetEncoder.encoding(column, by: [1, 2, 3, 4, 5], weights: [0, 0, 1, 0, 0])
    #expect(try training.values(as: Double.self) == [3, 3, 3, 3, 3])
  }
}
