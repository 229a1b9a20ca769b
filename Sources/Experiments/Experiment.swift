/// A description of a run, variations of it, and the seeds with which each is repeated.
///
///     let results = try Experiment(spiral, seeds: 20, converged: .init(.testLoss, below: 0.05))
///       .varying(\.learningRate, [0.03, 0.3, 3])
///       .run()
///     print(results)
///
/// Runs are split among the cores, each on one thread. The results are the same, bit for bit, whatever the
/// number of threads and the order in which runs end.
public struct Experiment<Base: Trial>: Sendable {
  /// The title of charts and report; may be empty.
  public var title: String
  /// The run that is varied.
  public var base: Base
  /// The settings that vary; without any, only the base is run.
  public var variations: [Variation<Base>]
  /// How the variations are combined.
  public var combination: Combination
  /// The seeds; every variation is run with each.
  public var seeds: [UInt64]
  /// The number of epochs between recorded points, 1 or more.
  public var recordEvery: Int
  /// The criterion of convergence, if any.
  public var convergence: Convergence?

  /// The most runs of an experiment: variations times seeds.
  static var mostRuns: Int { 1_000_000 }

  /// Creates an experiment without variations.
  ///
  /// - Parameters:
  ///   - base: the run that is varied.
  ///   - title: the title of charts and report. Default: none.
  ///   - seeds: the number of seeds, 1 or more, counted from 1. Default 20.
  ///   - recordEvery: the number of epochs between recorded points, 1 or more. Default 10.
  ///   - convergence: the criterion of convergence. Default: none.
  public init(
    _ base: Base, title: String = "", seeds: Int = 20, recordEvery: Int = 10,
    converged convergence: Convergence? = nil
  ) {
    precondition(seeds > 0, "An experiment has 1 seed or more, received \(seeds).")
    precondition(
      recordEvery > 0, "A point is recorded every epoch or more rarely, received \(recordEvery).")
    self.title = title
    self.base = base
    variations = []
    combination = .oneAtATime
    self.seeds = (1...UInt64(seeds)).map { $0 }
    self.recordEvery = recordEvery
    self.convergence = convergence
  }

  /// The experiment with a setting varied by values.
  ///
  /// - Parameters:
  ///   - path: the setting: `\.learningRate`.
  ///   - values: its values, one or more.
  ///   - name: its name. Default: the property's name.
  public func varying<Value: Sendable>(
    _ path: WritableKeyPath<Base, Value> & Sendable, _ values: [Value], named name: String? = nil
  ) -> Experiment {
    varying(Variation(path, values, named: name))
  }

  /// The experiment with a setting varied by named values: `["plain": network, "dropout": other]`.
  public func varying<Value: Sendable>(
    _ path: WritableKeyPath<Base, Value> & Sendable, _ values: KeyValuePairs<String, Value>,
    named name: String? = nil
  ) -> Experiment {
    varying(Variation(path, values, named: name))
  }

  /// The experiment varied by named changes: `["wide": { $0.hidden = [26] }]`.
  public func varying(
    _ name: String, _ changes: KeyValuePairs<String, @Sendable (inout Base) -> Void>
  ) -> Experiment {
    varying(Variation(name, changes))
  }

  /// The experiment with one more variation: a range for random search, named choices.
  public func varying(_ variation: Variation<Base>) -> Experiment {
    var result = self
    result.variations.append(variation)
    return result
  }

  /// The experiment with its variations combined in another way. Ranges need random search.
  public func combined(_ combination: Combination) -> Experiment {
    var result = self
    result.combination = combination
    return result
  }

  /// The number of runs.
  package var runCount: Int { combination.runs(variations, seeds: seeds.count) }

  /// The descriptions of all variations, in the order of the results.
  var cells: [Cell<Base>] { combination.cells(of: base, variations) }
}
