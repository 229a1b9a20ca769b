import Foundation
import LinearAlgebra

/// Rows of numbers in an unnamed file, which is gone when nothing reads it any more, however the process ends.
final class RowFile<Scalar: MatrixScalar> {
  private let folder: String
  private let file: TemporaryFile
  private var bytes = 0

  /// Makes the file in a folder, which must be there.
  init(in folder: String) throws(OutputError) {
    self.folder = folder
    file = try TemporaryFile(in: folder, for: folder)
    file.removeName()
  }

  /// Appends scalars.
  func append(_ scalars: [Scalar]) throws(OutputError) {
    let code = writeAll(scalars, to: file.descriptor)
    guard code == 0 else { throw OutputError(path: folder, code: code) }
    bytes += scalars.count * MemoryLayout<Scalar>.stride
  }

  /// What was appended, as a matrix that stays in the file.
  ///
  /// - Precondition: whole rows of `columns` scalars were appended, one or more.
  func matrix(columns: Int) throws(OutputError) -> Matrix<Scalar> {
    do throws(POSIXError) {
      return Matrix(try MappedFile(file.descriptor, count: bytes), columns: columns)
    } catch {
      throw OutputError(path: folder, code: error.code.rawValue)
    }
  }
}
