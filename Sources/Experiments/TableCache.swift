import Pipelines
import Synchronization
import Tabular

/// The CSV files of an experiment, each read once.
final class TableCache: Sendable {
  struct Table: Sendable {
    let frame: DataFrame
    /// The SHA-256 of the file.
    let digest: String
  }

  private let tables = Mutex<[String: Table]>([:])

  func table(_ path: String) throws(VintnerError) -> Table {
    if let table = tables.withLock({ $0[path] }) { return table }
    let digest: String
    do throws(InputError) { digest = try FileDigest.sha256(ofFile: path) } catch { throw .input(error) }
    let frame = try tabular(DataFrame(contentsOfCSVFile: path))
    let table = Table(frame: frame, digest: digest)
    tables.withLock { $0[path] = table }
    return table
  }
}
