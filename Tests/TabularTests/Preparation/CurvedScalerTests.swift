import Foundation
import TestSupport
import Testing

@testable import Tabular

/// Robust scaling with smooth clipping, and quantile-normal scaling. Expected values: pytabkit 1.8 and scikit-learn 1.9
/// (`Fixtures/scaling.py`), and by hand.
struct CurvedScalerTests {
  struct Record: Decodable {
    let others: [Double]
    let columns: [String: Values]

    struct Values: Decodable {
      let fitted: [Double]
      let smoothClip: [Double]
      let quantileNormal: [Double]
      let ofFitted: [Double]
      let back: [Double]
      let inverse: [Double]
    }
  }

  private let record: Record = {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Fixtures/scaling.json").standardized
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try! decoder.decode(Record.self, from: Data(contentsOf: file))
  }()

  private func frame(_ values: [Double]) -> DataFrame { DataFrame(columns: [Column(name: "a", values)]) }

  private func scaled(_ fitted: some FittedScaler, _ values: [Double]) throws -> [Double] {
    fitted.scaled(try frame(values).matrix()).scalars
  }

  @Test func clipsAsPytabkitDoes() throws {
    for (name, values) in record.columns {
      let fitted = try SmoothClipScaler().fitted(to: frame(values.fitted))
      // pytabkit keeps median and scale in single precision.
      for (found, expected) in zip(try scaled(fitted, record.others), values.smoothClip) {
        #expect(abs(found - expected) < 2e-6, "\(name)")
      }
    }
  }

  /// 0, 1, 2, 3, 4: median 2, quartiles 1 and 3. 4 is one unit above: 1 / √(1 + 1/9) = 3 / √10.
  @Test func clipsByHand() throws {
    let fitted = try SmoothClipScaler().fitted(to: frame([0, 1, 2, 3, 4]))
    #expect(
      relativeDifference(try scaled(fitted, [4, 2, -4]), [3 / 10.0.squareRoot(), 0, -3 / 2.0.squareRoot()])
        < 1e-15)
    #expect(try abs(fitted.unscaled(fitted.scaled(frame([1e3]))).matrix()[0, 0] - 1e3) < 1e-6)
    // Equal quartiles: half of the range, 2, is the unit; 4 is two of them above 0: 2 / √(1 + 4/9).
    let spike = try SmoothClipScaler().fitted(to: frame([0, 0, 0, 0, 4]))
    #expect(relativeDifference(try scaled(spike, [4]), [2 / (13.0 / 9).squareRoot()]) < 1e-15)
    let same = try SmoothClipScaler().fitted(to: frame([7, 7]))
    #expect(try scaled(same, [7, 9]) == [0, 0] && same.constantColumns == ["a"])
  }

  @Test func hasTheQuantilesOfScikitLearn() throws {
    for (name, values) in record.columns {
      let fitted = try QuantileNormalScaler().fitted(to: frame(values.fitted))
      #expect(fitted.columns[0].quantiles.count == min(1_000, values.fitted.count))
      for (found, expected) in zip(try scaled(fitted, record.others), values.quantileNormal) {
        #expect(abs(found - expected) < 1e-9, "\(name)")
      }
      for (found, expected) in zip(try scaled(fitted, values.fitted), values.ofFitted) {
        #expect(abs(found - expected) < 1e-9, "\(name)")
      }
      let back = fitted.unscaled(try frame(values.back).matrix()).scalars
      for (found, expected) in zip(back, values.inverse) { #expect(abs(found - expected) < 1e-9, "\(name)") }
    }
  }

  /// SciPy 1.17: norm.ppf and norm.cdf.
  @Test func hasTheNormalDistribution() {
    for (share, expected) in [
      (0.5, 0), (0.975, 1.959963984540054), (0.01, -2.3263478740408408), (1e-7, -5.199337582192817),
      (1e-300, -37.0471),
    ] {
      let found = NormalDistribution.quantile(share)
      #expect(abs(found - expected) < (share < 1e-200 ? 1e-4 : 1e-14))
      #expect(share < 1e-200 || abs(NormalDistribution.share(below: found) - share) < 1e-15)
    }
  }

  @Test(arguments: [Scaling.robustSmoothClip, .quantileNormal])
  func filesHoldThem(_ scaling: Scaling) throws {
    let fitted = try scaling.fitted(to: frame([1, 2, 4, 8, 16]))
    #expect(try JSONDecoder().decode(FittedScaling.self, from: JSONEncoder().encode(fitted)) == fitted)
    let damaged =
      scaling == .quantileNormal
      ? [#""quantiles":[]"#, #""quantiles":[2,1]"#] : [#""median":0,"unit":-1"#, #""median":0"#]
    for columns in damaged {
      let json = #"{"method":"\#(scaling.rawValue)","columns":[{"name":"a",\#(columns)}]}"#
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(FittedScaling.self, from: Data(json.utf8))
      }
    }
  }
}
