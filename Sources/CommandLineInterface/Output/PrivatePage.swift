import Foundation

/// A page in a file that only this user can read. It leads a browser to an address, which thus stands in no process's
/// arguments: other users of the machine can read those.
final class PrivatePage {
  private let folder: String
  var path: String { folder + "/playground.html" }

  /// Writes the page; `nil` where that is not possible.
  init?(leadingTo address: String) {
    // The system makes the folder for this user alone, under a new name.
    var template = Array((NSTemporaryDirectory() + "/vintner-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { return nil }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let page = """
      <!doctype html>
      <meta charset="utf-8">
      <meta name="referrer" content="no-referrer">
      <meta http-equiv="refresh" content="0; url=\(address)">
      <title>Vintner</title>
      <a href="\(address)">Open the playground</a>

      """
    let isWritten = FileManager.default.createFile(
      atPath: path, contents: Data(page.utf8), attributes: [.posixPermissions: 0o600])
    guard isWritten else {
      remove()
      return nil
    }
  }

  /// Deletes the file and its folder.
  func remove() { try? FileManager.default.removeItem(atPath: folder) }
}
