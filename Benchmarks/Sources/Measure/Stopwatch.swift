import Foundation

/// The wall-clock time of some work, in seconds.
func seconds(_ work: () throws -> Void) rethrows -> Double {
  let start = ContinuousClock.now
  try work()
  return (ContinuousClock.now - start) / .seconds(1)
}

/// Prints the results as one line of JSON: numbers, and lists of numbers.
func report(_ values: [String: Any]) throws {
  let line = try JSONSerialization.data(withJSONObject: values, options: [.sortedKeys])
  print(String(decoding: line, as: UTF8.self))
}

extension [Double] {
  var mean: Double { reduce(0, +) / Double(count) }
  var median: Double { sorted()[count / 2] }
}
