/// The name that needs the fewest edits to become the given one, the first of several; `nil` where there are
/// no names. Upper and lower case are equal.
package func nearestName(to name: String, among names: [String]) -> String? {
  nearest(names, to: name)?.name
}

/// The nearest name, where it is probably the intended one: within two edits, or a third of the given name's
/// length.
package func similarName(to name: String, among names: [String]) -> String? {
  guard let found = nearest(names, to: name), found.edits <= max(2, name.count / 3) else { return nil }
  return found.name
}

private func nearest(_ names: [String], to name: String) -> (name: String, edits: Int)? {
  // The work grows with the product of the lengths: of long names the beginnings have to do.
  func letters(_ name: String) -> [Character] { Array(name.prefix(100).lowercased()) }
  let wanted = letters(name)
  return names.map { ($0, editDistance(letters($0), wanted)) }.min { $0.1 < $1.1 }
}

extension [String] {
  /// For each of these names the one among others that is probably meant. Where there are many names, nobody reads
  /// that, and it would take as many comparisons as both lists have pairs.
  package func similarNames(among others: [String]) -> [String?] {
    let most = 10
    return enumerated().map { $0.offset < most ? similarName(to: $0.element, among: others) : nil }
  }
}

/// The number of characters to insert, delete or replace in order to turn one text into another.
///
/// Source: V. Levenshtein, "Binary codes capable of correcting deletions, insertions, and reversals", 1966.
func editDistance(_ left: [Character], _ right: [Character]) -> Int {
  // row[j]: the distance between the characters of `left` seen so far and the first j of `right`.
  var row = Array(0...right.count)
  for (i, character) in left.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for j in right.indices {
      let replaced = diagonal + (character == right[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[right.count]
}
