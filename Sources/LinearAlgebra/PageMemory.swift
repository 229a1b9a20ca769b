import Foundation

/// Memory that comes from the system in whole pages, large ones where it has them, and goes back to it.
///
/// It is zero without having been written to: a page is there when it is first touched.
enum PageMemory {
  /// From so many bytes on it pays to ask the system.
  static let smallestSize = 4 << 20

  static func allocate(_ size: Int) -> UnsafeMutableRawPointer {
    let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let memory, memory != MAP_FAILED else { fatalError("There is no memory for \(size) bytes.") }
    MemoryAdvice.willFill(memory, count: size)
    return memory
  }

  static func deallocate(_ memory: UnsafeMutableRawPointer, size: Int) { munmap(memory, size) }
}
