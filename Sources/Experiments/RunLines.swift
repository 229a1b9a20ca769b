import Foundation
import Pipelines

/// The lines of a file of runs: JSON, the description first, then a run each.
struct RunLines {
  /// `nil` where the file has no whole line.
  let description: ExperimentDescription?
  let runs: [ExperimentRun]
  /// How many bytes the whole lines take; what is behind them was cut off in the middle.
  let byteCount: Int

  /// Reads the whole lines of a file.
  ///
  /// - Throws: ``VintnerError/experiment(_:)`` where one of them is not what it should be.
  init(_ bytes: [UInt8], file: String) throws(VintnerError) {
    byteCount = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let lines = bytes[..<byteCount].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .dropLast()
    guard let head = lines.first else {
      (description, runs) = (nil, [])
      return
    }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    func value<Value: Decodable>(
      _ type: Value.Type, _ line: ArraySlice<UInt8>, _ number: Int
    ) throws(VintnerError) -> Value {
      do {
        return try decoder.decode(type, from: Data(line))
      } catch {
        throw .experiment(.damaged(file: file, line: number))
      }
    }
    let found = try value(ExperimentDescription.self, head, 1)
    var runs: [ExperimentRun] = []
    for (index, line) in lines.enumerated().dropFirst() {
      let run = try value(ExperimentRun.self, line, index + 1)
      guard found.cells.indices.contains(run.variation) else {
        throw .experiment(.damaged(file: file, line: index + 1))
      }
      runs.append(run)
    }
    description = found
    self.runs = runs
  }

  /// A description or a run as a line with its end.
  static func line(of value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      return [UInt8](try encoder.encode(value)) + [UInt8(ascii: "\n")]
    } catch {
      preconditionFailure("A run can be written as JSON: \(error)")
    }
  }
}
