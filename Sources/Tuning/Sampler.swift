import LinearAlgebra

/// Chooses the hyperparameters of the next trial.
///
/// The same number, history and seed give the same values.
public protocol Sampler: Sendable {
  /// The values of a trial.
  ///
  /// - Parameters:
  ///   - number: the trial's number, from 0.
  ///   - history: the study so far; trials that are running are in it.
  /// - Returns: a number for each parameter whose condition holds; `nil` if there are no more trials to make.
  func parameters(ofTrial number: Int, after history: StudyHistory) -> [String: Double]?
}

/// Samples each parameter uniformly, whatever the trials before gave.
///
/// Source: J. Bergstra, Y. Bengio, "Random search for hyper-parameter optimization", JMLR 13, 2012.
public struct RandomSampler: Sampler {
  private let seed: UInt64

  /// Creates a sampler.
  public init(seed: UInt64) { self.seed = seed }

  public func parameters(ofTrial number: Int, after history: StudyHistory) -> [String: Double]? {
    history.space.values { parameter, place in
      var stream = RandomStream(seed: seed, keys: number, place)
      return parameter.range.number(atShare: stream.uniform())
    }
  }
}

/// Tries all combinations of values, in order, the last parameter's value changing first.
///
/// A combination that a trial has is not tried again unless that trial failed: a study that others add to and one
/// that is resumed cover the grid once.
public struct GridSampler: Sampler {
  private let points: Int

  /// Creates a sampler.
  ///
  /// - Parameter points: how many values of a range of numbers are tried, at equal distances on its scale, both
  ///   ends included; of ranges that have fewer and of choices, all are. Default: 5.
  public init(points: Int = 5) {
    precondition(points > 0, "A grid has one point or more a parameter, received \(points).")
    self.points = points
  }

  public func parameters(ofTrial number: Int, after history: StudyHistory) -> [String: Double]? {
    let tried = Set(history.trials.filter { $0.state != .failed && $0.number != number }.map(\.parameters))
    let count = count(of: history.space)
    // In a study of its own the trial's number is the next combination's.
    for place in [min(number, count)..<count, 0..<min(number, count)].joined() {
      let values = combination(place, of: history.space)
      if !tried.contains(values) { return values }
    }
    return nil
  }

  /// The number of combinations; the largest number where it is beyond all numbers.
  public func count(of space: SearchSpace) -> Int { count(of: space, from: [:], at: 0) }

  /// The combinations of the parameters from a place on, where those before it have the values given.
  private func count(of space: SearchSpace, from values: [String: Double], at place: Int) -> Int {
    guard place < space.parameters.count else { return 1 }
    let parameter = space.parameters[place]
    guard space.isActive(parameter, with: values) else {
      return count(of: space, from: values, at: place + 1)
    }
    let grid = parameter.range.grid(most: points)
    guard space.hasDependents(parameter) else {
      let (product, overflows) = count(of: space, from: values, at: place + 1)
        .multipliedReportingOverflow(by: grid.count)
      return overflows ? .max : product
    }
    return grid.reduce(0) { sum, value in
      let with = values.merging([parameter.name: value]) { $1 }
      let (total, overflows) = sum.addingReportingOverflow(count(of: space, from: with, at: place + 1))
      return overflows ? .max : total
    }
  }

  /// The values of a combination, by its place in the order of all.
  private func combination(_ index: Int, of space: SearchSpace) -> [String: Double] {
    var rest = index
    var values: [String: Double] = [:]
    for (place, parameter) in space.parameters.enumerated() where space.isActive(parameter, with: values) {
      for value in parameter.range.grid(most: points) {
        values[parameter.name] = value
        let count = count(of: space, from: values, at: place + 1)
        if rest < count { break }
        rest -= count
      }
    }
    return values
  }
}
