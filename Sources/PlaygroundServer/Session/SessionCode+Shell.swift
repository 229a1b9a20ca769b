import Vintner

/// The same run as a command line.
extension PlaygroundState {
  var playgroundShell: String {
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

  func tableShell(_ file: String) -> String {
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
}
