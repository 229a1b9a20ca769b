import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing

/// Runs of every optimizer, option, regularizer, constraint and callback that Keras recorded.
struct KerasRunTests {
  @Test(arguments: KerasRecord.shared.runs) func repeats(_ run: KerasRecord.Run) throws {
    let trained = try run.replayed()
    #expect(Set(trained.history.names) == Set(run.history.keys))
    for (name, expected) in run.history {
      #expect(relativeDifference(trained.history[name], expected) < 2e-6, "\(name)")
    }
    for (parameter, expected) in zip(trained.parameters, run.final) {
      // A weight near 0 is a difference of larger ones: it is held to their size.
      let furthest = zip(parameter.doubles, expected).map { abs($0 - Double($1)) }.max()!
      #expect(furthest < 2e-6, "\(parameter.name)")
    }
  }

  @Test func goesThroughEveryOptimizer() {
    let recorded = Set(KerasRecord.shared.runs.map { type(of: $0.optimizer.value).kind })
    // The one that is the Playground's has its own recordings.
    #expect(recorded == Set(OptimizerDescription.names).subtracting([PlaygroundDescent.kind]))
  }
}
