import Vintner

/// The same run, or as near as Keras comes to it, as a Python program.
extension PlaygroundState {
  func pointsKeras(_ context: CodeContext) -> String {
    """
    \(headPython("import math\n\n"))
    \(pointsPython)

    \(modelPython(context))
    """
  }

  func tableKeras(_ context: CodeContext) -> String {
    """
    \(headPython(""))import pandas as pd

    \(tablePython(context))

    \(modelPython(context))
    """
  }

  private func headPython(_ first: String) -> String {
    """
    # Keras draws its own random numbers: the first weights\(orderNote) differ from the page's.
    \(first)import keras
    \("import numpy as np")

    """
  }

  private var orderNote: String {
    let drawn = (isPlayground ? [] : ["the rows' order"]) + (dropout > 0 && !isPlayground ? ["dropout"] : [])
    return drawn.isEmpty ? "" : " (and " + drawn.joined(separator: ", ") + ")"
  }

  // MARK: The network

  private func modelPython(_ context: CodeContext) -> String {
    let isHalf = isPlayground || loss == "half_squared_error"
    let lossName = isHalf ? "half_squared_error" : "\"\(loss)\""
    let callbacks =
      earlyStopping && !isPlayground
      ? """
      stopping = keras.callbacks.EarlyStopping(
          min_delta=\(minDelta), patience=\(patience), restore_best_weights=True)

      """ : ""
    let half =
      isHalf
      ? """


      def half_squared_error(y, answers):
          return keras.ops.mean(keras.ops.square(answers - y), axis=-1) / 2


      """ : ""
    let order = isPlayground ? ", shuffle=False" : ""
    let measure =
      isPlayground
      ? "float(np.mean(np.square(model.predict(test_x, verbose=0) - test_y)) / 2)"
      : "model.evaluate(test_x, test_y, verbose=0)"
    return """
      keras.utils.set_random_seed(\(seed))\(half)
      model = keras.Sequential([
          keras.Input((x.shape[1],)),
      \(layerRows.map { "    \($0)," }.joined(separator: "\n"))
      ])
      model.compile(
          optimizer=keras.optimizers.\(isPlayground ? "SGD" : Self.kerasOptimizers[optimizer] ?? "SGD")\
      (\(ratePython)),
          loss=\(lossName))
      \(callbacks)model.fit(
          x, y, validation_data=(test_x, test_y), batch_size=\(batchSize), epochs=\(context.epochs)\(order),
          \(callbacks.isEmpty ? "" : "callbacks=[stopping], ")verbose=0)
      print("test loss", \(measure))

      """
  }

  private var layerRows: [String] {
    // The Playground's L2 is λ/2·w², Keras's λ·w².
    let strength = regularizationRate / (isPlayground && regularization == "l2" ? 2 : 1)
    let hasPenalty = regularization != "none" && regularizationRate > 0
    let rule =
      hasPenalty ? ", kernel_regularizer=keras.regularizers.\(regularization.uppercased())(\(strength))" : ""
    let start = isPlayground ? ", kernel_initializer=first_weights, bias_initializer=first_biases" : ""
    let hidden = layers.flatMap { units -> [String] in
      let isApart = batchNormalization && !isPlayground
      var rows = [
        "keras.layers.Dense(\(units)\(isApart ? "" : ", activation=\"\(activation)\"")\(start)\(rule))"
      ]
      if isApart {
        rows += ["keras.layers.BatchNormalization()", "keras.layers.Activation(\"\(activation)\")"]
      }
      if dropout > 0 && !isPlayground { rows.append("keras.layers.Dropout(\(dropout))") }
      return rows
    }
    let isProbability = isTable || (loss == "binary_crossentropy" && !isPlayground)
    let last = isClassification ? (isProbability ? "sigmoid" : "tanh") : "linear"
    return hidden + ["keras.layers.Dense(1, activation=\"\(last)\"\(start)\(rule))"]
  }

  private var ratePython: String {
    let (rate, steps) = ("\(learningRate)", "\(scheduleSteps)")
    let schedules = "keras.optimizers.schedules."
    guard !isPlayground else { return rate }
    return switch schedule {
    case "exponential_decay": schedules + "ExponentialDecay(\(rate), \(steps), 0.5)"
    case "inverse_time_decay": schedules + "InverseTimeDecay(\(rate), \(steps), 1)"
    case "polynomial_decay": schedules + "PolynomialDecay(\(rate), \(steps), \(learningRate / 100))"
    case "cosine_decay": schedules + "CosineDecay(\(rate), \(steps), alpha=0.01)"
    case "cosine_decay_restarts": schedules + "CosineDecayRestarts(\(rate), \(steps))"
    case "linear_warmup":
      schedules + "CosineDecay(0.0, 10**9, warmup_target=\(rate), warmup_steps=\(steps))"
    default: rate
    }
  }

  private static let kerasOptimizers = [
    "sgd": "SGD", "adam": "Adam", "adamw": "AdamW", "adamax": "Adamax", "nadam": "Nadam",
    "rmsprop": "RMSprop", "adagrad": "Adagrad", "adadelta": "Adadelta",
  ]
}
