import Foundation

/// What tests do with files.
package enum Files {
  package static func copy(_ path: String, to target: String) throws {
    try FileManager.default.copyItem(atPath: path, toPath: target)
  }

  package static func replace(_ text: String, by other: String, in path: String) throws {
    let contents = try String(contentsOfFile: path, encoding: .utf8)
    precondition(contents.contains(text), "\(path) contains \(text).")
    try contents.replacingOccurrences(of: text, with: other).write(
      toFile: path, atomically: true, encoding: .utf8)
  }

  package static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: path)))
  }

  package static func write(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: URL(filePath: path))
  }
}
