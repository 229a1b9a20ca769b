import Vintner

/// A model file as `vintner inspect` shows it.
struct ModelDescription {
  private let model: any TrainedModel
  private let target: TargetSummary
  private let file: String
  private let layers: [LayerRow]
  private let preparation: PreprocessorDescription

  init(_ model: any TrainedModel, file: String) {
    self.model = model
    target = model.targetSummary
    self.file = file
    preparation = PreprocessorDescription(model.preprocessor)
    layers = LayerRow.all(of: model.network)
  }

  private var targetNames: String { model.schema.targetNames.joined(separator: ", ") }

  /// Of all members of an ensemble.
  private func count(trainable: Bool) -> Int {
    model.network.members.count
      * layers.flatMap(\.parameters).reduce(0) { $0 + ($1.isTrainable == trainable ? $1.count : 0) }
  }

  private var ensemble: Ensemble? { model.network.ensembleDescription }

  var json: JSON {
    .object(
      [("file", .text(file)), ("target", .text(targetNames)), ("schema", schema)]
        + target.members + [
          ("preprocessing", preparation.json),
          ("layers", .array(layers.map(\.json))),
        ] + (ensemble.map { [("ensemble", $0.json)] } ?? []) + [
          ("trainable_parameters", .integer(count(trainable: true))),
          ("non_trainable_parameters", .integer(count(trainable: false))),
          ("provenance", provenance),
        ] + (model.fileSettings.given.isEmpty ? [] : [("file_settings", model.fileSettings.fileJSON)]))
  }

  private var schema: JSON {
    let targets = model.schema.targets.map(Self.json)
    return .object([
      ("features", .array(model.schema.features.map(Self.json))),
      targets.count == 1 ? ("target", targets[0]) : ("targets", .array(targets)),
    ])
  }

  private static func json(_ column: Schema.Column) -> JSON {
    .object(
      [
        ("name", .text(column.name)), ("type", .text(column.type.rawValue)),
        ("minimum", .optional(column.minimum)), ("maximum", .optional(column.maximum)),
      ]
        + (column.derivation.map {
          [("computed", .text($0.rule.rawValue)), ("computed_from", .array($0.columns.map { .text($0) }))]
        } ?? []))
  }

  private var provenance: JSON {
    let provenance = model.provenance
    var members: [(String, JSON)] = [
      ("version", .text(provenance.version)),
      ("optimizer", .text(provenance.optimizer)),
      ("learning_rate", .number(provenance.learningRate)),
      ("loss", .text(provenance.loss)),
      ("batch_size", .integer(provenance.batchSize)),
    ]
    if let weight = provenance.sampleWeight { members.append(("sample_weight", .text(weight))) }
    members += [
      ("seed", .integer(Int(clamping: provenance.seed))),
      ("train_fraction", .number(provenance.trainFraction)),
      ("split_seed", .integer(Int(provenance.splitSeed))),
      ("precision", .text(provenance.precision.rawValue)),
      ("epochs", .integer(provenance.epochs)),
      ("best_epoch", .optional(provenance.bestEpoch)),
    ]
    if let epochs = provenance.bestEpochs { members.append(("best_epochs", .integers(epochs))) }
    if let folds = provenance.folds { members.append(("folds", .integer(folds))) }
    if let rows = provenance.refitRows { members.append(("refit_rows", .integer(rows))) }
    members += [
      ("final_loss", .optional(provenance.finalLoss)),
      ("final_val_loss", .optional(provenance.finalValidationLoss)),
    ]
    members += withoutPenalty
    members += [
      ("data_sha256", .optional(provenance.dataSHA256)),
      ("blas_kernels", .optional(provenance.blasKernels)),
    ]
    return .object(members)
  }

  /// The final losses that can be compared with those of other models; none where nothing is penalized.
  private var withoutPenalty: [(String, JSON)] {
    [
      ("final_loss_without_penalty", model.provenance.finalLossWithoutPenalty),
      ("final_val_loss_without_penalty", model.provenance.finalValidationLossWithoutPenalty),
    ].compactMap { name, loss in loss.map { (name, .number($0)) } }
  }

  var text: String {
    let features = Format.count(model.schema.features.count, "column")
    return """
      \(file): predicts "\(targetNames)" from \(features)

      \(layerTable)
      trainable parameters: \(Format.integer(count(trainable: true)))
      non-trainable parameters: \(Format.integer(count(trainable: false)))

      \(schemaTable)

      \(origin)
      """
  }

  private var layerTable: String {
    var table = TextTable([
      ("layer", .left), ("type", .left), ("outputs", .right), ("shapes", .left), ("parameters", .right),
    ])
    for layer in layers { table.append(layer.cells) }
    return table.text
  }

