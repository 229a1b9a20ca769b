import Vintner

/// The same run, or the closest that Keras has, as a Python program.
extension PlaygroundState {
  func keras(_ context: CodeContext) -> String {
    """
    # Keras draws its own random numbers: the first weights\(randomness) differ from the page's.
    \(isTable ? "" : "import math\n\n")import keras
    import numpy as np
    \(isTable ? "import pandas as pd\n" : "")
    \(isTable ? tablePython(context) : pointsPython)

    \(modelPython(context))
    """
  }

  /// What else is random, beyond the first weights.
  private var randomness: String {
    guard !isPlayground else { return "" }
    return " (and the rows' order\(self.dropout > 0 ? ", dropout" : ""))"
  }

  private func modelPython(_ context: CodeContext) -> String {
    let lossSource = isPlayground ? nil : self.loss.value.kerasSource
    let measure =
      isPlayground
      ? "float(np.mean(np.square(model.predict(test_x, verbose=0) - test_y)) / 2)"
      : "model.evaluate(test_x, test_y, verbose=0)"
    return """
      keras.utils.set_random_seed(\(self.seed))\(lossSource == nil ? ownLossPython : "")
      model = keras.Sequential([
          keras.Input((x.shape[1],)),
      \(layerRows.map { "    \($0)," }.joined(separator: "\n"))
      ])
      model.compile(
          optimizer=\(optimizerPython),
          loss=\(lossSource ?? "own_loss"))
      model.fit(
          x, y, validation_data=(test_x, test_y),
      \(fitArguments(context).map { "    \($0)," }.joined(separator: "\n"))
          verbose=0)
      print("test loss", \(measure))

      """
  }

  /// The arguments of `fit` that follow from settings.
  private func fitArguments(_ context: CodeContext) -> [String] {
    let run = configuration(epochs: context.epochs)
    let callbacks = training(epochs: context.epochs).callbacks
      .compactMap { ($0 as? any Configurable)?.kerasSource }
    return run.given.filter(\.traits.isOfFit).map { "\($0.name)=\(Self.python($0.json(of: run)))" }
      + (isPlayground ? ["shuffle=False"] : [])
      + (callbacks.isEmpty ? [] : ["callbacks=[\(callbacks.joined(separator: ", "))]"])
  }

  /// A value in Python: as in JSON, but for the names of three.
  static func python(_ value: JSON) -> String {
    switch value {
    case .null: "None"
    case .bool(let flag): flag ? "True" : "False"
    default: value.line
    }
  }

  /// A loss that Keras lacks.
  private var ownLossPython: String {
    let body =
      if let q = (self.loss.value as? Quantile)?.quantile, !isPlayground {
        "keras.ops.maximum(\(q) * (y - predictions), (\(q) - 1) * (y - predictions))"
      } else {
        "keras.ops.square(predictions - y) / 2"
      }
    return """


      def own_loss(y, predictions):
          return keras.ops.mean(\(body), axis=-1)


      """
  }

  private var layerRows: [String] {
    var layers = network().layers
    if isPlayground, self.regularizationRate > 0, self.regularization != .none {
      let rate = self.regularizationRate
      // The Playground's L2 is λ/2·w², Keras's λ·w².
      let rule: Regularizer = self.regularization == .l1 ? .l1(rate) : .l2(rate / 2)
      layers = layers.map { layer in
        guard var dense = layer as? Dense else { return layer }
        dense.kernelRegularizer = rule
        return dense
      }
    }
    return layers.compactMap(\.kerasSource)
  }

  private var optimizerPython: String {
    guard !isPlayground else { return SGD(learningRate: .constant(self.learningRate.base)).kerasSource! }
    var optimizer = training(epochs: 1).optimizer
    if case .schedule(let warmup as LinearWarmup) = optimizer.learningRate {
      // Keras knows a rise only before a cosine: one so long that it stays flat.
      optimizer.learningRate = .schedule(
        CosineDecay(
          initialLearningRate: warmup.start, decaySteps: 1e9, warmupTarget: warmup.following.base,
          warmupSteps: Double(warmup.steps)))
    }
    // What Keras cannot build it refuses by this name.
    return optimizer.kerasSource ?? "Keras has no \(optimizer.swiftSource)".debugDescription
  }
}
