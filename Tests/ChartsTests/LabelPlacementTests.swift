import Testing

@testable import Charts

@Suite struct LabelPlacementTests {
  /// By hand, labels of 16 between −8 and 108: 50 and 52 meet at 51, 8 on either side.
  @Test(arguments: [
    ([50, 52, 10], [43, 59, 10]),
    ([99, 98], [100, 84]),
    ([-5, -6], [16, 0]),
    ([50, 50, 50], [34, 50, 66]),
  ])
  func movesHeightsApart(heights: [Double], expected: [Double]) {
    let sizes = Array(repeating: 16.0, count: heights.count)
    #expect(LabelPlacement.spread(heights, sizes: sizes, within: -8...108) == expected)
  }

  @Test func findsLinesThroughABox() {
    let box = PixelBox(left: 10, top: 10, width: 10, height: 10)
    #expect(box.intersects(PixelPoint(0, 15), PixelPoint(30, 15)))
    #expect(box.intersects(PixelPoint(12, 12), PixelPoint(13, 13)))
    #expect(box.intersects(PixelPoint(5, 12), PixelPoint(12, 5)) == false)
    #expect(box.intersects(PixelPoint(8, 14), PixelPoint(14, 8)))
    #expect(box.intersects(PixelPoint(0, 15), PixelPoint(9, 15)) == false)
    #expect(box.intersects(PixelPoint(15, 0), PixelPoint(15, 9)) == false)
  }

  /// Straight up is the first choice; a line there drives the text away.
  @Test func avoidsLines() throws {
    let bounds = PixelBox(left: 0, top: 0, width: 400, height: 200)
    let point = PixelPoint(200, 100)
    let free = LabelPlacement.place(
      width: 60, height: 16, beside: point, within: bounds, lines: [], boxes: [])
    #expect(free == PixelBox(left: 170, top: 72, width: 60, height: 16))
    let above = [PixelPoint(0, 80), PixelPoint(400, 80)]
    let moved = try #require(
      LabelPlacement.place(
        width: 60, height: 16, beside: point, within: bounds, lines: [above], boxes: []))
    #expect(!moved.intersects(above[0], above[1]) && bounds.contains(moved))
  }
}
