import Foundation

/// Replaces several files of a directory together: whoever opens them by name finds all old ones or all new ones, also
/// where the process is killed in between.
///
///     .vintner-run/new/model.safetensors     the new files, complete and synced
///     .vintner-run/old/model.safetensors     the old ones
///     .vintner-run/names                     their names, a line each
///     .vintner-run/now                       a link to old, later to new
///
/// Each name becomes a link through `now`, first still to the old file. One rename turns `now` to the new files, and
/// with it all names at once. Then the new files take the places of the links, and `.vintner-run` is removed. What a
/// process that was killed has left is carried through, or undone where `now` is still `old`: see ``settle()``.
///
/// Only the process that has locked the directory may use it.
struct FileExchange {
  /// The directory.
  let directory: String

  private var area: String { path(".vintner-run") }
  private var new: String { "\(area)/new" }
  private var old: String { "\(area)/old" }
  /// The links that the user has put in the place of files, as they are.
  private var links: String { "\(area)/links" }
  private var now: String { "\(area)/now" }
  private var list: String { "\(area)/names" }

  /// Replaces files.
  ///
  /// - Parameters:
  ///   - files: the new files; a name may have a subdirectory, which is created.
  ///   - removed: the names of files that are removed with the same step, if they are there.
  /// - Throws: ``OutputError``; then nothing has changed.
  func replace(_ files: [(name: String, bytes: [UInt8])], removing removed: [String]) throws(OutputError) {
    guard settle() else { throw OutputError(path: area, code: EBUSY) }
    let removed = removed.filter { name in
      [S_IFREG, S_IFLNK].contains(kind(path(name))) && !files.contains { $0.name == name }
    }
    let names = files.map(\.name) + removed
    for name in names { try requireReplaceable(name) }
    let subdirectories = Set(names.map(parentFolder)).subtracting(["."]).sorted()
    var created: [String] = []
    do throws(OutputError) {
      guard mkdir(area, 0o777) == 0 else { throw OutputError(path: area, code: errno) }
      for folder in [new, old, links] { try make(folder) }
      for folder in subdirectories {
        if kind(path(folder)) == nil {
          try make(path(folder))
          created.append(path(folder))
        }
        for part in [new, old, links] { try make("\(part)/\(folder)") }
      }
      for (name, bytes) in files { try stage(bytes, name) }
      for name in names { try keep(name) }
      try create(list, Array(names.joined(separator: "\n").utf8), mode: nil, for: ".vintner-run/names")
      for folder in [new, old].flatMap({ part in [part] + subdirectories.map { "\(part)/\($0)" } }) {
        syncDirectory(folder)
      }
      guard try link("old", now, hasLinks: nil) else {
        // A file system without links: as close together as can be.
        for name in names where !complete(name) { throw OutputError(path: path(name), code: errno) }
        remove()
        return
      }
      for name in names { try linkThrough(name) }
      syncDirectories(subdirectories)
      try link("new", "\(area)/next", hasLinks: true)
      guard retried({ rename("\(area)/next", now) }) == 0 else { throw OutputError(path: now, code: errno) }
    } catch {
      settle()
      for folder in created.reversed() { rmdir(folder) }
      throw error
    }
    syncDirectory(area)
    settle()
    syncDirectories(subdirectories)
  }

  /// Carries through or undoes what a process that has ended has left.
  ///
  /// - Returns: whether nothing of it is left.
  @discardableResult
  func settle() -> Bool {
    guard kind(area) != nil else { return true }
    // Before there is a list, and a link through which names lead, no name was touched.
    guard kind(list) != nil, kind(now) != nil else { return remove() }
    guard let bytes = try? InputFile.bytes(list), let version = linkText(now) else { return false }
    let names = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    // Whatever cannot be settled stays: the names still lead to the same files.
    let areSettled = names.map { name in
      // Asked once: an answer that the system could not give the first time decides nothing.
      let found = kind(path(name))
      guard found == S_IFLNK else { return found != Self.unknown }
      guard let text = linkText(path(name)) else { return false }
      return text != self.text(of: name) || (version == "new" ? complete(name) : undo(name))
    }
    return areSettled.allSatisfy { $0 } && remove()
  }

  /// Refuses a place that no file can take: a directory, a device, a pipe, a link to where nothing can be written.
  func requireReplaceable(_ name: String) throws(OutputError) {
    var status = stat()
    let exists = stat(path(name), &status) == 0
    guard exists || errno == ENOENT else { throw OutputError(path: path(name), code: errno) }
    guard !exists || status.st_mode & S_IFMT == S_IFREG else {
      throw OutputError(path: path(name), code: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : ENXIO)
    }
    guard let text = linkText(path(name)), text != self.text(of: name) else { return }
    let target = try AtomicFile.destination(path(name))
    _ = try TemporaryFile(in: parentFolder(of: target), for: path(name))
  }

  // MARK: Before `now` is turned

  /// Writes a new file, with the permissions of the old one.
  private func stage(_ bytes: [UInt8], _ name: String) throws(OutputError) {
    var status = stat()
    let mode = stat(path(name), &status) == 0 ? status.st_mode & 0o777 : nil
    try create("\(new)/\(name)", bytes, mode: mode, for: name)
  }

