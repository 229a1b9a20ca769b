import Foundation

/// Memory for `count` scalars, aligned to 64 bytes (a cache line and the widest vector register),
/// set to zero, and freed with its owner.
///
/// It starts zeroed because BLAS may read the target of a product even if `beta` is 0, and a NaN in uninitialized
/// memory would then survive the multiplication.
package final class AlignedBuffer<Scalar: MatrixScalar> {
  /// The alignment of the first scalar, in bytes.
  package static var alignment: Int { 64 }

  package let pointer: UnsafeMutablePointer<Scalar>
  package let count: Int
  /// The file that is mapped here; `nil` if the buffer owns the memory.
  package let file: MappedFile?
  /// The start of the heap's memory; `nil` for memory of a file or in pages of the system.
  private let block: UnsafeMutableRawPointer?

  package init(count: Int) {
    precondition(count >= 0, "A buffer holds 0 scalars or more, received \(count).")
    self.count = count
    file = nil
    let (size, overflows) = max(count, 1).multipliedReportingOverflow(by: MemoryLayout<Scalar>.stride)
    if overflows { PageMemory.exhausted(count) }
    let bytes: UnsafeMutableRawPointer
    if size >= PageMemory.smallestSize {
      block = nil
      bytes = PageMemory.allocate(size)
    } else {
      // Aligned here and not by the heap: glibc's aligned allocation requests more than it keeps, so that freed
      // memory does not fit the next request of the same size, and the heap of a program that creates buffers
      // for hours grows (glibc's bugs 14581 and 30723).
      guard let block = Self.block(for: size) else { PageMemory.exhausted(size) }
      self.block = block
      bytes = block.alignedUp(toMultipleOf: Self.alignment)
      // As bytes, which the compiler sets at memory speed even if it does not know the scalar.
      bytes.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    }
    pointer = bytes.bindMemory(to: Scalar.self, capacity: max(count, 1))
  }

  /// Memory of the heap with room for so many bytes from the first aligned one.
  private static func block(for size: Int) -> UnsafeMutableRawPointer? {
    #if FUZZING
      // Nothing but these bytes, so that AddressSanitizer sees the first one beyond them.
      var block: UnsafeMutableRawPointer?
      return posix_memalign(&block, alignment, size) == 0 ? block : nil
    #else
      return malloc(size + alignment)
    #endif
  }

  package convenience init(copying other: AlignedBuffer) {
    self.init(count: other.count)
    pointer.update(from: other.pointer, count: other.count)
  }

  /// The scalars of a file, in the machine's byte order. They must not be written to.
  package init(_ file: MappedFile) {
    self.file = file
    block = nil
    count = file.count / MemoryLayout<Scalar>.stride
    pointer = UnsafeMutablePointer(mutating: file.start.bindMemory(to: Scalar.self, capacity: count))
  }

  deinit {
    if let block {
      free(block)
    } else if file == nil {
      PageMemory.deallocate(pointer, size: max(count, 1) * MemoryLayout<Scalar>.stride)
    }
  }
}
