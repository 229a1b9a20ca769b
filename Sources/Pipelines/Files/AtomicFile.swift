import Foundation

/// Writes a file atomically: readers see the old bytes or the new ones, never a part.
public enum AtomicFile {
  /// Writes bytes to a file, replacing its contents.
  ///
  /// They are written next to the file, synced, and renamed over it. The file keeps its permissions. A symbolic link
  /// stays, and where it leads the file is written, whether or not it is there. A device such as `/dev/stdout`, or a
  /// pipe that somebody reads, is written directly.
  /// - Throws: ``OutputError``; the file is then unchanged, and no temporary file is left.
  public static func write(_ bytes: [UInt8], to path: String) throws(OutputError) {
    var status = stat()
    let exists = stat(path, &status) == 0
    guard exists || errno == ENOENT else { throw OutputError(path: path, code: errno) }
    guard !exists || status.st_mode & S_IFMT == S_IFREG else { return try writeDirectly(bytes, to: path) }
    let target = try destination(path)
    let directory = parentFolder(of: target)
    let file = try TemporaryFile(in: directory, for: path)
    try file.fill(bytes, mode: exists ? status.st_mode & 0o777 : nil, for: path)
    try file.move(to: target, for: path)
    syncDirectory(directory)
    TemporaryFile.sweep(directory)
  }

  /// Writes text as UTF-8 to a file, replacing its contents.
  public static func write(_ text: String, to path: String) throws(OutputError) {
    try write(Array(text.utf8), to: path)
  }

  /// Where symbolic links lead, also those to nothing: renaming over a link would replace it.
  static func destination(_ path: String) throws(OutputError) -> String {
    if let pointer = realpath(path, nil) {
      defer { free(pointer) }
      return String(cString: pointer)
    }
    var place = path
    for _ in 0..<40 {
      guard let text = linkText(place) else { return place }
      place = text.hasPrefix("/") ? text : (parentFolder(of: place) as NSString).appendingPathComponent(text)
    }
    throw OutputError(path: path, code: ELOOP)
  }

  /// Writes to what cannot be replaced.
  private static func writeDirectly(_ bytes: [UInt8], to path: String) throws(OutputError) {
    // Without O_NONBLOCK, opening a pipe would wait for its reader.
    let descriptor = retried { open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw OutputError(path: path, code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw OutputError(path: path, code: errno) }
    let kind = status.st_mode & S_IFMT
    guard kind == S_IFCHR || kind == S_IFIFO else { throw OutputError(path: path, code: ENXIO) }
    _ = fcntl(descriptor, F_SETFL, O_WRONLY)
    let code = writeAll(bytes, to: descriptor)
    guard code == 0 else { throw OutputError(path: path, code: code) }
  }
}
