import NeuralNetworks
import Tabular
import Yams

/// One setting of a run: its name, its type, and which values it takes.
///
/// All that is done with settings one by one (merging, checking, reading, writing) goes over ``all``.
package typealias RunSetting = Setting<RunConfiguration>

/// What a setting's value is, for those who draw values of a range.
package enum SettingKind: Sendable {
  case number, wholeNumber, other
}

/// One setting of a description: its name, its type, and which values it takes.
package struct Setting<Root>: Sendable {
  /// The name in files; on the command line with hyphens.
  package let name: String
  /// What a range of its values would be made of.
  package let kind: SettingKind
  /// Sets a number, or a whole number; for these kinds alone.
  package let assign: @Sendable (Double, inout Root) -> Void
  /// Puts the first description's value, where it has one, into the second.
  package let copy: @Sendable (Root, inout Root) -> Void
  /// Puts a file's value, where it has one, into a description.
  package let read: @Sendable (Settings, inout Root) throws(SettingsError) -> Void
  /// The description's value for a file; `nil` where it has none.
  package let node: @Sendable (Root) -> Node?
  /// What is wrong with the description's value; `nil` where nothing is.
  package let problem: @Sendable (Root) -> String?

  private init<Value: Sendable>(
    _ name: String, _ path: WritableKeyPath<Root, Value?> & Sendable,
    read: @escaping @Sendable (Settings) throws(SettingsError) -> Value?,
    node: @escaping @Sendable (Value) -> Node, problem: @escaping @Sendable (Value) -> String?
  ) {
    self.name = name
    kind = Value.self == Int.self ? .wholeNumber : Value.self == Double.self ? .number : .other
    assign = { number, into in
      into[keyPath: path] = (Value.self == Int.self ? Int(number) as? Value : number as? Value)
    }
    copy = { from, into in into[keyPath: path] = from[keyPath: path] ?? into[keyPath: path] }
    self.read = { settings, run throws(SettingsError) in run[keyPath: path] = try read(settings) }
    self.node = { $0[keyPath: path].map(node) }
    self.problem = { $0[keyPath: path].flatMap(problem) }
  }

  private init(
    name: String, kind: SettingKind, assign: @escaping @Sendable (Double, inout Root) -> Void,
    copy: @escaping @Sendable (Root, inout Root) -> Void,
    read: @escaping @Sendable (Settings, inout Root) throws(SettingsError) -> Void,
    node: @escaping @Sendable (Root) -> Node?, problem: @escaping @Sendable (Root) -> String?
  ) {
    (self.name, self.kind, self.assign, self.copy) = (name, kind, assign, copy)
    (self.read, self.node, self.problem) = (read, node, problem)
  }

  /// A setting of one value.
  ///
  /// - Parameter expected: which values `fits` accepts, for an error.
  package init<Value: SettingValue>(
    _ name: String, _ path: WritableKeyPath<Root, Value?> & Sendable,
    _ expected: String = "", where fits: @escaping @Sendable (Value) -> Bool = { _ in true }
  ) {
    self.init(
      name, path, read: { settings throws(SettingsError) in try settings.value(name, as: Value.self) },
      node: \.node, problem: { fits($0) ? nil : "is \($0), where \(expected) is expected" })
  }

  /// A setting of one value that has a problem of its own.
  package init<Value: SettingValue>(
    _ name: String, _ path: WritableKeyPath<Root, Value?> & Sendable,
    problem: @escaping @Sendable (Value) -> String?
  ) {
    self.init(
      name, path, read: { settings throws(SettingsError) in try settings.value(name, as: Value.self) },
      node: \.node, problem: problem)
  }

  /// A setting of several values, written on one line.
  package init<Element: SettingValue>(
    _ name: String, _ path: WritableKeyPath<Root, [Element]?> & Sendable,
    _ expected: String = "", whereEach fits: @escaping @Sendable (Element) -> Bool = { _ in true }
  ) {
    self.init(
      name, path, read: { settings throws(SettingsError) in try settings.values(name, as: Element.self) },
      node: { Node($0.map(\.node), .implicit, .flow) },
      problem: { $0.first { !fits($0) }.map { "holds \($0), where \(expected) is expected" } })
  }

  /// A setting that takes one of several names.
  package init(
    _ name: String, _ path: WritableKeyPath<Root, String?> & Sendable, oneOf names: [String]
  ) {
    self.init(
      name, path, read: { settings throws(SettingsError) in try settings.text(name) }, node: \.node,
      problem: { names.contains($0) ? nil : unknownName($0, among: names) })
  }

  /// A setting that has a name and options.
  package init<Value: DescribedSetting>(
    _ name: String, described path: WritableKeyPath<Root, Value?> & Sendable
  ) {
    self.init(
      name, path, read: { settings throws(SettingsError) in try settings.decoded(name, as: Value.self) },
      node: \.node, problem: { _ in nil })
  }

  /// A setting of several that have names and options.
  package init<Element: DescribedSetting>(
    _ name: String, describedEach path: WritableKeyPath<Root, [Element]?> & Sendable
  ) {
    self.init(
      name, path,
      read: { settings throws(SettingsError) in try settings.decodedList(name, of: Element.self) },
      node: { Node($0.map(\.node), .implicit, .flow) }, problem: { _ in nil })
  }
}

