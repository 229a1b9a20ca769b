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
}
