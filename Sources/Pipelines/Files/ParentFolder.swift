/// The path without its last component: `a/b` gives `a`, `/a` gives `/`, and `a` gives `.`.
///
/// Foundation's `deletingLastPathComponent` ends the process on Linux where a path has one letter.
package func parentFolder(of path: String) -> String {
  // Those at the end; `/` alone stays.
  func withoutSlashes(_ path: Substring) -> Substring {
    path.prefix(through: path.lastIndex { $0 != "/" } ?? path.startIndex)
  }
  guard path.contains(where: { $0 != "/" }) else { return path.isEmpty ? "." : "/" }
  guard let slash = withoutSlashes(path[...]).lastIndex(of: "/") else { return "." }
  return String(withoutSlashes(path[...slash]))
}
