import Foundation
import Vintner

/// A table that every page has, so that nobody needs a file of their own to begin.
enum SampleTable {
  /// The red wines of `data/winequality-red.csv`, under a name that stays: lessons and addresses have it.
  ///
  /// Source: P. Cortez, A. Cerdeira, F. Almeida, T. Matos and J. Reis, Modeling wine preferences by data mining
  /// from physicochemical properties, Decision Support Systems 47(4), 2009; CC BY 4.0.
  static let redWine: TableStore.Entry? = {
    let name = "winequality-red.csv"
    guard let file = Assets.bundle?.appending(path: "Samples").appending(path: name),
      let frame = try? DataFrame(contentsOfCSVFile: file.path)
    else { return nil }
    return TableStore.Entry(id: Preset.redWineTable, name: name, frame: frame, isPinned: true)
  }()

  static let all = [redWine].compactMap { $0 }
}
