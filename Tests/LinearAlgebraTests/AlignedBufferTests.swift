import LinearAlgebra
import Testing

struct AlignedBufferTests {
  @Test(arguments: [0, 1, 3, 16, 17, 100_000, 3_000_000])
  func isAlignedAndZeroed(count: Int) {
    // Memory that was dirty before is likely handed out again.
    let dirty = AlignedBuffer<Float>(count: count)
    for index in 0..<count { dirty.pointer[index] = .nan }
    _ = consume dirty

    let singles = AlignedBuffer<Float>(count: count)
    let doubles = AlignedBuffer<Double>(count: count)
    #expect(UInt(bitPattern: singles.pointer) % 64 == 0)
    #expect(UInt(bitPattern: doubles.pointer) % 64 == 0)
    #expect((0..<count).allSatisfy { singles.pointer[$0] == 0 && doubles.pointer[$0] == 0 })
    #expect(singles.count == count)
  }

  @Test func copiesItsScalars() {
    let first = AlignedBuffer<Double>(count: 3)
    for index in 0..<3 { first.pointer[index] = Double(index) + 0.5 }
    let second = AlignedBuffer(copying: first)
    first.pointer[1] = -1
    #expect((0..<3).map { second.pointer[$0] } == [0.5, 1.5, 2.5])
  }

  #if canImport(Glibc)
    /// What is freed is used again: a program that makes buffers for hours must not grow. Eight buffers of seven
    /// sizes live among 300 small things, which come and go; the buffers' own need is 44 pages. In a process of its
    /// own, whose heap nobody else uses.
    @Test func freedMemoryServesTheNextBuffers() async {
      await #expect(processExitsWith: .success) {
        var number = 1
        func next(_ limit: Int) -> Int {
          number = (number &* 1_103_515_245 &+ 12_345) & 0x7fff_ffff
          return (number >> 8) % limit
        }
        var buffers = [AlignedBuffer<Double>?](repeating: nil, count: 8)
        var others = [[UInt8]](repeating: [], count: 300)
        var pages = Set<UInt>()
        for _ in 0..<50_000 {
          let place = next(buffers.count)
          buffers[place] = nil
          let buffer = AlignedBuffer<Double>(count: 400 * (1 + next(7)))
          buffers[place] = buffer
          for start in stride(from: 0, to: buffer.count, by: 512) {
            pages.insert(UInt(bitPattern: buffer.pointer + start) >> 12)
          }
          others[next(others.count)] = [UInt8](repeating: 1, count: 1 + next(300))
        }
        #expect(pages.count < 176, "The buffers have lain on four times as many pages as they need.")
      }
    }
  #endif

  @Test func refusesANegativeCount() async {
    await #expect(processExitsWith: .failure) { _ = AlignedBuffer<Float>(count: -1) }
  }
}
