import Foundation
import Vintner

/// What a part does not keep of the contract of its kind. `description` has a line for each fault.
public struct ContractViolation: Error, Equatable, CustomStringConvertible {
  /// The part's type.
  public let part: String
  /// One sentence each.
  public let faults: [String]

  public var description: String {
    "\(part) breaks its contract:\n" + faults.map { "  \($0)" }.joined(separator: "\n")
  }
}

/// The faults of a part while it is checked.
struct Findings {
  private let part: String
  private var faults: [String] = []

  init(_ part: Any) { self.part = "\(type(of: part))" }

  mutating func require(_ holds: Bool, _ fault: @autoclosure () -> String) {
    if !holds { faults.append(fault()) }
  }

  /// Adds the first of many sentences.
  mutating func add(_ sentences: [String]) {
    faults += sentences.prefix(5)
    if sentences.count > 5 { faults.append("… and \(sentences.count - 5) more.") }
  }

  /// - Throws: ``ContractViolation`` where there are faults.
  func end() throws(ContractViolation) {
    if !faults.isEmpty { throw ContractViolation(part: part, faults: faults) }
  }

  /// The part as it is after it was written to a file and read again.
  mutating func reread<Part: Codable>(_ part: Part) throws -> Part {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let written = try encoder.encode(part)
    do {
      let read = try JSONDecoder().decode(Part.self, from: written)
      let again = try encoder.encode(read)
      require(
        again == written,
        "What it writes, \(Self.text(written)), becomes \(Self.text(again)) when it is read.")
      return read
    } catch {
      faults.append("What it writes, \(Self.text(written)), cannot be read: \(error)")
      return part
    }
  }

  private static func text(_ bytes: Data) -> String { String(decoding: bytes, as: UTF8.self) }
}

/// Numbers in [−1, 1), the same for the same seed.
func sampled(rows: Int, columns: Int, seed: UInt64) -> Matrix<Double> {
  var stream = RandomStream(seed: seed)
  return Matrix(
    rows: rows, columns: columns, scalars: (0..<rows * columns).map { _ in 2 * stream.uniform() - 1 })
}

extension Double {
  /// Whether both are equal but for rounding, or neither is a number.
  func isClose(to other: Double, _ tolerance: Double = 1e-9) -> Bool {
    self == other || isNaN && other.isNaN || abs(self - other) <= tolerance * max(1, abs(other))
  }
}