extension Setting {
  /// A setting of a rate above 0, or of a schedule in a number's place.
  package init(_ name: String, learningRate path: WritableKeyPath<Root, LearningRate?> & Sendable) {
    self.init(
      name: name, kind: .number, assign: { $1[keyPath: path] = .constant($0) },
      copy: { from, into in into[keyPath: path] = from[keyPath: path] ?? into[keyPath: path] },
      read: { settings, run throws(SettingsError) in
        run[keyPath: path] =
          settings.holdsSettings(name)
          ? try settings.decoded(name, as: LearningRate.self)
          : try settings.number(name).map(LearningRate.constant)
      },
      node: { root in
        root[keyPath: path].map { rate in
          if case .constant(let number) = rate { number.node } else { rate.node }
        }
      },
      problem: { root in
        guard case .constant(let rate)? = root[keyPath: path], !(rate > 0 && rate.isFinite) else {
          return nil
        }
        return "is \(rate), where a number above 0 is expected"
      })
  }

  /// The setting of a description that this one is a part of.
  package func within<Whole>(_ path: WritableKeyPath<Whole, Root> & Sendable) -> Setting<Whole> {
    let (assign, copy, read, node, problem) = (assign, copy, read, node, problem)
    return Setting<Whole>(
      name: name, kind: kind, assign: { assign($0, &$1[keyPath: path]) },
      copy: { from, into in copy(from[keyPath: path], &into[keyPath: path]) },
      read: { settings, whole throws(SettingsError) in try read(settings, &whole[keyPath: path]) },
      node: { node($0[keyPath: path]) }, problem: { problem($0[keyPath: path]) })
  }
}

extension RunSetting {
  /// All settings, in the order in which a file has them.
  package static var all: [RunSetting] { RunSettings.all }
}

private enum RunSettings {
  static let all: [RunSetting] = [
    RunSetting("data", \.data),
    RunSetting("data_sha256", \.dataSHA256),
    RunSetting("target", \.target),
    RunSetting("task", \.task, oneOf: RunTask.allCases.map(\.rawValue)),
    RunSetting("positive_from", \.positiveFrom, "a finite number", where: { $0.isFinite }),
    RunSetting("threshold", \.threshold, "a number above 0 and below 1", where: { $0 > 0 && $0 < 1 }),
    RunSetting(
      "class_weights", \.classWeights, ClassWeighting.expected, whereEach: ClassWeighting.isSetting),
    RunSetting("features", \.features),
    RunSetting("missing", \.missing, MissingRule.expected, whereEach: { MissingRule($0) != nil }),
    RunSetting("missing_indicator", \.missingIndicator),
    RunSetting("encode", \.encode),
    RunSetting("unknown", \.unknown, oneOf: RunConfiguration.unknownNames),
    RunSetting("max_categories", \.maxCategories, "1 or more", where: { $0 >= 1 }),
    RunSetting("scaling", \.scaling, oneOf: RunConfiguration.scalingNames),
    RunSetting("target_scaling", \.targetScaling, oneOf: RunConfiguration.scalingNames),
    RunSetting("hidden", \.hidden, "a layer of 1 to 1000000 units", whereEach: { 1...1_000_000 ~= $0 }),
    RunSetting("activation", \.activation, oneOf: RunConfiguration.activationNames),
    RunSetting("regularization", \.regularization, oneOf: RunConfiguration.regularizationNames),
    RunSetting(
      "regularization_rate", \.regularizationRate, "a number from 0 on",
      where: { $0 >= 0 && $0.isFinite }),
    RunSetting("batch_normalization", \.batchNormalization),
    RunSetting(
      "dropout", \.dropout, "a number from 0 to below 1", where: { $0 >= 0 && $0 < 1 }),
    RunSetting("optimizer", described: \.optimizer),
    RunSetting("learning_rate", learningRate: \.learningRate),
    RunSetting("loss", described: \.loss),
    RunSetting("metrics", describedEach: \.metrics),
    RunSetting("batch_size", \.batchSize, "1 to 2147483647", where: { 1...Int(Int32.max) ~= $0 }),
    RunSetting("epochs", \.epochs, "1 or more", where: { $0 >= 1 }),
    RunSetting("early_stopping", \.earlyStopping),
    RunSetting("patience", \.patience, "0 or more", where: { $0 >= 0 }),
    RunSetting("min_delta", \.minDelta, "a number from 0 on", where: { $0 >= 0 && $0.isFinite }),
    RunSetting(
      "train_fraction", \.trainFraction, "a number above 0 and below 1", where: { $0 > 0 && $0 < 1 }),
    RunSetting("split_seed", \.splitSeed, "0 to 4294967295", where: { 0...Int(UInt32.max) ~= $0 }),
    RunSetting("seed", \.seed, "0 or more", where: { $0 >= 0 }),
    RunSetting("threads", \.threads, "1 to 1024", where: { 1...1024 ~= $0 }),
    RunSetting("stream_window", \.streamWindow, "1 or more", where: { $0 >= 1 }),
  ]
}
