import LinearAlgebra

/// A layer whose activation can be taken off it, so that a loss can work on the activation's inputs.
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
/// only applied to the outputs for the metrics.
/// Source: Keras, `_get_logits` in `keras/src/backend/tensorflow/nn.py`.
struct Objective {
  let network: Sequential
  let loss: any Loss
  /// What turns the network's outputs into predictions; `nil` where they are predictions.
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

extension Sequential {
  /// Whether training adds a penalty on some weights to the loss.
  package var isPenalized: Bool {
    var inputs = 1
    return layers.contains { layer in
      defer { inputs = layer.outputs(inputs: inputs) }
      return layer.parameters(inputs: inputs).contains {
        $0.regularizer.map { $0.l1 > 0 || $0.l2 > 0 } ?? false
      }
    }
  }

  /// Explains why a loss does not suit this network's last activation, a sentence each.
  ///
  ///     Sequential([Dense(1)]).warnings(for: .binaryCrossEntropy)
  ///
  /// Training is possible all the same. Empty where nothing is known against the loss.
  public func warnings(for loss: any Loss) -> [String] {
    guard let last = layers.last as? any ActivatedLayer else { return [] }
    return loss.warning(after: last.activation, outputs: fixedOutputs).map { [$0] } ?? []
  }

  /// Refuses a network that cannot learn.
  ///
  /// - Throws: ``NetworkError/softmaxOfOneUnit(layer:)``.
  func checkSoftmax(inputs: Int) throws(NetworkError) {
    let ends = ends
    for (index, step) in steps(inputs: inputs).enumerated() where step.outputs == 1 {
      if (step.layer as? any ActivatedLayer)?.activation == .softmax {
        throw .softmaxOfOneUnit(layer: ends.firstIndex { $0 >= index }!)
      }
    }
  }
}
