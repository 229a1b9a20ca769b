import Foundation
import Testing
import Vintner

/// The generators against their definitions.
struct PlaygroundDataTests {
  private struct Points {
    let x1: [Double]
    let x2: [Double]
    let label: [Double]

    init(_ data: PlaygroundData, count: Int? = nil, noise: Double = 0, seed: UInt64 = 1) throws {
      let frame = try data.frame(count: count, noise: noise, seed: seed)
      func column(_ name: String) throws -> [Double] { try frame[name].values(as: Double.self).map { $0! } }
      (x1, x2, label) = (try column("x1"), try column("x2"), try column("label"))
    }

    var rows: [(x1: Double, x2: Double, label: Double)] {
      x1.indices.map { (x1[$0], x2[$0], label[$0]) }
    }
  }

  @Test(arguments: PlaygroundData.allCases) func hasThePlaygroundsNumberOfPoints(_ data: PlaygroundData)
    throws
  {
    let frame = try data.frame(noise: 0.2, seed: 3)
    #expect(frame.columnNames == ["x1", "x2", "label"])
    #expect(frame.rowCount == (data.isClassification ? 500 : 1_200))
    #expect(try data.frame(count: 7).rowCount == 7)
  }

  @Test func namesAreThoseOfFiles() {
    #expect(PlaygroundData.names == ["circle", "xor", "gaussian", "spiral", "plane", "multi_gaussian"])
    #expect(PlaygroundData.allCases.map(\.isClassification) == [true, true, true, true, false, false])
  }

  @Test(arguments: PlaygroundData.allCases) func aSeedGivesTheSamePoints(_ data: PlaygroundData) throws {
    let first = try Points(data, noise: 0.3, seed: 8)
    let again = try Points(data, noise: 0.3, seed: 8)
    let other = try Points(data, noise: 0.3, seed: 9)
    #expect(first.x1 == again.x1 && first.label == again.label)
    #expect(first.x1 != other.x1)
  }

  @Test(arguments: PlaygroundData.allCases) func comesInAnOrderOfItsOwn(_ data: PlaygroundData) throws {
    guard data.isClassification else { return }
    // 250 ones among the first 250 is the order in which they are drawn; 100 to 150 is 6 deviations wide.
    let ones = try Points(data).label.prefix(250).count { $0 > 0 }
    #expect((90...160).contains(ones))
  }

  /// r uniform in (0, 2.5) for +1, in (3.5, 5) for −1.
  @Test func circleIsADiscInARing() throws {
    let rows = try Points(.circle).rows
    let inner = rows.filter { $0.label == 1 }.map { hypot($0.x1, $0.x2) }
    let outer = rows.filter { $0.label == -1 }.map { hypot($0.x1, $0.x2) }
    #expect(inner.count == 250 && outer.count == 250)
    #expect(inner.allSatisfy { $0 < 2.5 } && outer.allSatisfy { (3.5..<5).contains($0) })
    // Means of uniform numbers, four standard errors wide.
    #expect(abs(mean(inner) - 1.25) < 4 * 2.5 / 12.0.squareRoot() / 250.0.squareRoot())
    #expect(abs(mean(outer) - 4.25) < 4 * 1.5 / 12.0.squareRoot() / 250.0.squareRoot())
    #expect(mean(rows.map(\.x1)) < 0.7 && mean(rows.map(\.x1)) > -0.7)
  }

