import Foundation
import Vintner

/// What a page can offer, as it asks for it first of all.
enum Catalogue {
  /// Where the command line wants the page to begin.
  struct Start: Sendable {
    var preset: String?
    var table: JSON?
  }

  static func json(_ start: Start) -> JSON {
    typealias Choices = PlaygroundState.Choices
    return .object([
      "version": .integer(1), "program": .text("Vintner \(vintnerVersion)"), "data": data,
      "features": features,
      "activations": .texts(Choices.activations), "optimizers": .texts(Choices.optimizers),
      "losses": .texts(Choices.losses), "schedules": .texts(Choices.schedules),
      "regularizations": .texts(Choices.regularizations),
      "learningRates": .numbers(Choices.learningRates),
      "regularizationRates": .numbers(Choices.regularizationRates),
      "missing": .texts(Choices.missing), "scalings": .texts(Scaling.choices),
      "encodings": .texts(Choices.encodings), "sweepable": .texts(SessionSweep.parameters),
      "ranges": ranges,
      "limits": .object([
        "csvBytes": .integer(ServerLimits.csvBytes), "jsonBytes": .integer(ServerLimits.jsonBytes),
        "modelBytes": .integer(ServerLimits.modelBytes), "sessions": .integer(ServerLimits.sessions),
      ]),
      "defaults": PlaygroundState().json, "presets": .array(Preset.all.map(\.json)),
      "samples": .array(SampleTable.all.map { $0.json }),
      "start": .object(["preset": .optional(start.preset), "table": start.table ?? .null]),
    ])
  }

  /// The least and the most of what is a number.
  private static var ranges: JSON {
    typealias Choices = PlaygroundState.Choices
    func ends(_ range: ClosedRange<Double>) -> JSON { .numbers([range.lowerBound, range.upperBound]) }
    func ends(_ range: ClosedRange<Int>) -> JSON { .integers([range.lowerBound, range.upperBound]) }
    return .object([
      "noise": ends(Choices.noise), "trainPercent": ends(Choices.offeredTrainPercent),
      "batchSize": ends(Choices.batch), "tableBatchSize": ends(Choices.tableBatch),
      "layers": ends(Choices.layers), "units": ends(Choices.units), "tableUnits": ends(Choices.tableUnits),
      "dropout": ends(Choices.dropout), "seed": ends(Choices.seeds),
    ])
  }

  /// The data sets, each with 200 points without noise for a thumbnail.
  private static let data = JSON.array(
    PlaygroundData.allCases.map { data in
      // Neither count nor noise is out of its range.
      let points = try! data.frame(count: 200, seed: 0).matrix()
      func column(_ place: Int) -> JSON {
        .array((0..<points.rows).map { .single(Float((points[$0, place] * 1_000).rounded() / 1_000)) })
      }
      return .object([
        "name": .text(data.rawValue),
        "problem": .text(data.isClassification ? "classification" : "regression"),
        "points": .integer(data.defaultCount),
        "thumbnail": .object(["x1": column(0), "x2": column(1), "label": column(2)]),
      ])
    })

  private static let features: JSON = {
    let plane = SessionPlane(
      names: [], columns: nil, x: PlaygroundData.domain, y: PlaygroundData.domain
    ) { _ in Matrix(rows: 0, columns: 0) }
    return .array(
      PlaygroundData.features.map { name in
        .object([
          "name": .text(name),
          "picture": .text(
            Data(SessionMaterial.picture(of: name, plane.grid(Picture.unit))).base64EncodedString()),
        ])
      })
  }()
}
