import NeuralNetworks
import Testing

/// What every optimizer keeps of a weight.
struct OptimizerMemoryTests {
  /// What an optimizer keeps of each weight beside the weight and its gradient.
  static let kept: [(any Optimizer, Int)] = [
    (SGD(), 0), (SGD(momentum: 0.9), 1), (SGD(momentum: 0.9, nesterov: true), 1), (PlaygroundDescent(), 0),
    (PlaygroundDescent(regularization: .l1(0.1)), 1), (PlaygroundDescent(regularization: .l2(0.1)), 0),
    (Adam(), 2), (Adam(amsgrad: true), 3), (AdamW(), 2), (AdamW(amsgrad: true), 3), (Nadam(), 3),
    (Adamax(), 2),
    (AdaGrad(), 1), (AdaDelta(), 2), (Lion(), 1), (RMSprop(), 1), (RMSprop(momentum: 0.5), 2),
    (RMSprop(centered: true), 2),
    (RMSprop(momentum: 0.5, centered: true), 3),
  ]

  @Test(arguments: kept.indices)
  func keepsSoManyNumbersAWeight(_ index: Int) {
    let (optimizer, count) = Self.kept[index]
    #expect(optimizer.initialState.count == count, "\(optimizer)")
  }
}
