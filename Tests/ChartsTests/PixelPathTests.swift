import Testing

@testable import Charts

@Suite struct PixelPathTests {
  @Test func cutsAtGaps() {
    let (a, b, c) = (PixelPoint(0, 0), PixelPoint(1, 1), PixelPoint(2, 2))
    #expect(PixelPath.pieces(of: [nil, a, b, nil, nil, c, nil]) == [[a, b], [c]])
    #expect(PixelPath.pieces(of: [nil]).isEmpty)
  }

  /// By hand: 5 holds until 2, where it falls to 3; that 3 stays 3 needs no corner.
  @Test func makesAStair() {
    let points = [PixelPoint(0, 5), PixelPoint(2, 3), PixelPoint(4, 3)]
    #expect(
      PixelPath.stepped(points) == [PixelPoint(0, 5), PixelPoint(2, 5), PixelPoint(2, 3), PixelPoint(4, 3)])
    #expect(PixelPath.stepped([]).isEmpty)
  }

  /// Of the five in column 3 the first, lowest, highest and last stay, in their order.
  @Test func keepsWhatIsSeen() {
    let points = [
      PixelPoint(2, 0), PixelPoint(3, 5), PixelPoint(3.2, 9), PixelPoint(3.4, 6), PixelPoint(3.6, 1),
      PixelPoint(3.8, 4), PixelPoint(4, 0),
    ]
    #expect(PixelPath.thinned(points) == points.filter { $0 != PixelPoint(3.4, 6) })
  }

  @Test func leavesFourPointsAColumn() {
    let points = (0..<50_000).map { PixelPoint(Double($0) / 100, Double($0 * 7919 % 101)) }
    #expect(PixelPath.thinned(points).count <= 4 * 500)
  }
}
