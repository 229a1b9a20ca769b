/// Which blocks of parameters each lane computes the gradient of and updates.
///
/// A block is a run of a parameter's rows, fixed by the parameter's shape; the plan only deals the blocks
/// out, the largest first and each to the lane that has the least to do.
struct UpdatePlan: Sendable {
  struct Block: Sendable {
    let layer: Int
    /// The parameter's place among its layer's.
    let parameter: Int
    let rows: Range<Int>
    /// Where the block begins in the parameter store.
    let offset: Int
    let count: Int
  }

  /// The blocks of each lane.
  let lanes: [[Block]]

  init(layout: ParameterLayout, lanes laneCount: Int) {
    var lanes = [[Block]](repeating: [], count: laneCount)
    var loads = [Int](repeating: 0, count: laneCount)
    let blocks = Self.blocks(of: layout)
    for index in blocks.indices.sorted(by: { (blocks[$1].count, $0) < (blocks[$0].count, $1) }) {
      let lane = loads.indices.min { loads[$0] < loads[$1] }!
      lanes[lane].append(blocks[index])
      loads[lane] += blocks[index].count
    }
    self.lanes = lanes
  }

  private static func blocks(of layout: ParameterLayout) -> [Block] {
    var blocks: [Block] = []
    for (index, entry) in layout.entries.enumerated() where entry.description.isTrainable {
      let description = entry.description
      let place = layout.entries[..<index].count { $0.layer == entry.layer }
      let step = rowsPerBlock(columns: description.columns)
      for first in stride(from: 0, to: description.rows, by: step) {
        let rows = first..<min(first + step, description.rows)
        blocks.append(
          Block(
            layer: entry.layer, parameter: place, rows: rows,
            offset: entry.offset + first * description.columns, count: rows.count * description.columns))
      }
    }
    return blocks
  }

  /// Enough rows for a product to run at full speed, and for a block to be worth dealing out.
  private static func rowsPerBlock(columns: Int) -> Int { max(128, 32_768 / columns) }
}
