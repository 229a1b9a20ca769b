import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing

/// Many rows at once.
struct PredictionTests {
  private let network = Sequential([
    Dense(130, activation: .relu), BatchNormalization(), Dropout(rate: 0.5), Dense(40, activation: .tanh),
    Dense(2),
  ])

  /// Row counts of one block and of several, even and uneven.
  @Test(arguments: [1, 2, 33, 129, 256, 1000], Precision.allCases)
  func givesTheSameBitsForAnyNumberOfThreads(rows: Int, precision: Precision) {
    let trained = TrainedNetwork(network, inputs: 5, seed: 3, precision: precision)
    let x: Matrix<Double> = randomMatrix(rows: rows, columns: 5, seed: 1)
    let alone = trained.predict(x, threads: 1)
    #expect(alone.rows == rows && alone.columns == 2)
    for threads in 2...4 { #expect(trained.predict(x, threads: threads) == alone, "\(threads) threads") }
    #expect(trained.predict(x) == alone)
  }

  @Test func predictsARowAloneAsAmongTenThousand() {
    let trained = TrainedNetwork(
      Sequential([Dense(300, activation: .relu), Dense(300, activation: .relu), Dense(1)]), inputs: 5, seed: 3
    )
    let x: Matrix<Double> = randomMatrix(rows: 10_000, columns: 5, seed: 1)
    let all = trained.predict(x)
    for row in [0, 1, 127, 128, 4999, 5000, 9998, 9999] {
      let alone = trained.predict(x[rows: row..<row + 1])[0, 0]
      // Of sums that nearly cancel out the rounding is relative to what is added: about 1.
      #expect(abs(alone - all[row, 0]) < 1e-6 * max(abs(alone), 1))
    }
  }

  @Test func takesRowsOfTheOtherPrecision() {
    let single = TrainedNetwork(network, inputs: 5, seed: 3)
    let x: Matrix<Double> = randomMatrix(rows: 300, columns: 5, seed: 1)
    #expect(single.predict(x) == Matrix<Double>(single.predict(Matrix<Float>(x))))
    let double = TrainedNetwork(network, inputs: 5, seed: 3, precision: .double)
    let rounded = Matrix<Float>(x)
    #expect(double.predict(rounded) == Matrix<Float>(double.predict(Matrix<Double>(rounded))))
  }

  @Test func answersNoRowsWithNone() {
    let answer = TrainedNetwork(network, inputs: 5).predict(Matrix<Double>(rows: 0, columns: 5), threads: 2)
    #expect(answer.rows == 0 && answer.columns == 2)
  }

  @Test func refusesZeroThreads() async {
    await #expect(processExitsWith: .failure) {
      _ = TrainedNetwork(Sequential([Dense(1)]), inputs: 1).predict(Matrix<Float>([[1]]), threads: 0)
    }
  }
}
