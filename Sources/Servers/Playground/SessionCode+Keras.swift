import Vintner

/// The same run, or the nearest to it that Keras has, as a Python program.
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
    let stopping =
      self.earlyStopping && !isPlayground
      ? """
      stopping = keras.callbacks.EarlyStopping(
          min_delta=\(self.minDelta), patience=\(self.patience), restore_best_weights=True)

      """ : ""
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
      \(stopping)model.fit(
          x, y, validation_data=(test_x, test_y), batch_size=\(self.batchSize), epochs=\(context.epochs)\
      \(isPlayground ? ", shuffle=False" : ""),
          \(stopping.isEmpty ? "" : "callbacks=[stopping], ")verbose=0)
      print("test loss", \(measure))

      """
  }

  /// A loss that Keras has not.
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
    let output: Activation = isProbability ? .sigmoid : isClassification ? .tanh : .linear
    var layers = network(output: output).layers
    if isPlayground {
      // The Playground's L2 is λ/2·w², Keras's λ·w².
      let rule: Regularizer? =
        switch penalty.kind {
        case .l1 where penalty.rate > 0: .l1(penalty.rate)
        case .l2 where penalty.rate > 0: .l2(penalty.rate / 2)
        default: nil
        }
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
    var optimizer = training.optimizer
    if case .schedule(let warmup as LinearWarmup) = optimizer.learningRate {
      // Keras knows a rise only before a cosine: one so long that it stays flat.
      optimizer.learningRate = .schedule(
        CosineDecay(
          initialLearningRate: warmup.start, decaySteps: 1e9, warmupTarget: warmup.following.base,
          warmupSteps: Double(warmup.steps)))
    }
    return optimizer.kerasSource!
  }
}
