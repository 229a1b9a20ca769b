import Foundation

/// A new directory that is removed with its owner.
package final class Scratch {
  package let path: String

  package init() {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("vintner-\(UUID().uuidString)").path
    try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  package func path(of name: String) -> String { path + "/" + name }

  /// Every name in the directory, hidden ones too, in order.
  package var names: [String] { try! FileManager.default.contentsOfDirectory(atPath: path).sorted() }

  package func bytes(of name: String) -> [UInt8] {
    Array(FileManager.default.contents(atPath: path(of: name)) ?? Data())
  }

  package func text(of name: String) -> String { String(decoding: bytes(of: name), as: UTF8.self) }

  package func write(_ text: String, to name: String) {
    _ = FileManager.default.createFile(atPath: path(of: name), contents: Data(text.utf8))
  }
}
