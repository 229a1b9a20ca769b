/// A network as a table: its layers, the shapes of their outputs, the numbers of their parameters.
struct NetworkSummary {
  private let rows: [[String]]
  private let ending: [String]

  /// - Parameter inputs: the values a row; `nil` for a network that is not built.
  init(_ network: Sequential, inputs: Int?) {
    let titles = ["Layer", "Output shape", "Parameters"]
    if let inputs {
      let parameters = zip(network.layers, network.widths(inputs: inputs)).map { $0.parameters(inputs: $1) }
      rows =
        [titles]
        + network.layers.indices.map { index in
          [
            Self.name(of: network.layers[index]),
            "(rows, \(network.widths(inputs: inputs)[index + 1]))",
            Self.grouped(Self.count(parameters[index])),
          ]
        }
      ending = Self.totals(parameters.flatMap { $0 })
    } else {
      rows =
        [titles]
        + network.layers.indices.map { index in
          let before = Array(network.layers[...index])
          return [Self.name(of: network.layers[index]), "(rows, \(Self.fixedOutputs(before) ?? "?"))", "?"]
        }
      ending = [
        "Not built: the number of inputs, and with it that of the parameters, comes from the data of the",
        "first fit.",
      ]
    }
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

  /// The number of outputs, where it does not depend on the number of inputs.
  private static func fixedOutputs(_ layers: [any Layer]) -> String? {
    let outputs = (1...2).map { Sequential(layers).widths(inputs: $0).last! }
    return outputs[0] == outputs[1] ? "\(outputs[0])" : nil
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: width - text.count)
  }

  /// `531,969`
  private static func grouped(_ number: Int) -> String {
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
  /// The optimizer changes the trainable parameters. The non-trainable ones (batch normalisation's moving
  /// mean and variance) are updated by their layer. Hyperparameters, such as units and rates, are set before
  /// training and are not counted.
  public func summary() -> String { network.summary(inputs: inputs) }
}
