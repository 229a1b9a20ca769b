import Foundation

/// Calls `body` with the path of a new, empty folder and deletes it afterwards, whatever happened.
package func withTemporaryDirectory<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "vintner-tests-\(UUID().uuidString)", directoryHint: .isDirectory)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { removeEvenIfReadOnly(folder) }
  return try body(folder)
}

/// Deletes a folder, also one that a test has made unwritable.
private func removeEvenIfReadOnly(_ folder: URL) {
  let files = FileManager.default
  if (try? files.removeItem(at: folder)) != nil { return }
  var folders = [folder]
  while let next = folders.popLast() {
    try? files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: next.path)
    let entries = try? files.contentsOfDirectory(at: next, includingPropertiesForKeys: [.isDirectoryKey])
    folders += (entries ?? []).filter {
      (try? $0.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true
    }
  }
  try? files.removeItem(at: folder)
}
