import Foundation
import LinearAlgebra

/// A density over several parameters at once: a mixture with one kernel for each trial seen, and a wide one, the prior.
///
///     p(x) = Σ_k w_k · Π_d K_{k,d}(x_d)
///
/// The kernel of numbers is a normal distribution cut off at the ends of the range, of steps its mass within half
/// a step; that of choices favours the choice seen.
/// Source: S. Watanabe, "Tree-structured Parzen estimator: understanding its algorithm components", 2023
/// (arXiv 2304.11127), with the settings of Optuna 5's `_ParzenEstimator`.
struct ParzenEstimator: Sendable {
  private let dimensions: [Kernels]
  /// The logarithms of the kernels' weights, the prior's last.
  private let logWeights: [Double]
  /// The sums of the weights up to each kernel.
  private let cumulativeWeights: [Double]

  /// Places kernels on values seen, those of older trials with less weight.
  ///
  /// - Parameters:
  ///   - seen: for each parameter the numbers of the trials in the order of these.
  ///   - ranges: the parameters' ranges.
  ///   - narrowing: how fast the least width of a kernel shrinks with the number of trials. Default: 1, as in Optuna.
  init(_ seen: [[Double]], _ ranges: [ParameterRange], narrowing: Double = 1) {
    let count = seen.first?.count ?? 0
    self.init(
      dimensions: zip(seen, ranges).map { Kernels(seen: $0, $1, narrowing: narrowing) },
      weights: Self.weights(of: count) + [1])
  }

  /// Joins kernels of parameters.
  ///
  /// - Parameters:
  ///   - dimensions: for each parameter its kernels.
  ///   - weights: the weights of the kernels, the prior's last, to be divided by their sum.
  init(dimensions: [Kernels], weights: [Double]) {
    let total = weights.reduce(0, +)
    var sum = 0.0
    self.dimensions = dimensions
    logWeights = weights.map { log($0 / total) }
    cumulativeWeights = weights.map { weight in
      sum += weight / total
      return sum
    }
  }

  /// The weights of trials in order: of more than 25 the older ones ascend from 1/n to 1.
  private static func weights(of count: Int) -> [Double] {
    let ramp = max(count - 25, 0)
    return (0..<count).map { place in
      guard place < ramp else { return 1 }
      let first = 1 / Double(count)
      return ramp == 1 ? first : first + (1 - first) * Double(place) / Double(ramp - 1)
    }
  }

  /// Samples a point: a kernel by its weight, then a value of each parameter from that kernel.
  func sample(from stream: inout RandomStream) -> [Double] {
    let share = stream.uniform()
    let kernel = min(cumulativeWeights.partitionPoint { $0 > share }, cumulativeWeights.count - 1)
    return dimensions.map { $0.sample(kernel, at: stream.uniform()) }
  }

  /// The logarithms of the density at points: (points) from points (points, parameters).
  func logDensities(at points: [[Double]]) -> [Double] {
    var terms = [Double](repeating: 0, count: logWeights.count)
    return points.map { point in
      for kernel in terms.indices { terms[kernel] = logWeights[kernel] }
      for (dimension, value) in zip(dimensions, point) { dimension.addLogDensities(at: value, to: &terms) }
      // The prior's term is finite everywhere.
      let largest = terms.max()!
      return largest + log(terms.reduce(0) { $0 + exp($1 - largest) })
    }
  }
}

