import Foundation
import Vintner

/// A state as a program that does the same run: Swift, a command line, or Keras.
public enum SessionCode: String, Sendable, CaseIterable {
  case swift, shell, keras

  /// The program's text.
  ///
  /// - Parameter file: what the table's file is called.
  public func text(_ state: PlaygroundState, file: String?) -> String {
    let file = file ?? "table.csv"
    return switch (self, state.isTable) {
    case (.swift, false): state.playgroundSwift
    case (.swift, true): state.tableSwift(file)
    case (.shell, false): state.playgroundShell
    case (.shell, true): state.tableShell(file)
    case (.keras, _): state.kerasCode(file)
    }
  }
}

extension PlaygroundState {
  private var epochs: Int { stopEpoch > 0 ? stopEpoch : 500 }

  // MARK: Swift

  fileprivate var playgroundSwift: String {
    guard isPlayground else { return kerasSwift }
    let penalty = regularization == "none" ? ".none" : ".\(regularization)(\(regularizationRate))"
    return """
      import Vintner

      let run = PlaygroundRun(
        data: .\(data == "multi_gaussian" ? "multiGaussian" : data), noise: \(noise / 100), trainFraction: \
      \(trainPercent / 100),
        features: \(literal(features)), hidden: \(layers),
        activation: Activation(named: "\(activation)")!, learningRate: \(learningRate), batchSize: \(batchSize),
        regularization: \(penalty), epochs: \(epochs), seed: \(seed))
      let result = try run.fitted(recordEvery: 10)
      print("test loss", result.curve.last!.testLoss)

      """
  }

  /// Points of the Playground, trained with Keras's arithmetic.
  private var kerasSwift: String {
    """
    import Vintner

    let points = try PlaygroundRun(
      data: .\(data == "multi_gaussian" ? "multiGaussian" : data), noise: \(noise / 100), trainFraction: \
    \(trainPercent / 100),
      features: \(literal(features)), seed: \(seed)
    ).begun()
    let (x, y) = try points.train.adding(features: \(literal(features)))
      .selecting(columns: \(literal(features + ["label"]))).separated(target: "label")
    let (testX, testY) = try points.test.adding(features: \(literal(features)))
      .selecting(columns: \(literal(features + ["label"]))).separated(target: "label")
    \(networkSwift)
    let trained = try network.fitted(to: x, y, validation: (testX, testY), with: training)
    print("test loss", trained.history.validationLoss.last!)

    """
  }

  private var networkSwift: String {
    let rows = layers.flatMap { units -> [String] in
      let penalty = regularizationRate > 0 && regularization != "none"
      let rule = penalty ? ", kernelRegularizer: .\(regularization)(\(regularizationRate))" : ""
      let dense =
        batchNormalization
        ? ["Dense(\(units)\(rule))", "BatchNormalization()", "Activation(named: \"\(activation)\")!"]
        : ["Dense(\(units), activation: Activation(named: \"\(activation)\")!\(rule))"]
      return dropout > 0 ? dense + ["Dropout(rate: \(dropout))"] : dense
    }
    let last =
      isClassification ? (loss == "binary_crossentropy" || isTable ? ".sigmoid" : ".tanh") : ".linear"
    return """
      let network = Sequential([
      \((rows + ["Dense(1, activation: \(last))"]).map { "  \($0)," }.joined(separator: "\n"))
      ])
      var optimizer = OptimizerDescription.optimizer(named: "\(optimizer)")!
      optimizer.learningRate = \(rateSwift)
      let training = Training(
        optimizer: optimizer, loss: LossDescription.loss(named: "\(loss)")!, batchSize: \(batchSize),
        epochs: \(epochs)\(stoppingSwift), seed: \(seed))
      """
  }

  private var stoppingSwift: String {
    guard earlyStopping else { return "" }
    return
      ",\n  callbacks: [EarlyStopping(minDelta: \(minDelta), patience: \(patience), restoreBestWeights: true)]"
  }

  private var rateSwift: String {
    let (rate, steps) = ("initialLearningRate: \(learningRate)", "\(scheduleSteps)")
    return switch schedule {
    case "exponential_decay": ".schedule(ExponentialDecay(\(rate), decaySteps: \(steps), decayRate: 0.5))"
    case "inverse_time_decay": ".schedule(InverseTimeDecay(\(rate), decaySteps: \(steps), decayRate: 1))"
    case "polynomial_decay":
      ".schedule(PolynomialDecay(\(rate), decaySteps: \(steps), endLearningRate: \(learningRate / 100)))"
    case "cosine_decay": ".schedule(CosineDecay(\(rate), decaySteps: \(steps), alpha: 0.01))"
    case "cosine_decay_restarts": ".schedule(CosineDecayRestarts(\(rate), firstDecaySteps: \(steps)))"
    case "linear_warmup": ".schedule(LinearWarmup(steps: \(steps), following: \(learningRate)))"
    default: ".constant(\(learningRate))"
    }
  }

  fileprivate func tableSwift(_ file: String) -> String {
    let kind = isClassification ? "ClassificationPipeline" : "RegressionPipeline"
    let from = isClassification ? positiveFrom.map { ", positiveFrom: \($0)" } ?? "" : ""
    let rule = missing == "refuse" ? "" : ", missingValues: MissingRule(\(literal(missing)))!.rule"
    let encoding = encode == "refuse" ? "nil" : "OneHotEncoder()"
    let way = scaling == "min-max" ? "minMax" : scaling
    let chosen = columns.map { "features: \(literal($0))" } ?? "features: nil"
    return """
      import Vintner

      let table = try DataFrame(contentsOfCSVFile: \(literal(file)))
      \(networkSwift)
      let pipeline = \(kind)(
        target: \(literal(target ?? "target"))\(from),
        preprocessor: Preprocessor(\(chosen)\(rule), encoding: \(encoding), scaling: .\(way)),
        \(isClassification ? "" : "targetScaling: .\(way), ")network: network, training: training,
        trainFraction: \(trainPercent / 100), splitSeed: \(splitSeed))
      let model = try pipeline.fitted(to: table)
      print(model.report!.metrics)
      try model.save(to: "model.safetensors")

      """
  }

