import CSQLite
import Foundation

/// A connection to an SQLite file, for one thread at a time.
///
/// The file is in WAL mode: readers do not wait for a writer. A writer that finds another waits for its turn.
final class Database {
  /// A value of a column.
  enum Value {
    case integer(Int64)
    case real(Double)
    case text(String)
    case null
  }

  /// A row of a result, which lasts until the next one is read.
  struct Row: ~Copyable {
    fileprivate let statement: OpaquePointer

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    /// A number; `nil` where the column is empty.
    func real(_ column: Int32) -> Double? {
      sqlite3_column_type(statement, column) == SQLITE_NULL
        ? nil : sqlite3_column_double(statement, column)
    }

    func text(_ column: Int32) -> String {
      sqlite3_column_text(statement, column).map { String(cString: $0) } ?? ""
    }
  }

  private let handle: OpaquePointer
  private let path: String
  /// How long a lock of another process is waited for, in seconds.
  private let patience: Int

  /// Opens a file, which is made if it is not there.
  ///
  /// - Parameters:
  ///   - path: the file's path.
  ///   - patience: how long a lock is waited for, in seconds.
  init(_ path: String, patience: Int) throws(TuningError) {
    var handle: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
    let code = sqlite3_open_v2(path, &handle, flags, nil)
    guard code == SQLITE_OK, let handle else {
      let fault = Self.fault(handle, code, path, patience)
      sqlite3_close_v2(handle)
      throw fault
    }
    (self.handle, self.path, self.patience) = (handle, path, patience)
    sqlite3_busy_timeout(handle, Int32(patience * 1000))
    // What is committed survives a kill; after a power failure the last trials may be missing, and nothing is mixed.
    try run("PRAGMA synchronous = NORMAL")
    var mode = ""
    try rows("PRAGMA journal_mode") { mode = $0.text(0) }
    if mode != "wal" {
      try patiently { () throws(TuningError) in try run("PRAGMA journal_mode = WAL") }
    }
  }

  deinit { sqlite3_close_v2(handle) }

  /// The number that SQLite gave to the last row added.
  var lastRow: Int64 { sqlite3_last_insert_rowid(handle) }

  /// How many rows the last statement changed.
  var changes: Int { Int(sqlite3_changes(handle)) }

  /// Executes statements without values.
  func run(_ sql: String) throws(TuningError) {
    try check(sqlite3_exec(handle, sql, nil, nil, nil))
  }

  /// Executes one statement and goes through its rows.
  func rows(_ sql: String, _ values: [Value] = [], _ each: (borrowing Row) -> Void = { _ in })
    throws(TuningError)
  {
    var statement: OpaquePointer?
    try check(sqlite3_prepare_v2(handle, sql, -1, &statement, nil))
    guard let statement else { return }
    defer { sqlite3_finalize(statement) }
    for (index, value) in values.enumerated() {
      let place = Int32(index + 1)
      switch value {
      case .integer(let number): try check(sqlite3_bind_int64(statement, place, number))
      case .real(let number): try check(sqlite3_bind_double(statement, place, number))
      case .text(let text): try check(sqlite3_bind_text(statement, place, text, -1, Self.copied))
      case .null: try check(sqlite3_bind_null(statement, place))
      }
    }
    while true {
      let code = sqlite3_step(statement)
      if code == SQLITE_DONE { return }
      guard code == SQLITE_ROW else { throw fault(code) }
      each(Row(statement: statement))
    }
  }

  /// Reads several things as of one moment.
  func snapshot<Result>(_ body: () throws(TuningError) -> Result) throws(TuningError) -> Result {
    try run("BEGIN")
    defer { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
    return try body()
  }

  /// Does all of something or nothing, while nobody else writes.
  func transaction<Result>(_ body: () throws(TuningError) -> Result) throws(TuningError) -> Result {
    // A lock that is taken at once cannot be refused half-way.
    try patiently { () throws(TuningError) in try run("BEGIN IMMEDIATE") }
    do throws(TuningError) {
      let result = try body()
      try run("COMMIT")
      return result
    } catch {
      // Some faults have rolled back already.
      _ = sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
      throw error
    }
  }

  /// Repeats what found the file locked where SQLite does not wait itself.
  private func patiently(_ body: () throws(TuningError) -> Void) throws(TuningError) {
    let end = ContinuousClock.now + .seconds(patience)
    while true {
      do throws(TuningError) {
        return try body()
      } catch .busy where ContinuousClock.now < end {
        _ = sqlite3_sleep(5)
      }
    }
  }

  private func check(_ code: Int32) throws(TuningError) {
    if code != SQLITE_OK { throw fault(code) }
  }

  private func fault(_ code: Int32) -> TuningError { Self.fault(handle, code, path, patience) }

  private static func fault(
    _ handle: OpaquePointer?, _ code: Int32, _ path: String, _ patience: Int
  ) -> TuningError {
    let reason =
      handle.map { String(cString: sqlite3_errmsg($0)) } ?? String(cString: sqlite3_errstr(code))
    // The lower byte is the kind of error, the rest says more.
    return switch code & 0xff {
    case SQLITE_BUSY, SQLITE_LOCKED: .busy(file: path, seconds: patience)
    case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_ERROR, SQLITE_CONSTRAINT, SQLITE_MISMATCH:
      .damaged(file: path, reason: reason)
    default: .unusable(file: path, reason: reason)
    }
  }

  /// SQLite copies the text.
  private static var copied: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }
}