  private var schemaTable: String {
    var table = TextTable([
      ("column", .left), ("role", .left), ("type", .left), ("seen from", .right), ("to", .right),
    ])
    for (role, columns) in [("feature", model.schema.features), ("target", model.schema.targets)] {
      for column in columns {
        table.append([
          column.name, column.derivation == nil ? role : "computed", column.type.rawValue,
          column.minimum.map(Format.number) ?? "",
          column.maximum.map(Format.number) ?? "",
        ])
      }
    }
    return table.text
  }

  private var split: String {
    let provenance = model.provenance
    if let rows = provenance.refitRows { return "none: trained again on all \(Format.integer(rows)) rows" }
    if let folds = provenance.folds {
      return "\(folds) folds, each network trained on the others, seed \(provenance.splitSeed)"
    }
    let share = Format.number(provenance.trainFraction)
    return "\(share) of the rows for training, seed \(provenance.splitSeed)"
  }

  private var seeds: String {
    let first = model.provenance.seed
    return ensemble.map { "\(first) to \(first &+ UInt64($0.members - 1))" } ?? "\(first)"
  }

  /// The epoch whose weights the model has, or its members.
  private var epochs: String {
    if let epochs = model.provenance.bestEpochs {
      return "the epochs \(epochs.map(String.init).joined(separator: ", "))"
    }
    return "epoch \(model.provenance.bestEpoch ?? 0)"
  }

  /// How it was trained, and on what.
  private var origin: String {
    let provenance = model.provenance
    let penalties = model.network.network.isPenalized ? " with penalties on the weights" : ""
    let loss = provenance.lossOptions.text + penalties
    let training = [
      ("trained by", "Vintner \(provenance.version), \(provenance.precision.rawValue) precision"),
      ("optimizer", "\(provenance.optimizer), learning rate \(provenance.learningRate)"),
      ("loss", "\(loss), batches of \(Format.count(provenance.batchSize, "row"))"),
      ("epochs", "\(provenance.epochs); the weights are those of \(epochs)"),
      ("seed", seeds),
      ("split", split),
    ]
    let members = ensemble.map { [("ensemble", "\($0)")] } ?? []
    let data = provenance.dataSHA256.map { "SHA-256 \($0)" } ?? "unknown"
    let weight = provenance.sampleWeight.map { [("sample weight", $0)] } ?? []
    let settings = model.fileSettings
    let reading = settings.given.map { "\($0.name) \($0.text(of: settings)!)" }.joined(separator: ", ")
    let entries =
      members + training + weight + preparation.entries + target.entries + [("data", data)]
      + (reading.isEmpty ? [] : [("read with", reading)])
    return Console.block(entries, width: 100)
  }
}

extension TrainedModel {
  fileprivate var targetSummary: TargetSummary { Target.summary(of: pipeline) }
}

/// A layer of a model: a row of the table, an object for programs.
private struct LayerRow {
  /// Counted from 0, as in the parameters' names.
  let index: Int
  let layer: any Layer
  let outputs: Int
  let parameters: [ParameterDescription]

  /// The layers of a network, first to last.
  static func all(of network: TrainedNetwork) -> [LayerRow] {
    var inputs = network.inputs
    return network.network.layers.enumerated().map { index, layer in
      defer { inputs = layer.outputs(inputs: inputs) }
      return LayerRow(
        index: index, layer: layer, outputs: layer.outputs(inputs: inputs),
        parameters: layer.parameters(inputs: inputs))
    }
  }

  private var kind: String { type(of: layer).kind }
  private var activation: String? { (layer as? Dense)?.activation.name }

  /// `0`, `dense (relu)`, `512`, `kernel 11×512, bias 512`, `6,144`
  var cells: [String] {
    let shapes = parameters.map { "\($0.name) \($0.shape.map(String.init).joined(separator: "×"))" }
    return [
      "\(index)", kind + (activation.map { " (\($0))" } ?? ""), Format.integer(outputs),
      shapes.joined(separator: ", "), Format.integer(parameters.reduce(0) { $0 + $1.count }),
    ]
  }

  var json: JSON {
    .object([
      ("type", .text(kind)),
      ("activation", .optional(activation)),
      ("outputs", .integer(outputs)),
      ("parameters", .array(parameters.map(json))),
    ])
  }

  private func json(_ parameter: ParameterDescription) -> JSON {
    .object([
      ("name", .text("layers.\(index).\(parameter.name)")),
      ("shape", .integers(parameter.shape)),
      ("trainable", .bool(parameter.isTrainable)),
    ])
  }
}
