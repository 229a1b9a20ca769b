import Foundation
import Synchronization
import Vintner

/// The tables that pages have uploaded, a few at a time: the oldest makes room.
final class TableStore: TableSource {
  /// A table with its name for people.
  struct Entry: Sendable {
    let id: String
    let name: String
    let frame: DataFrame
    let isPinned: Bool
  }

  private let entries = Mutex<[Entry]>([])
  private let limits: ServerLimits

  init(limits: ServerLimits = ServerLimits()) { self.limits = limits }

  func table(_ id: String) -> DataFrame? {
    entry(id)?.frame
  }

  /// A table's name for people; `nil` where there is no such table.
  func name(of id: String?) -> String? { id.flatMap(entry)?.name }

  private func entry(_ id: String) -> Entry? {
    SampleTable.all.first { $0.id == id } ?? entries.withLock { entries in entries.first { $0.id == id } }
  }

  /// Keeps a table.
  ///
  /// - Parameter isPinned: whether it always stays, as that of the command line does.
  func add(_ frame: DataFrame, named name: String, isPinned: Bool = false) -> Entry {
    let entry = Entry(id: "t" + SessionStore.newName(), name: name, frame: frame, isPinned: isPinned)
    entries.withLock { entries in
      while entries.count >= limits.tables, let oldest = entries.firstIndex(where: { !$0.isPinned }) {
        entries.remove(at: oldest)
      }
      entries.append(entry)
    }
    return entry
  }
}

extension TableStore.Entry {
  /// The table's description as messages have it.
  var json: JSON {
    let summaries = frame.summary().columns
    let columns = frame.columns.filter { !$0.isRowIndex }
    let numbers = columns.filter { $0.type == .integer || $0.type == .number }.map(\.name)
    let classes = columns.map(Self.classes)
    // The target is usually the last column.
    let isOfClasses = classes.last.map { $0 != nil } ?? false || numbers.isEmpty
    return .object([
      "table": .text(id), "name": .text(name), "rows": .integer(frame.rowCount),
      "columns": .array(
        zip(columns, classes).map { column, classes in
          let statistics = summaries.first { $0.name == column.name }?.statistics
          return .object([
            "name": .text(column.name), "type": .text(column.type == .text ? "text" : "number"),
            "missing": .integer(column.missingCount), "classes": classes.map { .texts($0) } ?? .null,
            "min": .optional(statistics?.minimum), "max": .optional(statistics?.maximum),
          ])
        }),
      "target": .optional(isOfClasses ? columns.last?.name : numbers.last),
      "task": .text(isOfClasses ? "classification" : "regression"),
      "notices": .texts(frame.readingNotices),
    ])
  }

  /// The two classes that a column holds, the negative one first; `nil` of any other column.
  private static func classes(of column: Column) -> [String]? {
    (try? LabelEncoder(.two).fitted(to: column))?.classes.map { "\($0)" }
  }
}

/// A table that every page has, so that no file is needed to begin.
enum SampleTable {
  /// The red wines of `data/winequality-red.csv`, under a fixed id, which lessons and addresses contain.
  ///
  /// Source: P. Cortez, A. Cerdeira, F. Almeida, T. Matos and J. Reis, Modeling wine preferences by data mining
  /// from physicochemical properties, Decision Support Systems 47(4), 2009; CC BY 4.0.
  static let redWine: TableStore.Entry? = {
    let name = "winequality-red.csv"
    guard let file = ServerFiles.sample(name),
      let frame = try? DataFrame(contentsOfCSVFile: file.path)
    else { return nil }
    return TableStore.Entry(id: "red-wine", name: name, frame: frame, isPinned: true)
  }()

  static let all = [redWine].compactMap { $0 }
}
