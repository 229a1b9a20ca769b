import LinearAlgebra
import NeuralNetworks
import Testing

/// The expected bits are NumPy's, computed with Keras's formulas in float32 and float64, every operation
/// rounded on its own.
struct OptimizerKernelTests {
  /// Long enough for whole vector registers and a remainder; the listed places are among both.
  private let count = 37
  private let places = [0, 1, 18, 35, 36]

  @Test func takesThreeStepsOfAdamInSinglePrecision() {
    let state = adam(as: Float.self)
    #expect(
      places.map { state.weights[$0].bitPattern }
        == [0xbf8f_9f4f, 0xbf88_3388, 0x3b42_4528, 0x3f87_a038, 0x3f8f_ecbd])
    #expect(
      places.map { state.mean[$0].bitPattern }
        == [0xbd08_51ec, 0x3c14_7ae1, 0xbd2b_020d, 0x3c8f_9db2, 0xbc8d_d2f2])
    #expect(
      places.map { state.variance[$0].bitPattern }
        == [0x384c_879f, 0x36a3_cea8, 0x389d_7f57, 0x3765_4719, 0x38c6_6f56])
  }

  @Test func takesThreeStepsOfAdamInDoublePrecision() {
    let state = adam(as: Double.self)
    #expect(
      places.map { state.weights[$0].bitPattern } == [
        0xbff1_f3e9_ce86_8b92, 0xbff1_0670_fcb3_8f47, 0x3f68_48af_bb3c_3c0c, 0x3ff0_f406_ffd0_7203,
        0x3ff1_fd97_9fbe_e85e,
      ])
    #expect(
      places.map { state.variance[$0].bitPattern } == [
        0x3f09_90f3_d8aa_50a8, 0x3ed4_79d4_d834_0921, 0x3f13_afea_d895_46c2, 0x3eec_a8e3_0514_df34,
        0x3f18_cdea_9ddc_e410,
      ])
  }

  @Test func descendsAlongTheGradient() {
    var singles = start() as [Float]
    descend(&singles, gradient(step: 0), rate: 0.1)
    #expect(
      [0, 1, 18, 36].map { singles[$0].bitPattern } == [0xbf8d_999a, 0xbf87_999a, 0xbc99_999a, 0x3f8e_0000])
    var doubles = start() as [Double]
    descend(&doubles, gradient(step: 0), rate: 0.1)
    #expect(
      [0, 1, 18, 36].map { doubles[$0].bitPattern } == [
        0xbff1_b333_3333_3333, 0xbff0_f333_3333_3333, 0xbf93_3333_3333_3334, 0x3ff1_c000_0000_0000,
      ])
  }

  /// A product and a sum in one instruction would round once: no compilation of the loop may do so.
  @Test func roundsAfterEveryOperation() {
    let rate: Float = 0.1
    let gradient = (0..<1000).map { Float($0) * 0.37 - 150 }
    var weights = (0..<1000).map { Float($0) * 0.011 + 3 }
    let expected = zip(weights, gradient).map { weight, gradient in
      let product = rate * gradient
      return weight - product
    }
    descend(&weights, gradient, rate: 0.1)
    #expect(zip(weights, expected).filter { $0 != $1 }.count == 0)
  }

  private func adam<Scalar: MatrixScalar>(
    as type: Scalar.Type
  ) -> (weights: [Scalar], mean: [Scalar], variance: [Scalar]) {
    var bench = OptimizerBench<Scalar>(Adam(), weights: start())
    for step in 1...3 { bench.apply(gradient(step: step)) }
    return (bench.weights, Array(bench.state[..<count]), Array(bench.state[count...]))
  }

  private func descend<Scalar: MatrixScalar>(_ weights: inout [Scalar], _ gradient: [Scalar], rate: Double) {
    var bench = OptimizerBench<Scalar>(SGD(learningRate: .constant(rate)), weights: weights)
    bench.apply(gradient)
    weights = bench.weights
  }

  private func start<Scalar: MatrixScalar>() -> [Scalar] {
    (0..<count).map { Scalar($0 - 18) / 16 }
  }

  private func gradient<Scalar: MatrixScalar>(step: Int) -> [Scalar] {
    (0..<count).map { Scalar(($0 * 5 + step) % 13 - 6) / 32 }
  }
}
