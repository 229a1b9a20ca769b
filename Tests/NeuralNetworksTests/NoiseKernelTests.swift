import LinearAlgebra
import TestSupport
import Testing

struct NoiseKernelTests {
  private let stream = RandomStream(seed: 3, keys: 1, 2)

  /// Place i follows the stream's i-th number, as `uniform()` gives it.
  @Test(arguments: [0, 0.2, 0.5, 0.9]) func switchesOffWhereTheStreamSays(rate: Double) {
    let x = (0..<103).map { Double($0) - 50.5 }
    let (y, factors) = dropped(x, rate: rate)
    var numbers = stream
    for place in x.indices {
      let expected = numbers.uniform() < rate ? 0 : 1 / (1 - rate)
      #expect(factors[place] == expected)
      #expect(y[place] == x[place] * expected)
    }
  }

  @Test func switchesOffAShareAndKeepsTheMean() {
    let count = 200_000
    for rate in [0.1, 0.5, 0.8] {
      let (y, _) = dropped([Float](repeating: 1, count: count), rate: rate)
      let off = Double(y.count { $0 == 0 }) / Double(count)
      #expect(abs(off - rate) < 5 * (rate * (1 - rate) / Double(count)).squareRoot())
      let mean = y.reduce(0) { $0 + Double($1) } / Double(count)
      #expect(abs(mean - 1) < 5 * (rate / (1 - rate) / Double(count)).squareRoot())
    }
  }

  @Test func switchesOffEvenANaN() {
    let (y, factors) = dropped([Float](repeating: .nan, count: 100), rate: 0.5)
    #expect(zip(y, factors).allSatisfy { $1 == 0 ? $0 == 0 : $0.isNaN })
  }

  @Test func addsTheStreamsNormalNumbers() {
    let x: [Double] = (0..<21).map { Double($0) }
    var y = [Double](repeating: 0, count: 21)
    Double.kernels.addNoise(x, into: &y, standardDeviation: 0.5, state: stream.state, count: 21)
    var numbers = stream
    for place in x.indices { #expect(abs(y[place] - x[place] - 0.5 * numbers.normal()) < 1e-14) }
  }

  @Test func drawsNormalNumbers() {
    var stream = RandomStream(seed: 8)
    let count = 100_000.0
    let drawn = (0..<Int(count)).map { _ in stream.normal() }
    func moment(_ power: Int) -> Double {
      drawn.reduce(0) { sum, x in sum + (0..<power).reduce(1) { product, _ in product * x } } / count
    }
    // Five standard deviations of each.
    #expect(abs(moment(1)) < 5 / count.squareRoot())
    #expect(abs(moment(2) - 1) < 5 * (2 / count).squareRoot())
    #expect(abs(moment(3)) < 5 * (15 / count).squareRoot())
    #expect(abs(moment(4) - 3) < 5 * (96 / count).squareRoot())
  }

  @Test func multiplies() {
    var product: [Float] = [0, 0, 0]
    Float.kernels.multiplyElements([1, 2, 3] as [Float], [4, 5, 6] as [Float], into: &product, count: 3)
    #expect(product == [4, 10, 18])
  }

  private func dropped<Scalar: MatrixScalar>(_ x: [Scalar], rate: Double) -> (y: [Scalar], factors: [Scalar])
  {
    var y = [Scalar](repeating: 7, count: x.count)
    var factors = y
    Scalar.kernels.dropOut(
      x, into: &y, factors: &factors, rate: rate, state: stream.state, count: x.count)
    return (y, factors)
  }
}