  // MARK: Shell

  fileprivate var playgroundShell: String {
    guard isPlayground else {
      return
        "# A run file has no words for Keras's arithmetic on the Playground's points: take the Swift code.\n"
    }
    var rows = [
      "data: \(data)", "noise: \(noise / 100)", "train_fraction: \(trainPercent / 100)",
      "features: [\(features.joined(separator: ", "))]",
      "hidden: [\(layers.map(String.init).joined(separator: ", "))]", "activation: \(activation)",
      "learning_rate: \(learningRate)", "batch_size: \(batchSize)", "epochs: \(epochs)", "seeds: [\(seed)]",
    ]
    if regularization != "none" { rows.append("regularization: \(regularization)") }
    if regularization != "none" { rows.append("regularization_rate: \(regularizationRate)") }
    return "cat > playground.yaml <<'END'\n" + rows.map { $0 + "\n" }.joined()
      + "END\nvintner experiment playground.yaml\n"
  }

  fileprivate func tableShell(_ file: String) -> String {
    var words = ["vintner train \(quoted(file))", "--target \(quoted(target ?? "target"))"]
    if isClassification { words.append("--task classification") }
    if isClassification, let positiveFrom { words.append("--positive-from \(positiveFrom)") }
    if let columns { words.append("--features \(quoted(columns.joined(separator: ",")))") }
    if missing != "refuse" { words.append("--missing \(missing)") }
    if encode != "refuse" { words.append("--encode \(encode)") }
    words += [
      "--scaling \(scaling)", "--hidden \(layers.map(String.init).joined(separator: ","))",
      "--activation \(activation)", "--optimizer \(optimizer)", "--learning-rate \(learningRate)",
      "--loss \(loss)", "--batch-size \(batchSize)", "--epochs \(epochs)",
      "--train-fraction \(trainPercent / 100)", "--split-seed \(splitSeed)", "--seed \(seed)",
    ]
    if !isClassification { words.append("--target-scaling \(scaling)") }
    words += earlyStopping ? ["--patience \(patience)", "--min-delta \(minDelta)"] : ["--no-early-stopping"]
    var text = words.joined(separator: " \\\n  ") + "\n"
    if dropout > 0 || batchNormalization || schedule != "constant" || regularization != "none" {
      text += "# Dropout, batch normalisation, schedules and penalties: take the Swift code.\n"
    }
    return text
  }

  /// A word of a shell that means itself.
  private func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }

  /// A text as a Swift literal, which is one of Python's, too.
  private func literal(_ text: String) -> String {
    let parts = text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\"": "\\\""
      case "\\": "\\\\"
      case "\n": "\\n"
      case "\r": "\\r"
      case "\t": "\\t"
      default: scalar.value < 32 ? " " : String(scalar)
      }
    }
    return "\"" + parts.joined() + "\""
  }

  private func literal(_ texts: [String]) -> String { "[" + texts.map(literal).joined(separator: ", ") + "]" }

  // MARK: Keras

  fileprivate func kerasCode(_ file: String) -> String {
    let rule =
      regularization == "none" || regularizationRate == 0
      ? "" : ", kernel_regularizer=keras.regularizers.\(regularization.uppercased())(\(regularizationRate))"
    let hidden = layers.flatMap { units -> [String] in
      let start =
        isPlayground
        ? ", kernel_initializer=keras.initializers.RandomUniform(-0.5, 0.5), bias_initializer="
          + "keras.initializers.Constant(0.1)" : ""
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
    let rows = hidden + ["keras.layers.Dense(1, activation=\"\(last)\"\(rule)),"]
    let optimizer = isPlayground ? "SGD" : Self.kerasOptimizers[self.optimizer] ?? "SGD"
    let lossName = isPlayground ? "mse" : loss == "half_squared_error" ? "mse" : loss
    let callbacks =
      earlyStopping
      ? ", callbacks=[keras.callbacks.EarlyStopping(min_delta=\(minDelta), patience=\(patience), "
        + "restore_best_weights=True)]" : ""
    return """
      import keras
      \(dataPython(file))
      keras.utils.set_random_seed(\(seed))
      model = keras.Sequential([
      \(rows.map { "    " + $0 }.joined(separator: "\n"))
      ])
      model.compile(optimizer=keras.optimizers.\(optimizer)(\(ratePython)), loss="\(lossName)")
      model.fit(x, y, validation_data=(test_x, test_y), batch_size=\(batchSize), epochs=\(epochs)\(callbacks))

      """
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

  private func dataPython(_ file: String) -> String {
    guard isTable else {
      return """
        import numpy as np

        # The points of this page: save them beside this file as points.npz (x, y, test_x, test_y).
        points = np.load("points.npz")
        x, y, test_x, test_y = (points[name] for name in ("x", "y", "test_x", "test_y"))
        """
    }
    let target = literal(self.target ?? "target")
    let features = columns.map { "table[\(literal($0))]" } ?? "table.drop(columns=[\(target)])"
    return """
      import pandas as pd

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