extension Array {
  /// The first place whose element fulfils a condition that all elements after it fulfil, too.
  fileprivate func partitionPoint(_ isBehind: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

/// The kernels of one parameter, the prior's last.
struct Kernels: Sendable {
  private let range: ParameterRange
  private let form: Form

  private enum Form {
    /// The choices seen, of several choices; each has an additional weight of one, and all a share of the prior's.
    case choices(seen: [Int], uniform: Double)
    case numbers(NormalKernels)
  }

  /// Kernels on values seen.
  ///
  /// A kernel is as wide as the distance to the farther of its neighbours, but no wider than the range and no
  /// narrower than the range / min(100, (2 + n)^narrowing).
  init(seen: [Double], _ range: ParameterRange, narrowing: Double) {
    guard range.kind != .choices else {
      self.init(seen: seen.map { Int($0) }, range)
      return
    }
    let line = range.line
    let length = line.upperBound - line.lowerBound
    let centers = seen.map(range.place)
    let order = centers.indices.sorted { (centers[$0], $0) < (centers[$1], $1) }
    let least = length / min(100, pow(Double(2 + centers.count), narrowing))
    var widths = [Double](repeating: length, count: centers.count + 1)
    for (rank, place) in order.enumerated() {
      // The ends of the range are neighbours of a single value only.
      let below = rank > 0 ? centers[order[rank - 1]] : order.count == 1 ? line.lowerBound : nil
      let above = rank + 1 < order.count ? centers[order[rank + 1]] : order.count == 1 ? line.upperBound : nil
      let gap = max(below.map { centers[place] - $0 } ?? 0, above.map { $0 - centers[place] } ?? 0)
      widths[place] = min(max(gap, least), length)
    }
    let middle = 0.5 * (line.lowerBound + line.upperBound)
    self.init(range, NormalKernels(centers: centers + [middle], widths: widths, range))
  }

  /// Kernels on choices seen.
  init(seen: [Int], _ range: ParameterRange) {
    self.range = range
    form = .choices(seen: seen, uniform: 1 / Double(seen.count + 1))
  }

  /// Normal kernels, the prior's last.
  init(_ range: ParameterRange, _ kernels: NormalKernels) {
    self.range = range
    form = .numbers(kernels)
  }

  /// The value at a share in [0, 1) of a kernel's mass.
  func sample(_ kernel: Int, at share: Double) -> Double {
    switch form {
    case .choices(let seen, let uniform):
      let count = Double(range.choices.count)
      guard kernel < seen.count else { return min((share * count).rounded(.down), count - 1) }
      // The shares of the choices in turn, all with the uniform part, the one seen with one more.
      let scaled = share * (1 + count * uniform)
      let seen = Double(seen[kernel])
      if scaled < seen * uniform { return (scaled / uniform).rounded(.down) }
      if scaled < (seen + 1) * uniform + 1 { return seen }
      return min(((scaled - 1) / uniform).rounded(.down), count - 1)
    case .numbers(let kernels):
      return range.number(at: kernels.sample(kernel, at: share))
    }
  }

  /// Adds the logarithm of each kernel's density at a value.
  func addLogDensities(at value: Double, to terms: inout [Double]) {
    switch form {
    case .choices(let seen, let uniform):
      let total = 1 + Double(range.choices.count) * uniform
      let (other, same) = (log(uniform / total), log((1 + uniform) / total))
      for (kernel, choice) in seen.enumerated() { terms[kernel] += Double(choice) == value ? same : other }
      terms[seen.count] -= log(Double(range.choices.count))
    case .numbers(let kernels):
      kernels.addLogDensities(at: value, to: &terms)
    }
  }
}

/// Normal distributions cut off at the ends of a range.
struct NormalKernels: Sendable {
  private let range: ParameterRange
  private let centers: [Double]
  private let widths: [Double]
  /// What is subtracted from a kernel's logarithm: that of its mass within the range, with its width's for numbers
  /// without steps.
  private let logFactors: [Double]

  /// - Parameters:
  ///   - centers: the places of the kernels' centres on the range's line, all within it.
  ///   - widths: their standard deviations.
  init(centers: [Double], widths: [Double], _ range: ParameterRange) {
    (self.centers, self.widths, self.range) = (centers, widths, range)
    let line = range.line
    logFactors = zip(centers, widths).map { center, width in
      let mass = normalMass((line.lowerBound - center) / width, (line.upperBound - center) / width)
      return log(mass) + (range.step == nil ? log(width * (2 * Double.pi).squareRoot()) : 0)
    }
  }

  /// The place on the line at a share of a kernel's mass.
  func sample(_ kernel: Int, at share: Double) -> Double {
    let (center, width, line) = (centers[kernel], widths[kernel], range.line)
    let below = normalMass(-.infinity, (line.lowerBound - center) / width)
    let mass = normalMass((line.lowerBound - center) / width, (line.upperBound - center) / width)
    let place = center + width * normalQuantile(below + share * mass)
    return min(max(place, line.lowerBound), line.upperBound)
  }

  func addLogDensities(at value: Double, to terms: inout [Double]) {
    guard range.step != nil else {
      let place = range.place(of: value)
      for kernel in centers.indices {
        let distance = (place - centers[kernel]) / widths[kernel]
        terms[kernel] -= 0.5 * distance * distance + logFactors[kernel]
      }
      return
    }
    let (from, to) = (range.place(of: value - range.room), range.place(of: value + range.room))
    var last = (center: Double.nan, width: Double.nan, logMass: Double.nan)
    for kernel in centers.indices {
      let (center, width) = (centers[kernel], widths[kernel])
      if center != last.center || width != last.width {
        last = (center, width, log(normalMass((from - center) / width, (to - center) / width)))
      }
      terms[kernel] += last.logMass - logFactors[kernel]
    }
  }
}
