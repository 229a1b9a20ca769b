/// Memory for `count` scalars, aligned to 64 bytes (a cache line and the widest vector register),
/// set to zero, and freed with its owner.
///
/// It starts zeroed because BLAS may read the target of a product even where `beta` is 0, and a NaN
/// left in fresh memory would then survive the multiplication.
package final class AlignedBuffer<Scalar: MatrixScalar> {
  /// The alignment of the first scalar, in bytes.
  package static var alignment: Int { 64 }

  package let pointer: UnsafeMutablePointer<Scalar>
  package let count: Int
  /// The file whose memory this is; `nil` where the memory is the buffer's own.
  package let file: MappedFile?
  /// Where the memory begins that the heap gave; `nil` where it is a file's or the system's pages.
  private let block: UnsafeMutableRawPointer?

  package init(count: Int) {
    precondition(count >= 0, "A buffer holds 0 scalars or more, received \(count).")
    self.count = count
    file = nil
    let size = max(count, 1) * MemoryLayout<Scalar>.stride
    let bytes: UnsafeMutableRawPointer
    if size >= PageMemory.smallestSize {
      block = nil
      bytes = PageMemory.allocate(size)
    } else {
      // Aligned here and not by the heap: glibc's aligned allocation asks for more than it keeps, so that what
      // is freed does not fit the next one of the same size, and the heap of a program that makes buffers for
      // hours grows (glibc's bugs 14581 and 30723).
      let block = UnsafeMutableRawPointer.allocate(byteCount: size + Self.alignment, alignment: 16)
      self.block = block
      bytes = block.alignedUp(toMultipleOf: Self.alignment)
      // As bytes, which the compiler sets at memory speed even where it does not know the scalar.
      bytes.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    }
    pointer = bytes.bindMemory(to: Scalar.self, capacity: max(count, 1))
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
      block.deallocate()
    } else if file == nil {
      PageMemory.deallocate(pointer, size: max(count, 1) * MemoryLayout<Scalar>.stride)
    }
  }
}
