import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing
import VintnerTesting

struct UnitNormalizationTests {
  /// By hand: 3 and 4 are the legs of a triangle of 5, 5 and 12 those of one of 13; a row of zeros stays.
  @Test func scalesRowsToLength1() {
    let x = Matrix<Double>([[3, 4], [-5, 12], [0, 0]])
    let trained = TrainedNetwork(Sequential([UnitNormalization()]), inputs: 2, precision: .double)
    #expect(trained.predict(x) == Matrix([[0.6, 0.8], [-5.0 / 13, 12.0 / 13], [0, 0]]))
  }

  @Test func keepsTheDocumentedShapes() {
    #expect(UnitNormalization().outputs(inputs: 3) == 3)
    #expect(UnitNormalization().parameters(inputs: 3).isEmpty)
  }

  @Test func hasTheGradientOfItsDifferenceQuotient() throws {
    let layers: [any Layer] = [Dense(4, activation: .tanh), UnitNormalization(), Dense(2)]
    #expect(try GradientCheck(layers).faults() == [])
  }

  @Test func isReadFromFiles() throws {
    #expect(LayerDescription.named("unit_normalization")?.value as? UnitNormalization == UnitNormalization())
  }
}
