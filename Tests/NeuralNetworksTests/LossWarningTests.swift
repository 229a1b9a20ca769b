import LinearAlgebra
import NeuralNetworks
import Testing

struct LossWarningTests {
  private func warnings(_ layer: any Layer, _ loss: any Loss) -> [String] {
    Sequential([Dense(3), layer]).warnings(for: loss)
  }

  @Test func saysNothingWhereLossAndActivationFit() {
    #expect(warnings(Dense(1, activation: .sigmoid), .binaryCrossEntropy) == [])
    #expect(warnings(Activation.sigmoid, .binaryCrossEntropy) == [])
    #expect(warnings(Dense(1), .binaryCrossEntropy(fromLogits: true)) == [])
    #expect(warnings(Dense(3, activation: .softmax), .categoricalCrossEntropy) == [])
    #expect(warnings(Dense(3), .categoricalCrossEntropy(fromLogits: true)) == [])
    #expect(warnings(Dense(1), .meanAbsoluteError) == [])
    #expect(warnings(Activation.softmax, .categoricalCrossEntropy) == [])
  }

  @Test func saysWhatIsNotAProbability() {
    #expect(
      warnings(Dense(1), .binaryCrossEntropy) == [
        "binary_crossentropy expects probabilities, but the last activation is linear: make it sigmoid, or"
          + " take the loss from logits after a linear one."
      ])
    #expect(
      warnings(Dense(3, activation: .relu), .categoricalCrossEntropy) == [
        "categorical_crossentropy expects probabilities, but the last activation is relu: make it softmax, or"
          + " take the loss from logits after a linear one."
      ])
    #expect(warnings(Dense(2, activation: .softmax), .binaryCrossEntropy).count == 1)
    #expect(warnings(Dense(2, activation: .sigmoid), .categoricalCrossEntropy).count == 1)
  }

  @Test func saysWhatIsNotALogit() {
    #expect(
      warnings(Dense(1, activation: .sigmoid), .binaryCrossEntropy(fromLogits: true)) == [
        "binary_crossentropy from logits expects any numbers, but the last activation is sigmoid: make it"
          + " linear."
      ])
  }

  @Test func saysThatOneUnitIsNoClasses() {
    #expect(
      warnings(Dense(1), .categoricalCrossEntropy) == [
        "categorical_crossentropy compares classes, an output each, but the last layer has 1 unit: use"
          + " binary_crossentropy."
      ])
  }

  @Test(
    arguments: [[Dense(2), Dense(1, activation: .softmax)], [Dense(1), Activation.softmax]] as [[any Layer]])
  func refusesASoftmaxOfOneUnit(_ layers: [any Layer]) {
    let rows = Matrix<Float>([[1], [2]])
    let error = #expect(throws: NetworkError.self) {
      try Sequential(layers).fitted(to: rows, rows, with: Training(loss: .categoricalCrossEntropy))
    }
    #expect(
      error.map { "\($0)" } == "Layer 1 is a softmax of one unit, whose output is always 1: use a sigmoid.")
  }
}
