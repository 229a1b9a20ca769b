import Foundation

/// A directory that exists and takes files.
///
///     let output = try OutputDirectory("vintner-output")      // before the work begins
///     try output.write([("model.safetensors", model), ("curves.svg", Array(curves.utf8))])
public struct OutputDirectory: Equatable, Sendable {
  /// The directory as the caller named it.
  public let path: String

  /// Creates the directory and those above it, where they are missing, and tries that it takes a file.
  ///
  /// - Throws: where it cannot be created or written; an hour of training can be saved by asking before it.
  public init(_ path: String) throws(OutputError) {
    self.path = path
    try Self.create(path, for: path)
    let (probe, descriptor) = try PendingFile.createTemporary(in: path, path: path)
    close(descriptor)
    unlink(probe)
  }

  /// The path of a file in the directory.
  public func path(of name: String) -> String { (path as NSString).appendingPathComponent(name) }

  /// Writes files into the directory, of which either all or none replace what was there.
  ///
  /// See `AtomicFile.write(_:)`.
  public func write(_ files: [(name: String, bytes: [UInt8])]) throws(OutputError) {
    try AtomicFile.write(files.map { (path(of: $0.name), $0.bytes) })
  }

  private static func create(_ directory: String, for path: String) throws(OutputError) {
    if mkdir(directory, 0o777) == 0 { return }
    let code = errno
    if isDirectory(directory) { return }
    let parent = parentFolder(of: directory)
    guard code == ENOENT, parent != directory else {
      throw OutputError(path: path, code: code)
    }
    try create(parent, for: path)
    if mkdir(directory, 0o777) == 0 { return }
    let secondCode = errno
    guard isDirectory(directory) else { throw OutputError(path: path, code: secondCode) }
  }

  private static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