  /// Noise moves the position that determines the label, up to 2.5 per axis at 0.5, and not the point.
  @Test func noiseOfTheCircleMovesLabelsOnly() throws {
    let rows = try Points(.circle, noise: 0.5).rows
    let radii = rows.map { hypot($0.x1, $0.x2) }
    #expect(radii.allSatisfy { $0 < 2.5 || (3.5..<5).contains($0) })
    let wrong = zip(rows, radii).count { ($1 < 2.5) != ($0.label == 1) }
    #expect(wrong > 50 && wrong < 250)
    // Half a unit cannot carry a point from 3.5 or more into 2.5, nor one within 1.7 out of it.
    let few = try Points(.circle, noise: 0.1).rows
    #expect(
      few.allSatisfy { row in
        let r = hypot(row.x1, row.x2)
        return r >= 1.7 && r < 2.5 || (r < 2.5) == (row.label == 1)
      })
  }

  @Test func xorIsTheSignOfTheProduct() throws {
    let rows = try Points(.xor).rows
    #expect(rows.allSatisfy { $0.label == ($0.x1 * $0.x2 >= 0 ? 1 : -1) })
    #expect(rows.allSatisfy { (0.3...5.3).contains(abs($0.x1)) && (0.3...5.3).contains(abs($0.x2)) })
    #expect(rows.count { $0.x1 > 5 } > 0 || rows.count { $0.x1 < -5 } > 0)
    let noisy = try Points(.xor, noise: 0.5).rows
    let wrong = noisy.count { $0.label != ($0.x1 * $0.x2 >= 0 ? 1 : -1) }
    #expect(wrong > 50 && wrong < 250)
    #expect(noisy.allSatisfy { (0.3...5.3).contains(abs($0.x1)) })
    // A point more than 0.5 off both axes keeps its class at noise 0.1.
    #expect(
      try Points(.xor, noise: 0.1).rows.allSatisfy {
        min(abs($0.x1), abs($0.x2)) < 0.5 || $0.label == ($0.x1 * $0.x2 >= 0 ? 1 : -1)
      })
  }

  /// Variance 0.5 at no noise, 4 at 0.5, 2.25 between.
  @Test(arguments: [(0.0, 0.5), (0.25, 2.25), (0.5, 4.0)])
  func gaussianSpreadsWithItsNoise(_ noise: Double, _ variance: Double) throws {
    let rows = try Points(.gaussian, count: 20_000, noise: noise).rows
    for label in [1.0, -1] {
      for coordinates in [
        rows.filter { $0.label == label }.map(\.x1), rows.filter { $0.label == label }.map(\.x2),
      ] {
        #expect(coordinates.count == 10_000)
        #expect(abs(mean(coordinates) - 2 * label) < 4 * (variance / 10_000).squareRoot())
        let spread = mean(coordinates.map { ($0 - 2 * label) * ($0 - 2 * label) })
        #expect(abs(spread / variance - 1) < 4 * (2.0 / 10_000).squareRoot())
      }
    }
  }

  /// By hand, for eight points: r = 0, 1.25, 2.5, 3.75 at t = 0, 0.875π, 1.75π, 2.625π, and half a turn on.
  @Test func spiralWithoutNoiseIsItsFormula() throws {
    let rows = try Points(.spiral, count: 8).rows
    let ends = [
      (0.0, 0.0), (1.25 * sin(0.875 * .pi), 1.25 * cos(0.875 * .pi)),
      (2.5 * -0.5.squareRoot(), 2.5 * 0.5.squareRoot()), (3.75 * sin(0.625 * .pi), 3.75 * cos(0.625 * .pi)),
    ]
    for (sign, label) in [(1.0, 1.0), (-1, -1)] {
      for (x1, x2) in ends {
        let close = rows.filter {
          $0.label == label && abs($0.x1 - sign * x1) < 1e-12 && abs($0.x2 - sign * x2) < 1e-12
        }
        #expect(close.count == 1, "\(x1) \(x2) \(label)")
      }
    }
    #expect(rows.count { $0.label == 1 } == 4)
  }

  @Test func noiseMovesTheSpiral() throws {
    let still = try Points(.spiral, seed: 4)
    let moved = try Points(.spiral, noise: 0.5, seed: 4)
    // Both take as many numbers from the stream and are shuffled alike.
    let shifts = zip(still.x1 + still.x2, moved.x1 + moved.x2).map { $1 - $0 }
    #expect(still.label == moved.label)
    #expect(shifts.allSatisfy { abs($0) <= 0.5 })
    #expect(abs(mean(shifts)) < 4 * 0.5 / 3000.0.squareRoot())
    #expect(abs(mean(shifts.map { $0 * $0 }) - 0.25 / 3) < 0.01)
  }

  @Test func planeIsATenthOfTheSum() throws {
    let rows = try Points(.plane).rows
    #expect(rows.allSatisfy { abs($0.label - ($0.x1 + $0.x2) / 10) < 1e-15 })
    #expect(rows.allSatisfy { abs($0.x1) <= 6 && abs($0.x2) <= 6 })
    #expect(rows.map(\.x1).max()! > 5.9 && rows.map(\.x2).min()! < -5.9)
    let shifts = try Points(.plane, noise: 0.5).rows.map { $0.label - ($0.x1 + $0.x2) / 10 }
    #expect(shifts.allSatisfy { abs($0) <= 0.6 + 1e-15 })
    // The sum of two uniform shifts of up to 3, over 10: variance 2 · 9 / 3 / 100.
    #expect(abs(mean(shifts.map { $0 * $0 }) - 0.06) < 0.01)
  }

  /// By hand: the height where two hills reach, at their feet, on their tops.
  @Test func multiGaussianIsHillsAndHollows() throws {
    let centres: [(Double, Double, Double)] = [
      (-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1),
    ]
    let rows = try Points(.multiGaussian).rows
    #expect(rows.contains { $0.label > 0.8 } && rows.contains { $0.label < -0.8 })
    #expect(rows.contains { $0.label == 0 })
    for row in rows {
      let near = centres.filter { hypot(row.x1 - $0.0, row.x2 - $0.1) < 2 }
      // Hills are 4 apart with feet of 2: at most one of a row of them reaches a point; rows are 5 apart.
      #expect(near.count <= 1)
      let height = near.first.map { $0.2 * (1 - hypot(row.x1 - $0.0, row.x2 - $0.1) / 2) } ?? 0
      #expect(abs(row.label - height) < 1e-12)
    }
    let moved = try Points(.multiGaussian, noise: 0.1).rows
    #expect(moved.allSatisfy { abs($0.label) <= 1 })
    #expect(zip(rows, moved).contains { $0.label != $1.label })
  }

  @Test(arguments: [-0.01, 0.51, .nan, .infinity, -.infinity]) func refusesNoiseOutOfRange(_ noise: Double)
    throws
  {
    let error = try #require(throws: VintnerError.self) { try PlaygroundData.spiral.frame(noise: noise) }
    #expect("\(error)" == "The noise is \(noise): give a number from 0 to 0.5.")
  }

  @Test func refusesWhatItDoesNotKnow() throws {
    #expect(try PlaygroundData(named: "multi_gaussian") == .multiGaussian)
    let error = try #require(throws: VintnerError.self) { try PlaygroundData(named: "spirals") }
    #expect(
      "\(error)"
        == "There is no data set \"spirals\"; the nearest name is \"spiral\"; all are circle, xor, gaussian,"
        + " spiral, plane, multi_gaussian.")
    let none = try #require(throws: VintnerError.self) { try PlaygroundData.xor.frame(count: 0) }
    #expect("\(none)" == "The number of points is 0: give 1 or more.")
  }

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
}
