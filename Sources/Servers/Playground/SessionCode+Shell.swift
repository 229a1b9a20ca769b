import Vintner

/// The same run as a command line.
extension PlaygroundState {
  /// An experiment of one run.
  func pointsShell(_ context: CodeContext) -> String {
    var rows = [
      "data: \(data)", "noise: \(noise / 100)", "train_fraction: \(trainPercent / 100)",
      "features: [\(features.joined(separator: ", "))]",
      "hidden: [\(layers.map(String.init).joined(separator: ", "))]", "activation: \(activation)",
      "batch_size: \(batchSize)", "epochs: \(context.epochs)", "seeds: [\(seed)]",
    ]
    if regularization != "none" {
      rows += ["regularization: \(regularization)", "regularization_rate: \(regularizationRate)"]
    }
    if isPlayground {
      rows.append("learning_rate: \(learningRate)")
    } else {
      rows += [
        "numerics: keras", "optimizer: \(optimizer)", "learning_rate: \(Self.yaml(rate))", "loss: \(loss)",
      ]
      if batchNormalization { rows.append("batch_normalization: true") }
      if dropout > 0 { rows.append("dropout: \(dropout)") }
      if earlyStopping {
        rows += ["early_stopping: true", "patience: \(patience)", "min_delta: \(minDelta)"]
      }
    }
    return "cat > playground.yaml <<'END'\n" + rows.map { $0 + "\n" }.joined()
      + "END\nvintner experiment playground.yaml --restart\n"
  }

  /// A rate as a file of settings has it: `cosine_decay:decay_steps=5` becomes a mapping.
  private static func yaml(_ rate: LearningRate) -> String {
    guard case .schedule = rate else { return rate.text }
    let options = rate.text.replacing("=", with: ": ").replacing(",", with: ", ")
    return "{name: " + options.replacing(":", with: ", ", maxReplacements: 1) + "}"
  }

  func tableShell(_ context: CodeContext) -> String {
    guard (columns ?? []).allSatisfy(Self.standsAmongCommas) else { return tableRunFile(context) }
    var words = ["vintner train \(quoted(context.file))", option("target", target ?? "target")]
    if isClassification { words.append("--task classification") }
    if isClassification, let positiveFrom { words.append("--positive-from \(positiveFrom)") }
    if let columns { words.append(option("features", columns.joined(separator: ","))) }
    if missing != "refuse" { words.append("--missing \(missing)") }
    if encode != "refuse" { words.append("--encode \(encode)") }
    words.append("--scaling \(scaling)")
    if !isClassification { words.append("--target-scaling \(scaling)") }
    words += [
      option("hidden", layers.map(String.init).joined(separator: ",")), "--activation \(activation)",
    ]
    if regularization != "none" {
      words.append("--regularization \(regularization) --regularization-rate \(regularizationRate)")
    }
    if batchNormalization { words.append("--batch-normalization") }
    if dropout > 0 { words.append("--dropout \(dropout)") }
    words += [
      "--optimizer \(optimizer)", "--learning-rate \(rate.text)", "--loss \(loss)",
      "--batch-size \(batchSize)", "--epochs \(context.epochs)", "--train-fraction \(trainPercent / 100)",
      "--split-seed \(splitSeed)", "--seed \(seed)",
    ]
    words += earlyStopping ? ["--patience \(patience)", "--min-delta \(minDelta)"] : ["--no-early-stopping"]
    return words.joined(separator: " \\\n  ") + "\n"
  }

  /// Names of columns that a list between commas cannot have stand in a run file.
  private func tableRunFile(_ context: CodeContext) -> String {
    var run = runConfiguration
    run.epochs = context.epochs
    return "cat > run.yaml <<'END'\n" + RunFile.text(of: run, inFolder: ".")
      + "END\nvintner train \(quoted(context.file)) --config run.yaml\n"
  }

  private static func standsAmongCommas(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, let last = name.unicodeScalars.last else { return false }
    return !name.contains(",") && !first.properties.isWhitespace && !last.properties.isWhitespace
  }

  private func option(_ name: String, _ value: String) -> String {
    "--\(name)\(value.hasPrefix("-") ? "=" : " ")\(quoted(value))"
  }

  /// A word of a shell that means itself.
  private func quoted(_ text: String) -> String {
    let plain = text.utf8.allSatisfy { byte in
      Character(UnicodeScalar(byte)).isASCII
        && (Character(UnicodeScalar(byte)).isLetter
          || Character(UnicodeScalar(byte)).isNumber || "-_./,".utf8.contains(byte))
    }
    return plain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
