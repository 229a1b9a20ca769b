/// A grid of points: rows in order of y, columns in order of x.
package struct PointGrid: Equatable, Sendable {
  let columns: Int
  let rows: Int
  private let first: ChartPoint
  private let step: ChartPoint

  /// The centres of the cells of a square.
  ///
  /// - Parameters:
  ///   - range: that of x and of y.
  ///   - side: the number of cells across and down.
  package init(cellsOf range: ClosedRange<Double>, side: Int) {
    (columns, rows) = (side, side)
    let size = (range.upperBound - range.lowerBound) / Double(side)
    step = ChartPoint(x: size, y: size)
    first = ChartPoint(x: range.lowerBound + size / 2, y: range.lowerBound + size / 2)
  }

  /// The corners of the cells of a rectangle, its edges included.
  init(cornersOf x: ClosedRange<Double>, _ y: ClosedRange<Double>, columns: Int, rows: Int) {
    (self.columns, self.rows) = (columns, rows)
    first = ChartPoint(x: x.lowerBound, y: y.lowerBound)
    step = ChartPoint(
      x: (x.upperBound - x.lowerBound) / Double(columns - 1),
      y: (y.upperBound - y.lowerBound) / Double(rows - 1))
  }

  /// All points, row by row.
  package var points: [ChartPoint] {
    (0..<rows).flatMap { row in (0..<columns).map { point($0, row) } }
  }

  func point(_ column: Int, _ row: Int) -> ChartPoint {
    ChartPoint(x: first.x + Double(column) * step.x, y: first.y + Double(row) * step.y)
  }
}

/// A value at each point of a grid.
struct ScalarField: Equatable, Sendable {
  let grid: PointGrid
  /// Row by row.
  let values: [Double]

  /// - Precondition: a value for each point.
  init(_ grid: PointGrid, values: [Double]) {
    precondition(
      values.count == grid.columns * grid.rows,
      "\(grid.columns) × \(grid.rows) values, received \(values.count).")
    (self.grid, self.values) = (grid, values)
  }

  subscript(column: Int, row: Int) -> Double { values[row * grid.columns + column] }
}

extension ScalarField {
  /// The contour lines of a value, each as a chain of points.
  ///
  /// In each square of four grid points, the contour crosses the sides whose ends lie on different sides of the
  /// value; squares with a value that is not finite are skipped.
  /// Source: Lorensen and Cline, "Marching Cubes", 1987, in two dimensions; the ambiguous square is decided by
  /// the mean of its corners.
  func contours(at level: Double) -> [[ChartPoint]] {
    // A side's key is twice the index of its lower left grid point, plus one if it is vertical.
    var neighbors: [Int: [Int]] = [:]
    var order: [Int] = []
    func join(_ a: Int, _ b: Int) {
      for (from, to) in [(a, b), (b, a)] {
        if neighbors[from] == nil { order.append(from) }
        neighbors[from, default: []].append(to)
      }
    }
    for row in 0..<max(0, grid.rows - 1) {
      for column in 0..<max(0, grid.columns - 1) { joinSides(column, row, level, join) }
    }
    var visited: Set<Int> = []
    var chains: [[ChartPoint]] = []
    // Open lines begin at an edge of the grid; the remaining ones are closed.
    for start in order.filter({ neighbors[$0]?.count == 1 }) + order where !visited.contains(start) {
      var chain = [start]
      visited.insert(start)
      while let next = neighbors[chain.last!]?.first(where: { !visited.contains($0) }) {
        chain.append(next)
        visited.insert(next)
      }
      if chain.count > 2, neighbors[chain.last!]?.contains(start) == true { chain.append(start) }
      if chain.count > 1 { chains.append(chain.map { crossing(side: $0, level) }) }
    }
    return chains
  }

  /// Joins the sides at which the contour crosses a square.
  private func joinSides(_ column: Int, _ row: Int, _ level: Double, _ join: (Int, Int) -> Void) {
    let corners = [
      self[column, row], self[column + 1, row], self[column + 1, row + 1], self[column, row + 1],
    ]
    guard corners.allSatisfy(\.isFinite) else { return }
    let columns = grid.columns
    let index = row * columns + column
    let sides = [2 * index, 2 * (index + 1) + 1, 2 * (index + columns), 2 * index + 1]
    let isAbove = corners.map { $0 >= level }
    let crossed = (0..<4).filter { isAbove[$0] != isAbove[($0 + 1) % 4] }
    if crossed.count == 2 { join(sides[crossed[0]], sides[crossed[1]]) }
    if crossed.count == 4 {
      // Two opposite corners are above: they are connected if the middle is above as well.
      let isJoined = (corners.reduce(0, +) / 4 >= level) == isAbove[0]
      join(sides[0], sides[isJoined ? 1 : 3])
      join(sides[2], sides[isJoined ? 3 : 1])
    }
  }

  /// The point of a side where the field has the value, by linear interpolation.
  private func crossing(side: Int, _ level: Double) -> ChartPoint {
    let (row, column) = (side / 2).quotientAndRemainder(dividingBy: grid.columns)
    let end = side % 2 == 0 ? (column + 1, row) : (column, row + 1)
    let (a, b) = (self[column, row], self[end.0, end.1])
    let share = a == b ? 0 : (level - a) / (b - a)
    let (from, to) = (grid.point(column, row), grid.point(end.0, end.1))
    return ChartPoint(x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y))
  }
}
