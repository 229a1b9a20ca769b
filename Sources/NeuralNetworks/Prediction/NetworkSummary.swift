/// A network as a table: its layers, the shapes of their outputs, the numbers of their parameters.
struct NetworkSummary {
  private let rows: [[String]]
  private let ending: [String]

  /// - Parameter inputs: the values a row; `nil` for a network that is not built.
  init(_ network: Sequential, inputs: Int?) {
    let parameters = inputs.map { inputs in
      zip(network.layers, network.widths(inputs: inputs)).map { $0.parameters(inputs: $1) }
    }
    rows =
      [["Layer", "Output shape", "Parameters"]]
      + network.layers.indices.map { index in
        let part = Sequential(Array(network.layers[...index]))
        let outputs = inputs.map { part.widths(inputs: $0).last! } ?? part.fixedOutputs
        return [
          Self.name(of: network.layers[index]), "(rows, \(outputs.map { "\($0)" } ?? "?"))",
          parameters.map { Self.grouped(Self.count($0[index])) } ?? "?",
        ]
      }
    ending =
      parameters.map { Self.totals($0.flatMap { $0 }) } ?? [
        "Not built: the number of inputs, and with it that of the parameters, comes from the data of the",
        "first fit.",
      ]
  }

  var text: String {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max()! }
    var lines = rows.map { row in
      let count = String(repeating: " ", count: widths[2] - row[2].count) + row[2]
      return "\(Self.padded(row[0], widths[0]))  \(Self.padded(row[1], widths[1]))  \(count)"
    }
    let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "──")
    lines.insert(rule, at: 1)
    return (lines + [rule] + ending).joined(separator: "\n")
  }

  private static func totals(_ parameters: [ParameterDescription]) -> [String] {
    let trainable = count(parameters.filter(\.isTrainable))
    let fixed = count(parameters.filter { !$0.isTrainable })
    let totals = [
      ("Parameters:", grouped(trainable + fixed)), ("  trainable:", grouped(trainable)),
      ("  non-trainable:", grouped(fixed)),
    ]
    let width = totals.map(\.1.count).max()!
    return totals.map { title, total in
      padded(title, 18) + String(repeating: " ", count: width - total.count) + total
    }
  }

  private static func count(_ parameters: [ParameterDescription]) -> Int {
    parameters.reduce(0) { $0 + $1.count }
  }

  /// `Dense (relu)`
  private static func name(of layer: any Layer) -> String {
    switch layer {
    case let dense as Dense: dense.activation == .linear ? "Dense" : "Dense (\(dense.activation.name))"
    case let activation as Activation: "Activation (\(activation.name))"
    case let dropout as Dropout: "Dropout (\(dropout.rate))"
    case let noise as GaussianNoise: "GaussianNoise (\(noise.standardDeviation))"
    default: "\(type(of: layer))"
    }
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: width - text.count)
  }

  /// `531,969`
  static func grouped(_ number: Int) -> String {
    let digits = Array("\(number)")
    return digits.indices.reduce(into: "") { text, place in
      if place > 0 && (digits.count - place) % 3 == 0 { text += "," }
      text.append(digits[place])
    }
  }
}

extension Sequential {
  /// Describes the network as a table of layers, shapes and parameters.
  ///
  /// - Parameter inputs: the values a row, 1 or more. Default: not known yet, which the text says.
  /// Source: Keras, `keras.Model.summary`.
  public func summary(inputs: Int? = nil) -> String {
    precondition(inputs ?? 1 > 0, "A network takes 1 value a row or more, received \(inputs ?? 0).")
    return NetworkSummary(self, inputs: inputs).text
  }
}

extension TrainedNetwork {
  /// Describes the network as a table of layers, shapes and parameters.
  ///
  /// The optimizer changes the trainable parameters. The non-trainable ones (batch normalization's moving
  /// mean and variance) are updated by their layer. Hyperparameters, such as units and rates, are set before
  /// training and are not counted.
  public func summary() -> String { network.summary(inputs: inputs) }
}
