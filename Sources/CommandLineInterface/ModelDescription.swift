import Foundation
import Vintner

/// A model file as `vintner inspect` shows it.
struct ModelDescription {
  private let model: FittedRegressionPipeline
  private let file: String

  init(_ model: FittedRegressionPipeline, file: String) {
    self.model = model
    self.file = file
  }

  private var parameters: [Parameter] { model.network.parameters }

  private func count(trainable: Bool) -> Int {
    parameters.filter { $0.isTrainable == trainable }.reduce(0) { $0 + $1.count }
  }

  var json: JSONValue {
    .object([
      ("file", .text(file)),
      ("target", .text(model.schema.target.name)),
      ("features", .array(model.schema.features.map(Self.json))),
      (
        "parameters",
        .array(
          parameters.map {
            .object([
              ("name", .text($0.name)), ("shape", .array($0.shape.map { .integer($0) })),
              ("trainable", .boolean($0.isTrainable)),
            ])
          })
      ),
      ("trainable_parameters", .integer(count(trainable: true))),
      ("non_trainable_parameters", .integer(count(trainable: false))),
      ("epochs", .integer(model.provenance.epochs)),
      ("best_epoch", JSONValue(model.provenance.bestEpoch)),
      ("data_sha256", JSONValue(model.provenance.dataSHA256)),
      ("version", .text(model.provenance.version)),
    ])
  }

  private static func json(_ column: Schema.Column) -> JSONValue {
    .object([
      ("name", .text(column.name)), ("type", .text(column.type.rawValue)), ("minimum", JSONValue(column.minimum)),
      ("maximum", JSONValue(column.maximum)),
    ])
  }

  private func range(of column: Schema.Column) -> String {
    guard let minimum = column.minimum, let maximum = column.maximum else { return "" }
    return ", \(Format.figure(minimum)) to \(Format.figure(maximum))"
  }

  var text: String {
    let provenance = model.provenance
    let width = ([model.schema.target] + model.schema.features).map(\.name.count).max() ?? 0
    func row(_ column: Schema.Column) -> String {
      "  " + column.name.padding(toLength: width, withPad: " ", startingAt: 0)
        + "  \(column.type.rawValue)" + range(of: column)
    }
    return """
      \(file): predicts "\(model.schema.target.name)" from \(Format.count(model.schema.features.count, "column"))

      target
      \(row(model.schema.target))
      features
      \(model.schema.features.map(row).joined(separator: "\n"))

      parameters
      \(parameters.map { "  \($0.name)  \($0.shape.map(String.init).joined(separator: " × "))" }.joined(separator: "\n"))
      \(count(trainable: true)) trainable, \(count(trainable: false)) non-trainable

      trained by Vintner \(provenance.version) with \(provenance.optimizer) (rate \(provenance.learningRate)) on \
      \(provenance.loss), batch size \(provenance.batchSize), seed \(provenance.seed)
      \(Format.count(provenance.epochs, "epoch")), the weights are those of epoch \(provenance.bestEpoch ?? 0)
      data SHA-256 \(provenance.dataSHA256 ?? "unknown")
      """
  }
}
