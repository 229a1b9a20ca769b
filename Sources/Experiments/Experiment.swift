import Charts
import Pipelines

/// One description of a run, a table of variations of it, and seeds over which each is repeated.
///
///     let results = try Experiment(spiral, seeds: 20, converged: .init(.testLoss, below: 0.05))
///       .varying(\.learningRate, [0.03, 0.3, 3])
///       .run()
///     print(results)
///
/// Runs are shared out over the cores, each on one thread. The results are the same, bit for bit, whatever
/// the number of threads and whichever run ends first.
public struct Experiment<Base: Trial>: Sendable {
  /// What stands above its pictures and its report; may be empty.
  public var title: String
  /// The run that is varied.
  public var base: Base
  /// The settings that vary; the base alone is run where there are none.
  public var variations: [Variation<Base>]
  /// How the variations are put together.
  public var combination: Combination
  /// The seeds, a run each for every variation.
  public var seeds: [UInt64]
  /// A point is recorded after every so many epochs, 1 or more.
  public var recordEvery: Int
  /// When a run counts as converged; `nil` where nobody asks.
  public var convergence: Convergence?

  /// Creates an experiment without variations.
  ///
  /// - Parameters:
  ///   - base: the run that is varied.
  ///   - title: what stands above its pictures and its report. Default: nothing.
  ///   - seeds: how many seeds, 1 or more: from 1 on. Default 20.
  ///   - recordEvery: how many epochs lie between two recorded points, 1 or more. Default 10.
  ///   - convergence: when a run counts as converged. Default: nobody asks.
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
  ///   - values: what it becomes, one or more.
  ///   - name: what it is called. Default: the property's name.
  public func varying<Value: Sendable>(
    _ path: WritableKeyPath<Base, Value> & Sendable, _ values: [Value], named name: String? = nil
  ) -> Experiment {
    varying(Variation(path, values, named: name))
  }

  /// The experiment with a setting varied by values with names: `["plain": network, "dropout": other]`.
  public func varying<Value: Sendable>(
    _ path: WritableKeyPath<Base, Value> & Sendable, _ values: KeyValuePairs<String, Value>,
    named name: String? = nil
  ) -> Experiment {
    varying(Variation(path, values, named: name))
  }

  /// The experiment varied by changes with names: `["wide": { $0.hidden = [26] }]`.
  public func varying(
    _ name: String, _ changes: KeyValuePairs<String, @Sendable (inout Base) -> Void>
  ) -> Experiment {
    varying(Variation(name, changes))
  }

  /// The experiment with a setting varied within a range, for random search: see ``Combination/random(count:seed:)``.
  ///
  /// - Parameters:
  ///   - path: the setting.
  ///   - range: its values; above 0 on a logarithmic scale.
  ///   - scale: whether equal differences or equal ratios are equally likely.
  public func varying(
    _ path: WritableKeyPath<Base, Double> & Sendable, in range: ClosedRange<Double>, scale: Axis.Scale
  ) -> Experiment {
    varying(Variation(path, in: range, scale: scale))
  }

  /// The same for a whole number, both ends of the range among its values.
  public func varying(
    _ path: WritableKeyPath<Base, Int> & Sendable, in range: ClosedRange<Int>, scale: Axis.Scale
  ) -> Experiment {
    varying(Variation(path, in: range, scale: scale))
  }

  /// The experiment with one more variation.
  public func varying(_ variation: Variation<Base>) -> Experiment {
    var result = self
    result.variations.append(variation)
    return result
  }

  /// The experiment with its variations put together in another way.
  ///
  /// - Precondition: a range goes with random search alone, which draws 1 variation or more.
  public func combined(_ combination: Combination) -> Experiment {
    var result = self
    result.combination = combination
    return result
  }

  /// The table of variations: each run's description, in the order of the results.
  var cells: [Cell<Base>] { combination.cells(of: base, variations) }
}
