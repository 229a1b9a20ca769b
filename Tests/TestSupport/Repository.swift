import Foundation

/// Where the files of this repository are, found from where this source file was compiled.
package enum Repository {
  /// The repository's folder.
  package static let root = URL(filePath: #filePath)
    .deletingLastPathComponent()  // TestSupport
    .deletingLastPathComponent()  // Tests
    .deletingLastPathComponent()

  /// The red-wine table: 1,599 rows, 12 columns, `;` between cells.
  package static let redWine = root.appending(path: "data/winequality-red.csv")
}
