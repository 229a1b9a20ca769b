/// Writes files whole or not at all: whoever opens one sees the old bytes or the new ones, never a part.
public enum AtomicFile {
  /// Writes bytes to a file, replacing what was there.
  ///
  /// They are written beside the file, synced, and renamed over it. The file keeps its permissions; a
  /// symbolic link keeps leading to it. A device or a pipe is written directly.
  /// - Throws: where that fails; what was there is untouched then, and nothing is left beside it.
  public static func write(_ bytes: [UInt8], to path: String) throws(OutputError) {
    try write([(path, bytes)])
  }

  /// Writes text as UTF-8 to a file, replacing what was there.
  public static func write(_ text: String, to path: String) throws(OutputError) {
    try write(Array(text.utf8), to: path)
  }

  /// Writes several files, of which either all or none replace what was there.
  ///
  /// All of them are complete and synced beside their targets before the first is renamed, so that a full
  /// disk, a missing directory or a forbidden one changes none. Only a machine that fails between two
  /// renames can leave some old and some new; each of them is whole even then.
  public static func write(_ files: [(path: String, bytes: [UInt8])]) throws(OutputError) {
    var pending: [PendingFile] = []
    do throws(OutputError) {
      for (path, bytes) in files { pending.append(try PendingFile(bytes, path: path)) }
      // What is written directly can fail halfway, so it comes before the renames.
      for file in pending where !file.isRenamed { try file.commit() }
      for file in pending where file.isRenamed { try file.commit() }
    } catch {
      for file in pending { file.discard() }
      throw error
    }
    for file in pending where file.isRenamed { file.syncDirectory() }
  }
}
