import Foundation
import Synchronization
import Vintner

/// The tables that pages have uploaded, a few at a time: the oldest makes room. The same bytes are one table, whoever
/// sends them.
final class TableStore: TableSource {
  /// A table with its name for people.
  struct Entry: Sendable {
    let id: String
    var name: String
    let frame: DataFrame
    var isPinned = false
    /// The SHA-256 of its file; `nil` of a table that no page has sent.
    var digest: String?
    /// What it takes of the budget, also after it has left the store.
    var memory: Reservation?
  }

  private let entries = Mutex<[Entry]>([])
  private let limits: ServerLimits
  private let budget: MemoryBudget

  init(limits: ServerLimits = ServerLimits(), memory: MemoryBudget = MemoryBudget()) {
    self.limits = limits
    budget = memory
  }

  func table(_ id: String) -> DataFrame? { entry(id)?.frame }

  func memory(of id: String) -> Reservation? { entry(id)?.memory }

  /// A table's name for people; `nil` where there is no such table.
  func name(of id: String?) -> String? { id.flatMap(entry)?.name }

  private func entry(_ id: String) -> Entry? {
    SampleTable.all.first { $0.id == id } ?? entries.withLock { entries in entries.first { $0.id == id } }
  }

  /// Keeps a table that always stays, as that of the command line does.
  ///
  /// - Throws: `SessionError` where there is no memory for it.
  func pin(_ frame: DataFrame, named name: String) throws(SessionError) -> Entry {
    add(
      Entry(
        id: Self.newID(), name: name, frame: frame, isPinned: true,
        memory: try Self.reserve(frame.byteCount, of: budget)))
  }

  /// Reads a CSV file, unless the same bytes are here, and keeps its table.
  ///
  /// - Throws: `SessionError` where the file is damaged, or its table would take too much.
  func add(csv bytes: Data, named name: String) throws(SessionError) -> Entry {
    let digest = Self.digest(of: bytes)
    if let known = known(digest, named: name) { return known }
    let (text, unpacked) = try unpacked(bytes, name)
    defer { unpacked?.release() }
    let estimate = DataFrame.estimate(ofCSV: text)
    try Self.require(columns: estimate.columns)
    let memory = try Self.reserve(estimate.memory, of: budget)
    let frame = try refusing { try DataFrame(csvBytes: text, name: name) }
    try Self.require(columns: frame.columns.count)
    memory.shrink(to: frame.byteCount)
    return add(Entry(id: Self.newID(), name: name, frame: frame, digest: digest, memory: memory))
  }

  /// The text of a file and, of an archive, what it takes of the budget: first of all so much as those of most tables
  /// take, for an archive of a few bytes may hold any number.
  private func unpacked(
    _ bytes: Data, _ name: String
  ) throws(SessionError) -> (text: Data, memory: Reservation?) {
    guard DataFrame.isArchive(csv: bytes) else { return (bytes, nil) }
    var limit = min(max(1 << 20, 8 * bytes.count), ServerLimits.csvBytes)
    while true {
      // The bytes are there twice for a moment.
      let memory = try Self.reserve(2 * limit, of: budget)
      let result = Result { () throws(TabularError) in
        try DataFrame.unpacked(csv: bytes, limit: limit, name: name)
      }
      if case .failure(.csv(let fault)) = result, fault.kind == .largeArchive(limit),
        limit < ServerLimits.csvBytes
      {
        limit = min(8 * limit, ServerLimits.csvBytes)
        continue
      }
      let text = try refusing { try result.get() }
      memory.shrink(to: text.count)
      return (text, memory)
    }
  }

  /// The SHA-256 of a file, of which no second copy is made.
  private static func digest(of bytes: Data) -> String {
    let (digest, step) = (SHA256Digest(), 1 << 20)
    for first in stride(from: 0, to: bytes.count, by: step) {
      digest.update([UInt8](bytes[first..<min(first + step, bytes.count)]))
    }
    return digest.hexadecimal
  }

  /// Takes memory for a table, or for its file.
  static func reserve(_ bytes: Int, of budget: MemoryBudget) throws(SessionError) -> Reservation {
    try budget.reserve(bytes, for: "This table", remedy: "load a table of fewer rows or columns")
  }

  private static func require(columns: Int) throws(SessionError) {
    guard columns <= ServerLimits.columns else {
      throw .tooLarge(
        "The table has \(columns) columns, and a page shows \(ServerLimits.columns) at most: load fewer columns."
      )
    }
  }

  /// The table of a digest under its newest name.
  private func known(_ digest: String, named name: String) -> Entry? {
    entries.withLock { entries in
      guard let place = entries.firstIndex(where: { $0.digest == digest }) else { return nil }
      var entry = entries.remove(at: place)
      entry.name = name
      entries.append(entry)
      return entry
    }
  }

  private func add(_ entry: Entry) -> Entry {
    if let digest = entry.digest, let known = known(digest, named: entry.name) { return known }
    return entries.withLock { entries in
      while entries.count >= limits.tables, let oldest = entries.firstIndex(where: { !$0.isPinned }) {
        entries.remove(at: oldest)
      }
      entries.append(entry)
      return entry
    }
  }

  /// Lets the oldest table go that no run uses; returns whether there was one.
  func dropUnused() -> Bool {
    entries.withLock { entries in
      // A run holds what its table takes of the budget.
      let place = entries.indices.first { place in
        !entries[place].isPinned && entries[place].memory != nil
          && isKnownUniquelyReferenced(&entries[place].memory!)
      }
      guard let place else { return false }
      entries.remove(at: place)
      return true
    }
  }

  private static func newID() -> String { "t" + SessionStore.newName() }
}

extension TableStore.Entry {
  /// The table's description as messages have it.
  var json: JSON {
    let statistics = Dictionary(frame.summary().columns.map { ($0.name, $0.statistics) }) { first, _ in first
    }
    let columns = frame.columns.filter { !$0.isRowIndex }
    let numbers = columns.filter { $0.type == .integer || $0.type == .number }.map(\.name)
    let classes = columns.map(Self.classes)
    // The target is usually the last column.
    let isOfClasses = classes.last.map { $0 != nil } ?? false || numbers.isEmpty
    return .object([
      "table": .text(id), "name": .text(name), "rows": .integer(frame.rowCount),
      "columns": .array(
        zip(columns, classes).map { column, classes in
          let statistics = statistics[column.name] ?? nil
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
