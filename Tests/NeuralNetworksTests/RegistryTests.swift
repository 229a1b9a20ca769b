import Foundation
import LinearAlgebra
import NeuralNetworks
import Testing

/// What is registered is known by name from then on, once.
struct RegistryTests {
  @Test func knowsWhatWasAdded() async {
    await #expect(processExitsWith: .success) {
      precondition(LossDescription.named("rescaled") == nil)
      Registry.losses.add(Rescaled.self)
      Registry.losses.add(Rescaled.self)
      precondition(LossDescription.names.filter { $0 == "rescaled" } == ["rescaled"])
      precondition(LossDescription.named("rescaled")?.value is Rescaled)
      // As every loss, it is a metric as well.
      precondition(MetricDescription.named("rescaled")?.value.name == "rescaled")
      precondition(LossDescription.named("mae")?.value is MeanAbsoluteError)
    }
  }

  @Test func refusesATakenName() async {
    await #expect(processExitsWith: .failure) { Registry.losses.add(Huberish.self) }
    await #expect(processExitsWith: .failure) {
      Registry.losses.add(Rescaled.self)
      Registry.losses.add(RescaledAgain.self)
    }
    // A loss's name stands for a metric.
    await #expect(processExitsWith: .failure) { Registry.metrics.add(Mae.self) }
  }

  @Test func takesPartsFromManyThreads() async {
    await #expect(processExitsWith: .success) {
      DispatchQueue.concurrentPerform(iterations: 64) { _ in
        Registry.losses.add(Rescaled.self)
        precondition(LossDescription.named("rescaled") != nil)
      }
      precondition(LossDescription.names.filter { $0 == "rescaled" }.count == 1)
    }
  }

  /// As a program says it that decodes a network by itself.
  @Test func namesTheLineThatHelps() {
    let error = #expect(throws: DecodingError.self) {
      _ = try JSONDecoder().decode(Sequential.self, from: Data(#"[{"type": "hard_swish"}]"#.utf8))
    }
    guard case .dataCorrupted(let context) = error else { return }
    #expect(
      context.debugDescription
        == "hard_swish is not a layer: the known ones are dense, batch_normalization, unit_normalization, dropout,"
        + " gaussian_noise, activation, parametric_activation, feature_scale, residual, layer_normalization,"
        + " periodic_embedding, embedding, piecewise_linear_encoding; a program adds its own before it reads the file,"
        + " Registry.layers.add(HardSwish.self), and the command vintner has only those built in.")
  }
}

private struct Rescaled: Loss {
  static var configuration: Configuration<Self> { Configuration("rescaled", defaults: Self()) }
  func sum<Scalar: MatrixScalar>(_ rows: LossRows<Scalar>) -> Double { MeanSquaredError().sum(rows) }
}

private struct RescaledAgain: Loss {
  static var configuration: Configuration<Self> { Configuration("rescaled", defaults: Self()) }
  func sum<Scalar: MatrixScalar>(_ rows: LossRows<Scalar>) -> Double { MeanSquaredError().sum(rows) }
}

/// Another spelling of a name that is taken is taken.
private struct Huberish: Loss {
  static var configuration: Configuration<Self> {
    Configuration("huberish", also: ["Huber"], defaults: Self())
  }
  func sum<Scalar: MatrixScalar>(_ rows: LossRows<Scalar>) -> Double { MeanSquaredError().sum(rows) }
}

private struct Mae: Metric, Configurable {
  static var configuration: Configuration<Self> { Configuration("mae", defaults: Self()) }
  var name = "mae"
  func add(_ rows: MetricRows, to state: UnsafeMutablePointer<Double>) {}
}
