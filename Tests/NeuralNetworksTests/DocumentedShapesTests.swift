import LinearAlgebra
import NeuralNetworks
import Testing

/// The shapes that comments state, for 3 inputs, as Keras 3.15.1 or their papers have them.
struct DocumentedShapesTests {
  struct Shapes: Sendable {
    let layer: any Layer
    let parameters: [[Int]]
    let outputs: Int
  }

  static let layers = [
    Shapes(layer: Dense(4), parameters: [[3, 4], [4]], outputs: 4),
    Shapes(layer: Dense(4, useBias: false), parameters: [[3, 4]], outputs: 4),
    Shapes(layer: BatchNormalization(), parameters: [[3], [3], [3], [3]], outputs: 3),
    Shapes(
      layer: BatchNormalization(center: false, scale: false), parameters: [[3], [3]], outputs: 3),
    Shapes(layer: Dropout(rate: 0.5), parameters: [], outputs: 3),
    Shapes(layer: GaussianNoise(standardDeviation: 0.1), parameters: [], outputs: 3),
    Shapes(layer: ParametricActivation(.mish), parameters: [[3]], outputs: 3),
    Shapes(layer: FeatureScale(), parameters: [[3]], outputs: 3),
    Shapes(layer: Dense.ntp(4), parameters: [[3, 4], [4]], outputs: 4),
    Shapes(layer: LayerNormalization(), parameters: [[3], [3]], outputs: 3),
    Shapes(layer: Residual([Dense(4), Dense(3)]), parameters: [[3, 4], [4], [4, 3], [3]], outputs: 3),
    Shapes(layer: PeriodicEmbedding(), parameters: [[3, 16], [3, 16], [3, 3, 16], [3, 3]], outputs: 12),
    Shapes(
      layer: PeriodicEmbedding(form: .plr, frequencies: 5, outputs: 4, columns: [1]),
      parameters: [[1, 5], [1, 4, 10], [1, 4]], outputs: 6),
    Shapes(layer: Embedding(columns: [0, 2], categories: [4, 2]), parameters: [[8, 8]], outputs: 17),
    Shapes(layer: PiecewiseLinearEncoding(bins: 5, columns: [0]), parameters: [[1, 6]], outputs: 7),
    Shapes(
      layer: PiecewiseLinearEncoding(outputs: 16), parameters: [[3, 49], [3, 16], [3, 16], [3, 16, 48]],
      outputs: 48),
    Shapes(layer: Activation.softmax, parameters: [], outputs: 3),
  ]

  @Test(arguments: layers) func layersKeepThem(_ shapes: Shapes) {
    #expect(shapes.layer.parameters(inputs: 3).map(\.shape) == shapes.parameters)
    #expect(shapes.layer.outputs(inputs: 3) == shapes.outputs)
    let trained = TrainedNetwork(Sequential([shapes.layer]), inputs: 3)
    #expect(trained.parameters.map(\.shape) == shapes.parameters)
    let answer = trained.predict(Matrix<Float>(rows: 5, columns: 3))
    #expect([answer.rows, answer.columns] == [5, shapes.outputs])
  }

  /// One number a parameter scalar for each letter of a rule's formula, and what it begins at.
  @Test func optimizersKeepThem() {
    #expect(SGD().initialState == [])
    #expect(SGD(momentum: 0.9).initialState == [0])
    #expect(AdaGrad().initialState == [0.1])
    #expect(AdaGrad(initialAccumulatorValue: 2).initialState == [2])
    #expect(AdaDelta().initialState == [0, 0])
    #expect(RMSprop().initialState == [0])
    #expect(RMSprop(momentum: 0.9, centered: true).initialState == [0, 0, 0])
    #expect(Adam().initialState == [0, 0])
    #expect(Adam(amsgrad: true).initialState == [0, 0, 0])
    #expect(AdamW().initialState == [0, 0])
    #expect(Adamax().initialState == [0, 0])
    #expect(PlaygroundDescent().initialState == [])
    #expect(PlaygroundDescent(regularization: .l1(0.1)).initialState == [0])
    #expect(Nadam().initialState.prefix(2) == [0, 0])
  }
}
