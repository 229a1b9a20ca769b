import Foundation
import LinearAlgebra
import TestSupport
import Testing

struct MappedFileTests {
  private func matrix(_ scalars: [Float], columns: Int) throws -> Matrix<Float> {
    var name = Array("\(NSTemporaryDirectory())/vintner-test-XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    unlink(name)
    defer { close(descriptor) }
    _ = scalars.withUnsafeBytes { write(descriptor, $0.baseAddress!, $0.count) }
    return Matrix(try MappedFile(descriptor, count: 4 * scalars.count), columns: columns)
  }

  @Test func holdsWhatWasWritten() throws {
    let mapped = try matrix([1, 2, 3, 4, 5, 6], columns: 2)
    #expect(mapped == Matrix<Float>([[1, 2], [3, 4], [5, 6]]))
    mapped.release(rows: 0..<3)
    #expect(mapped[2, 1] == 6)
  }

  @Test func changesACopy() throws {
    let mapped = try matrix([1, 2, 3, 4], columns: 2)
    var changed = mapped
    changed[0, 0] = 9
    #expect(changed[0, 0] == 9 && mapped[0, 0] == 1)
    var alone = try matrix([1, 2], columns: 1)
    alone[1, 0] = 5
    #expect(alone.scalars == [1, 5])
  }

  /// Pages that are given back in the middle come back as they were.
  @Test func givesBackPages() throws {
    let scalars = (0..<100_000).map { Float($0) }
    let mapped = try matrix(scalars, columns: 10)
    #expect(mapped.scalars == scalars)
    mapped.release(rows: 1_000..<9_000)
    #expect(mapped.scalars == scalars)
  }

  /// Of three pages one is left: the others are zeros, and the mapping says that they are gone.
  @Test func survivesTruncation() throws {
    var name = Array("\(NSTemporaryDirectory())/vintner-test-XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    unlink(name)
    defer { close(descriptor) }
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let bytes = [UInt8](repeating: 7, count: 3 * page)
    _ = write(descriptor, bytes, bytes.count)
    let mapped = try MappedFile(descriptor, count: bytes.count, isShared: true)
    let other = try MappedFile(descriptor, count: page, isShared: true)
    func byte(_ place: Int) -> UInt8 { mapped.start.load(fromByteOffset: place, as: UInt8.self) }
    #expect(byte(2 * page) == 7 && !mapped.isTruncated)
    ftruncate(descriptor, off_t(page))
    #expect(byte(page + 5) == 0 && byte(3 * page - 1) == 0 && byte(page - 1) == 7)
    #expect(mapped.isTruncated && !other.isTruncated)
  }

  @Test func aDescriptorThatIsNoneIsRefused() {
    #expect(throws: POSIXError.self) { try MappedFile(-1, count: 4) }
  }
}
