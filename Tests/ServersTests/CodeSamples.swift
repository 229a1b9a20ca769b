import Foundation
import TestSupport
import Vintner

@testable import Servers

/// Runs whose programs are run: something of everything that a state can say.
enum CodeSamples {
  /// With the Playground's arithmetic: each data set, no layers to six, penalties, features, what does not fill a
  /// batch.
  static let playground: [PlaygroundState] = [
    PlaygroundState().with { $0.stopEpoch = 12 },
    PlaygroundState().with {
      ($0.data, $0.noise, $0.layers, $0.features) = ("xor", 15, [], ["x1_times_x2", "sin_x1"])
      ($0.regularization, $0.regularizationRate, $0.stopEpoch, $0.trainPercent) = ("l1", 0.003, 20, 30)
    },
    PlaygroundState().with {
      ($0.data, $0.layers, $0.activation, $0.batchSize) = ("gaussian", [8, 7, 6, 5, 4, 3], "relu", 7)
      ($0.regularization, $0.regularizationRate, $0.stopEpoch, $0.learningRate) = ("l2", 0.01, 9, 0.00001)
    },
    PlaygroundState().with {
      ($0.data, $0.features, $0.layers, $0.stopEpoch) = ("spiral", PlaygroundData.features, [8], 15)
      ($0.seed, $0.noise, $0.activation) = (4_294_967_295, 50, "leaky_relu")
    },
    PlaygroundState().with {
      ($0.problem, $0.data, $0.layers, $0.activation, $0.stopEpoch) = (
        "regression", "plane", [1], "sigmoid", 5
      )
    },
    PlaygroundState().with {
      ($0.problem, $0.data, $0.noise, $0.stopEpoch) = ("regression", "multi_gaussian", 35, 5)
      ($0.earlyStopping, $0.patience, $0.minDelta) = (true, 1, 0.5)
    },
  ]

  /// Points of the Playground with Keras's arithmetic: every optimizer, loss and schedule.
  static let points: [PlaygroundState] = {
    let base = PlaygroundState().with {
      ($0.numerics, $0.noise, $0.stopEpoch, $0.scheduleSteps) = ("keras", 10, 4, 30)
    }
    let optimizers = PlaygroundState.Choices.optimizers.map { name in base.with { $0.optimizer = name } }
    let losses = PlaygroundState.Choices.losses.map { name in base.with { $0.loss = name } }
    let schedules = PlaygroundState.Choices.schedules.map { name in
      base.with { ($0.schedule, $0.optimizer, $0.data) = (name, "adam", "spiral") }
    }
    return optimizers + losses + schedules + [
      base.with {
        ($0.dropout, $0.batchNormalization, $0.activation, $0.layers) = (0.2, true, "gelu", [6, 5])
        ($0.regularization, $0.regularizationRate, $0.data) = ("l2", 0.01, "xor")
      },
      base.with {
        ($0.problem, $0.data, $0.layers, $0.features) = (
          "regression", "multi_gaussian", [], ["x2", "x1_squared"]
        )
        ($0.regularization, $0.regularizationRate, $0.learningRate) = ("l1", 0.001, 0.001)
      },
      base.with {
        ($0.earlyStopping, $0.patience, $0.minDelta, $0.stopEpoch) = (true, 2, 0.02, 40)
        ($0.optimizer, $0.trainPercent, $0.batchSize) = ("adam", 33, 30)
      },
    ]
  }()

  /// Columns whose names mean something to shells, to YAML, to Swift and to Python, with missing values.
  static let nasty: DataFrame = {
    let names = [
      "a \"b\"", "c'd", "e\\f", "größe 质量", "$(touch pwned)`touch pwned`", "new\nline", "-dash", "x,y",
      "lead",
      "kind", "<y>", "class",
    ]
    func quoted(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }
    var text = names.map(quoted).joined(separator: ",") + "\n"
    for row in 0..<80 {
      let numbers = (0..<9).map { column in
        column == 2 && row % 9 == 0 ? "" : "\(Double((row * (column + 3) * 7) % 31) / 4)"
      }
      let kind = row % 11 == 3 ? "" : ["red", "it's", "\"q\""][row % 3]
      text += numbers.joined(separator: ",") + ",\(quoted(kind)),\(Double(row * row % 17) / 3),"
      text += (row % 5 < 2 ? "no" : "oui") + "\n"
    }
    return try! DataFrame(csvBytes: Data(text.utf8))
  }()

  /// Runs on that table: regression and classes, rules, categories, scalings, chosen columns.
  static let tables: [PlaygroundState] = {
    let all = ["a \"b\"", "c'd", "e\\f", "größe 质量", "$(touch pwned)`touch pwned`", "new\nline", "-dash"]
    let base = PlaygroundState().with {
      ($0.data, $0.table, $0.target, $0.problem, $0.numerics) = ("table", "t", "<y>", "regression", "keras")
      ($0.optimizer, $0.layers, $0.stopEpoch, $0.trainPercent, $0.batchSize) = ("adam", [5], 6, 70, 8)
      ($0.columns, $0.missing, $0.learningRate) = (all, "median", 0.01)
    }
    let encoded = base.with { ($0.columns, $0.encode) = (all + ["kind"], "one-hot") }
    return [
      base,
      base.with { ($0.columns, $0.missing, $0.scaling) = (["-dash"], "refuse", "standard") },
      encoded.with { ($0.missing, $0.scaling, $0.loss, $0.seed) = ("mean", "robust", "huber", 7) },
      encoded.with { ($0.missing, $0.splitSeed, $0.layers) = ("drop", 3, []) },
      encoded.with {
        ($0.missing, $0.dropout, $0.batchNormalization, $0.layers) = ("most-frequent", 0.3, true, [6, 4])
      },
      base.with {
        // A name that a list between commas cannot have.
        ($0.columns, $0.schedule, $0.scheduleSteps) = (all + ["x,y", "lead"], "cosine_decay", 20)
        ($0.regularization, $0.regularizationRate) = ("l2", 0.01)
      },
      base.with {
        ($0.problem, $0.positiveFrom, $0.loss) = ("classification", 2.5, "binary_crossentropy")
        ($0.regularization, $0.regularizationRate, $0.schedule) = ("l1", 0.001, "linear_warmup")
      },
      encoded.with {
        ($0.problem, $0.target, $0.loss, $0.columns) = ("classification", "class", "binary_crossentropy", all)
        ($0.earlyStopping, $0.patience, $0.minDelta, $0.stopEpoch) = (true, 2, 0.01, 60)
      },
    ]
  }()
}

extension PlaygroundSession {
  /// A run that has been trained to its end.
  static func trained(_ state: PlaygroundState) throws -> PlaygroundSession {
    let session = try PlaygroundSession(state, tables: OneTable(frame: CodeSamples.nasty))
    try session.step(.epoch, count: 100)
    return session
  }

  /// The test loss that the run shows.
  var shownLoss: Double {
    get throws { state.earlyStopping ? now.best!.loss : try curve.last!.testLoss }
  }
}