  /// Gives the old file a second name.
  private func keep(_ name: String) throws(OutputError) {
    let kept = "\(old)/\(name)"
    switch kind(path(name)) {
    case nil: return
    case S_IFREG: if Foundation.link(path(name), kept) == 0 { return }
    case S_IFLNK:
      guard let text = linkText(path(name)) else { throw OutputError(path: path(name), code: errno) }
      try link(text, "\(links)/\(name)", hasLinks: true)
      let base = text.hasPrefix("/") ? "" : absolutePath(parentFolder(of: path(name))) + "/"
      try link(base + text, kept, hasLinks: true)
      return
    default: throw OutputError(path: path(name), code: EIO)
    }
    // A file system without second names, or a file that may not have one.
    let bytes: [UInt8]
    do throws(InputError) {
      bytes = try InputFile.bytes(path(name))
    } catch {
      throw OutputError(path: path(name), code: EPERM)
    }
    var status = stat()
    let mode = stat(path(name), &status) == 0 ? status.st_mode & 0o777 : nil
    try create(kept, bytes, mode: mode, for: name)
  }

  /// Turns a name into a link through `now`.
  private func linkThrough(_ name: String) throws(OutputError) {
    let temporary = "\(area)/link"
    unlink(temporary)
    try link(text(of: name), temporary, hasLinks: true)
    guard retried({ rename(temporary, path(name)) }) == 0 else {
      throw OutputError(path: path(name), code: errno)
    }
  }

  // MARK: After `now` has been turned

  /// Puts the new file in the place of its link.
  ///
  /// - Returns: whether it is there.
  private func complete(_ name: String) -> Bool {
    let (made, kept) = ("\(new)/\(name)", "\(links)/\(name)")
    guard kind(made) != nil else { return unlink(path(name)) == 0 }
    if kind(kept) != nil {
      // The user's link stays, and the file that it leads to is written.
      let isWritten: Void? = try? AtomicFile.write(InputFile.bytes(made), to: "\(old)/\(name)")
      return isWritten != nil && move(kept, to: name)
    }
    return put(made, at: name)
  }

  /// Puts the old file back.
  private func undo(_ name: String) -> Bool {
    if kind("\(links)/\(name)") != nil { return move("\(links)/\(name)", to: name) }
    return kind("\(old)/\(name)") == nil ? unlink(path(name)) == 0 : put("\(old)/\(name)", at: name)
  }

  /// Gives a file its name. It keeps the one it has: somebody may be following a link to it.
  private func put(_ file: String, at name: String) -> Bool {
    let second = "\(area)/second"
    unlink(second)
    return Foundation.link(file, second) == 0 ? move(second, to: name) : move(file, to: name)
  }

  private func move(_ file: String, to name: String) -> Bool { retried { rename(file, path(name)) } == 0 }

  @discardableResult
  private func remove() -> Bool { (try? FileManager.default.removeItem(atPath: area)) != nil }

  // MARK: Paths

  private func path(_ name: String) -> String { (directory as NSString).appendingPathComponent(name) }

  /// What a link through `now` says, as seen from its own directory.
  private func text(of name: String) -> String {
    String(repeating: "../", count: name.split(separator: "/").count - 1) + ".vintner-run/now/\(name)"
  }

  /// What is at a path itself, not where a link leads: `S_IFREG`, …, or `unknown`; `nil` for nothing.
  private func kind(_ path: String) -> mode_t? {
    var status = stat()
    if lstat(path, &status) == 0 { return status.st_mode & S_IFMT }
    return errno == ENOENT || errno == ENOTDIR ? nil : Self.unknown
  }

  /// What the system cannot say: nothing may be decided by it.
  private static let unknown: mode_t = 0

  private func make(_ folder: String) throws(OutputError) {
    guard mkdir(folder, 0o777) == 0 || errno == EEXIST else { throw OutputError(path: folder, code: errno) }
  }

  private func create(
    _ place: String, _ bytes: [UInt8], mode: mode_t?, for name: String
  ) throws(OutputError) {
    let file = try TemporaryFile(in: parentFolder(of: place), for: path(name))
    try file.fill(bytes, mode: mode, for: path(name))
    try file.move(to: place, for: path(name))
  }

  /// Makes a symbolic link.
  ///
  /// - Parameter hasLinks: whether the file system is known to have links; `nil` to find out.
  /// - Returns: whether it has.
  @discardableResult
  private func link(_ text: String, _ place: String, hasLinks: Bool?) throws(OutputError) -> Bool {
    if symlink(text, place) == 0 { return true }
    let code = errno
    if hasLinks == nil, [EPERM, ENOSYS, EOPNOTSUPP, ENOTSUP].contains(code) { return false }
    throw OutputError(path: place, code: code)
  }

  private func syncDirectories(_ subdirectories: [String]) {
    for folder in subdirectories { syncDirectory(path(folder)) }
    syncDirectory(directory)
  }
}

/// The path from the root, links resolved; the path itself where it cannot be.
private func absolutePath(_ path: String) -> String {
  guard let pointer = realpath(path, nil) else { return path }
  defer { free(pointer) }
  return String(cString: pointer)
}
