import LinearAlgebra
import NeuralNetworks
import Testing

struct DivergenceTests {
  private let network = Sequential([Dense(1)])
  private let data: (x: Matrix<Float>, y: Matrix<Float>) = learnableRows(40)

  private func error(_ training: Training) -> (epoch: Int, batch: Int, best: BestEpoch?)? {
    do {
      _ = try network.fitted(to: data.x, data.y, with: training)
      return nil
    } catch .diverged(let epoch, let batch, let best) {
      return (epoch, batch, best)
    } catch {
      return nil
    }
  }

  @Test func namesEpochAndBatch() {
    // At rate 10³⁰ the first update throws the weights so far that the second batch's square overflows.
    let failure = error(
      Training(optimizer: SGD(learningRate: 1e30), loss: .meanSquaredError, batchSize: 10, epochs: 5))
    #expect(failure?.epoch == 1)
    #expect(failure?.batch == 2)
    #expect(failure?.best == nil)
  }

  @Test func keepsTheBestEpoch() throws {
    // Descent beyond the curvature: errors grow some tenfold a step and overflow after some epochs.
    let training = Training(
      optimizer: SGD(learningRate: 10), loss: .meanSquaredError, batchSize: 10, epochs: 50, shuffles: false)
    let failure = try #require(error(training))
    let best = try #require(failure.best)
    #expect(failure.epoch > 1)
    #expect(best.history.ending == .diverged(epoch: failure.epoch, batch: failure.batch))
    #expect(best.history.epochs == failure.epoch - 1)
    #expect(best.history.keptEpoch == best.history.lowestEpoch)
    var again = training
    again.epochs = best.history.keptEpoch!
    #expect(try network.fitted(to: data.x, data.y, with: again).parameters == best.parameters)
    let trained = TrainedNetwork(network, best: best)
    #expect(trained.parameters == best.parameters && trained.history == best.history)
  }

  /// A lower rate does not help where a value of the rows is not a number, or none in single precision.
  @Test(arguments: [0, 1, 2, 3], [Double.nan, -.infinity, 1e300])
  func namesTheValueThatIsNotFinite(place: Int, value: Double) {
    var rows = [data.x, data.y, data.x, data.y].map { Matrix<Double>($0) }
    rows[place][7, 0] = value
    let names = ["inputs", "targets", "validation inputs", "validation targets"]
    for ensemble in [nil, Ensemble(members: 2)] {
      do {
        _ = try network.fitted(
          to: rows[0], rows[1], validation: (rows[2], rows[3]),
          with: Training(loss: .meanSquaredError, epochs: 1, ensemble: ensemble))
        Issue.record("No error.")
      } catch {
        #expect(
          error.description
            == "The \(names[place]) are NaN or infinite in row 7, column 0 (counted from 0): correct the value or"
            + " leave the row out.")
      }
    }
  }

  /// The first layer's relu turns NaN into 0, so that the loss stays finite, but not the weights.
  @Test func namesAValueThatTheLossDoesNotShow() {
    var x = Matrix<Double>(data.x)
    x[3, 2] = .nan
    let hidden = Sequential([Dense(4, activation: .relu), Dense(1)])
    #expect {
      try hidden.fitted(
        to: x, Matrix<Double>(data.y), with: Training(loss: .meanSquaredError, batchSize: 40, epochs: 1))
    } throws: {
      if case NetworkError.notFinite("inputs", row: 3, column: 2) = $0 { true } else { false }
    }
  }
}
