import Vintner

/// The same run, or as near as Keras comes to it, as a Python program.
extension PlaygroundState {
  func kerasCode(_ file: String) -> String {
    // The Playground halves the squared error: half the rate on mse is the same step, and λ·|w| is then twice.
    let strength = regularizationRate * (isPlayground && regularization == "l1" ? 2 : 1)
    let rule =
      regularization == "none" || regularizationRate == 0
      ? "" : ", kernel_regularizer=keras.regularizers.\(regularization.uppercased())(\(strength))"
    let start =
      isPlayground
      ? ", kernel_initializer=keras.initializers.RandomUniform(-0.5, 0.5), bias_initializer="
        + "keras.initializers.Constant(0.1)" : ""
    let hidden = layers.flatMap { units -> [String] in
      let function = batchNormalization && !isPlayground ? "" : ", activation=\"\(activation)\""
      var rows = ["keras.layers.Dense(\(units)\(function)\(start)\(rule)),"]
      if batchNormalization && !isPlayground {
        rows += ["keras.layers.BatchNormalization(),", "keras.layers.Activation(\"\(activation)\"),"]
      }
      if dropout > 0 && !isPlayground { rows.append("keras.layers.Dropout(\(dropout)),") }
      return rows
    }
    let isProbability = isTable || (loss == "binary_crossentropy" && !isPlayground)
    let last = isClassification ? (isProbability ? "sigmoid" : "tanh") : "linear"
    let rows = hidden + ["keras.layers.Dense(1, activation=\"\(last)\"\(start)\(rule)),"]
    let optimizer = isPlayground ? "SGD" : Self.kerasOptimizers[self.optimizer] ?? "SGD"
    let lossName = isPlayground ? "mse" : loss == "half_squared_error" ? "mse" : loss
    let order = isPlayground ? ", shuffle=False" : ""
    let callbacks =
      earlyStopping
      ? ", callbacks=[keras.callbacks.EarlyStopping(min_delta=\(minDelta), patience=\(patience), "
        + "restore_best_weights=True)]" : ""
    return """
      \("import keras")
      \(dataPython(file))
      keras.utils.set_random_seed(\(seed))
      model = keras.Sequential([
      \(rows.map { "    " + $0 }.joined(separator: "\n"))
      ])
      model.compile(optimizer=keras.optimizers.\(optimizer)(\(ratePython)), loss="\(lossName)")
      model.fit(x, y, validation_data=(test_x, test_y), batch_size=\(batchSize), epochs=\(epochs)\(order)\(callbacks))

      """
  }

  private var ratePython: String {
    let (rate, steps) = ("\(learningRate)", "\(scheduleSteps)")
    let schedules = "keras.optimizers.schedules."
    guard !isPlayground else { return "\(learningRate / 2)" }
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

  private func dataPython(_ file: String) -> String {
    guard isTable else {
      return """
        \("import numpy as np")

        # The points of this page: save them beside this file as points.npz (x, y, test_x, test_y).
        points = np.load("points.npz")
        x, y, test_x, test_y = (points[name] for name in ("x", "y", "test_x", "test_y"))
        """
    }
    let target = literal(self.target ?? "target")
    let features = columns.map { "table[\(literal($0))]" } ?? "table.drop(columns=[\(target)])"
    return """
      \("import pandas as pd")

      table = pd.read_csv(\(literal(file)))
      train = table.sample(frac=\(trainPercent / 100), random_state=\(splitSeed))
      features = \(features)
      low, high = features.loc[train.index].min(), features.loc[train.index].max()
      scaled = (features - low) / (high - low)
      answers = \(answersPython(target))
      x, y = scaled.loc[train.index], answers.loc[train.index]
      test_x, test_y = scaled.drop(train.index), answers.drop(train.index)
      """
  }

  private func answersPython(_ target: String) -> String {
    if isClassification { return "(table[\(target)] >= \(positiveFrom ?? 1)).astype(float)" }
    return "(table[\(target)] - table.loc[train.index, \(target)].min())"
      + " / (table.loc[train.index, \(target)].max() - table.loc[train.index, \(target)].min())"
  }

  private static let kerasOptimizers = [
    "sgd": "SGD", "adam": "Adam", "adamw": "AdamW", "adamax": "Adamax", "nadam": "Nadam",
    "rmsprop": "RMSprop", "adagrad": "Adagrad", "adadelta": "Adadelta",
  ]
}
