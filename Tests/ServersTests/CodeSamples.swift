import Foundation
import TestSupport
import Vintner

@testable import Servers

/// Runs whose programs are run: together they have every kind of setting that a state can have.
enum CodeSamples {
  /// With the Playground's arithmetic: each data set, no layers to six, penalties, features, what does not fill a
  /// batch.
  static let playground: [PlaygroundState] = [
    PlaygroundState().with { $0.run.epochs = 12 },
    PlaygroundState().with {
      ($0.data, $0.noise, $0.hidden, $0.features) = ("xor", 0.15, [], ["x1_times_x2", "sin_x1"])
      ($0.regularization, $0.regularizationRate, $0.run.epochs, $0.trainFraction) = (.l1, 0.003, 20, 0.3)
    },
    PlaygroundState().with {
      ($0.data, $0.hidden, $0.activation, $0.batchSize) = ("gaussian", [8, 7, 6, 5, 4, 3], .relu, 7)
      ($0.regularization, $0.regularizationRate, $0.run.epochs, $0.learningRate) = (.l2, 0.01, 9, 0.00001)
    },
    PlaygroundState().with {
      ($0.data, $0.features, $0.hidden, $0.run.epochs) = ("spiral", PlaygroundData.features, [8], 15)
      ($0.seed, $0.noise, $0.activation) = (4_294_967_295, 0.5, .leakyReLU())
    },
    PlaygroundState().with {
      ($0.task, $0.data, $0.hidden, $0.activation, $0.run.epochs) = (.regression, "plane", [1], .sigmoid, 5)
    },
    PlaygroundState().with {
      ($0.task, $0.data, $0.noise, $0.run.epochs) = (.regression, "multi_gaussian", 0.35, 5)
      ($0.earlyStopping, $0.patience, $0.minDelta) = (true, 1, 0.5)
    },
  ]

  /// Points of the Playground with Keras's arithmetic: every optimizer, loss and schedule.
  static let points: [PlaygroundState] = {
    let base = PlaygroundState().with { ($0.numerics, $0.noise, $0.run.epochs) = (.keras, 0.1, 4) }
    let optimizers = PlaygroundState.choices(of: RunFields.shared.optimizer).map { name in
      base.with { $0.optimizer = OptimizerDescription.named(name)! }
    }
    let losses = PlaygroundState.choices(of: RunFields.shared.loss).map { name in
      base.with { $0.loss = .named(loss: name) }
    }
    let (rate, steps) = (0.03, 30.0)
    let rates: [LearningRate] = [
      .constant(rate),
      .schedule(ExponentialDecay(initialLearningRate: rate, decaySteps: steps, decayRate: 0.5)),
      .schedule(InverseTimeDecay(initialLearningRate: rate, decaySteps: steps, decayRate: 1)),
      .schedule(PolynomialDecay(initialLearningRate: rate, decaySteps: steps, endLearningRate: rate / 100)),
      .schedule(CosineDecay(initialLearningRate: rate, decaySteps: steps, alpha: 0.01)),
      .schedule(CosineDecayRestarts(initialLearningRate: rate, firstDecaySteps: steps)),
      .schedule(PiecewiseConstantDecay(boundaries: [30, 60], values: [rate, rate / 10, rate / 100])),
      .schedule(LinearWarmup(steps: 30, following: .constant(rate))),
    ]
    let schedules = rates.map { rate in
      base.with { ($0.learningRate, $0.optimizer, $0.data) = (rate, .adam, "spiral") }
    }
    return optimizers + losses + schedules + [
      base.with { $0.optimizer = OptimizerDescription(SGD(momentum: 0.9, nesterov: true)) },
      base.with { $0.loss = LossDescription(Huber(delta: 0.5)) },
      base.with {
        ($0.dropout, $0.batchNormalization, $0.activation, $0.hidden) = (0.2, true, .gelu(), [6, 5])
        ($0.regularization, $0.regularizationRate, $0.data) = (.l2, 0.01, "xor")
      },
      base.with {
        ($0.task, $0.data, $0.hidden, $0.features) = (
          .regression, "multi_gaussian", [], ["x2", "x1_squared"]
        )
        ($0.regularization, $0.regularizationRate, $0.learningRate) = (.l1, 0.001, 0.001)
      },
      base.with {
        ($0.earlyStopping, $0.patience, $0.minDelta, $0.run.epochs) = (true, 2, 0.02, 40)
        ($0.optimizer, $0.trainFraction, $0.batchSize) = (.adam, 0.33, 30)
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
      ($0.data, $0.run.target, $0.task, $0.numerics) = ("t", "<y>", .regression, .keras)
      ($0.optimizer, $0.hidden, $0.run.epochs, $0.trainFraction, $0.batchSize) = (.adam, [5], 6, 0.7, 8)
      ($0.features, $0.missing, $0.learningRate) = (all, [MissingRule("median")!], 0.01)
    }
    let encoded = base.with { ($0.features, $0.encode) = (all + ["kind"], ["one-hot"]) }
    return [
      base,
      base.with { ($0.features, $0.missing, $0.scaling) = (["-dash"], [MissingRule(.refuse)], .standard) },
      encoded.with {
        ($0.missing, $0.scaling, $0.loss, $0.seed) = (
          [MissingRule("mean")!], .robust, .named(loss: "huber"), 7
        )
      },
      encoded.with { ($0.missing, $0.splitSeed, $0.hidden) = ([MissingRule("drop")!], 3, []) },
      encoded.with {
        $0.missing = [MissingRule("most-frequent")!]
        ($0.dropout, $0.batchNormalization, $0.hidden) = (0.3, true, [6, 4])
      },
      base.with {
        // A name that a list between commas cannot have.
        $0.features = all + ["x,y", "lead"]
        $0.learningRate = .schedule(CosineDecay(initialLearningRate: 0.01, decaySteps: 20, alpha: 0.01))
        ($0.regularization, $0.regularizationRate) = (.l2, 0.01)
      },
      base.with {
        ($0.task, $0.positiveFrom, $0.loss) = (.classification, 2.5, .named(loss: "binary_crossentropy"))
        ($0.regularization, $0.regularizationRate) = (.l1, 0.001)
        $0.learningRate = .schedule(LinearWarmup(steps: 1_000, following: 0.01))
      },
      encoded.with {
        ($0.task, $0.run.target, $0.loss) = (.classification, "class", .named(loss: "binary_crossentropy"))
        $0.features = all
        ($0.earlyStopping, $0.patience, $0.minDelta, $0.run.epochs) = (true, 2, 0.01, 60)
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

  /// λ·Σw² or λ·Σ|w| of the weights now.
  var penalty: Double {
    let rate = state.run.regularizationRate ?? 0
    return now.network.parameters.filter { $0.name.hasSuffix("kernel") }.flatMap(\.scalars).reduce(0) {
      switch state.run.regularization {
      case .l1?: $0 + rate * abs($1)
      case .l2?: $0 + rate * $1 * $1
      default: $0
      }
    }
  }

  /// The test loss that the run shows.
  var shownLoss: Double {
    get throws { state.earlyStopping ? now.best!.loss : try curve.last!.testLoss }
  }
}
