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
}
