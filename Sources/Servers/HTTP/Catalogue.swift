import Vintner

/// What a page can offer; the first thing that it requests.
enum Catalogue {
  /// Where the command line wants the page to begin.
  struct Start: Sendable {
    var preset: String?
    var table: JSON?
  }

  static func json(_ start: Start) -> JSON {
    .object([
      "version": .integer(2), "program": .text("Vintner \(vintnerVersion)"), "data": data,
      "features": features, "fields": .array(PlaygroundState.fields.map(json(of:))),
      "schedules": .array(schedules.map(\.completeJSON)), "ranges": ranges,
      "limits": .object([
        "csvBytes": .integer(ServerLimits.csvBytes), "jsonBytes": .integer(ServerLimits.jsonBytes),
        "modelBytes": .integer(ServerLimits.modelBytes), "sessions": .integer(ServerLimits().sessions),
      ]),
      "defaults": PlaygroundState().json, "presets": .array(LessonPreset.all.map(\.json)),
      "samples": .array(SampleTable.all.map { $0.json }),
      "start": .object(["preset": .optional(start.preset), "table": start.table ?? .null]),
    ])
  }

  /// A setting, from which the page makes its control.
  static func json(of field: any RunField) -> JSON {
    let traits = field.traits
    // Any run of a page can be stopped, whatever trains it.
    let scope = traits.group == .stopping ? FieldTraits.Scope.all : traits.scope
    let scopes: [(String, FieldTraits.Scope)] = [
      ("table", .table), ("points", .points), ("playground", .playground),
    ]
    return .object([
      "name": .text(field.name), "help": .text(field.help), "group": .text(traits.group.rawValue),
      "scope": .texts(scopes.filter { scope.contains($0.1) }.map(\.0)),
      "kind": .text(kind(of: field)),
      "range": .array([field.bounds.least, field.bounds.most].map { .optional($0) }),
      "choices": choices(of: field), "offers": .numbers(traits.offers),
    ])
  }

  private static func kind(of field: any RunField) -> String {
    switch field.type {
    case is Bool.Type: "flag"
    case is [Int].Type: "numbers"
    case is [String].Type: "texts"
    case is String.Type, is TargetNames.Type: "text"
    default: field.isWhole ? "whole" : field.isNumber ? "number" : "choice"
    }
  }

  /// The values to choose from, each as the state has it, a list of one where the setting is a list.
  private static func choices(of field: any RunField) -> JSON {
    switch field.name {
    case "missing": .array(PlaygroundState.missingRules.map { .texts([$0]) })
    case "encode": .array([.null, .texts([RunConfiguration.oneHot])])
    default:
      .array(
        PlaygroundState.choices(of: field).map { name in
          (field.type as? any DescribedValue.Type)?.named(name)?.completeJSON ?? .text(name)
        })
    }
  }

  /// The schedules of the default rate, with the options that a page begins with.
  private static let schedules: [LearningRate] = {
    let (rate, steps) = (PlaygroundState().learningRate.base, 1_000.0)
    let all: [any LearningRateSchedule] = [
      ExponentialDecay(initialLearningRate: rate, decaySteps: steps, decayRate: 0.5),
      InverseTimeDecay(initialLearningRate: rate, decaySteps: steps, decayRate: 1),
      PolynomialDecay(initialLearningRate: rate, decaySteps: steps, endLearningRate: rate / 100),
      CosineDecay(initialLearningRate: rate, decaySteps: steps, alpha: 0.01),
      CosineDecayRestarts(initialLearningRate: rate, firstDecaySteps: steps),
      PiecewiseConstantDecay(boundaries: [Int(steps)], values: [rate, rate / 10]),
      LinearWarmup(steps: Int(steps), following: .constant(rate)),
    ]
    return all.map { .schedule($0) }
  }()

  /// The least and the most layers of a network, and units of a layer.
  private static var ranges: JSON {
    typealias Limits = PlaygroundState.Limits
    let ranges = [("layers", Limits.layers), ("units", Limits.units), ("tableUnits", Limits.tableUnits)]
    return .object(ranges.map { ($0, .integers([$1.lowerBound, $1.upperBound])) })
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
        "task": .text(data.isClassification ? "classification" : "regression"),
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
          "picture": .text(SessionMaterial.picture(of: name, plane.grid(Picture.unit))),
        ])
      })
  }()
}
