import LinearAlgebra

/// A network whose last unit can be taken off it, so that a loss can work on what goes into it.
protocol ActivatedLayer: Layer {
  var activation: Activation { get set }
}

extension Dense: ActivatedLayer {}

extension Activation: ActivatedLayer {
  var activation: Activation {
    get { self }
    set { self = newValue }
  }
}

/// What training computes: a network up to its loss.
///
/// Where the loss has a form on the last activation's inputs, the activation is left out of the network and
/// only applied to the outputs that metrics ask for.
/// Source: Keras, `_get_logits` in `keras/src/backend/tensorflow/nn.py`.
struct Objective {
  let network: Sequential
  let loss: any Loss
  /// What makes predictions of the network's outputs; `nil` where they are predictions.
  let activation: Activation?

  init(_ network: Sequential, _ loss: any Loss) {
    if var last = network.layers.last as? any ActivatedLayer, let fused = loss.onLogits(of: last.activation) {
      activation = last.activation
      last.activation = .linear
      self.network = Sequential(network.layers.dropLast() + [last])
      self.loss = fused
    } else {
      self.network = network
      self.loss = loss
      activation = nil
    }
  }
}
