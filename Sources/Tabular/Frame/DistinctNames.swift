extension Sequence<String> {
  /// The names, each once, in the order in which they first appear.
  package var distinct: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
