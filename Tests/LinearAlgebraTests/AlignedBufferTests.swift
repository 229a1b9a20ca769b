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

  @Test func refusesANegativeCount() async {
    await #expect(processExitsWith: .failure) { _ = AlignedBuffer<Float>(count: -1) }
  }
}
