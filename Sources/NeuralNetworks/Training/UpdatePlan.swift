/// Which blocks of parameters each lane computes the gradient of and updates.
///
/// A block is a run of a parameter's rows, fixed by the parameter's description; the plan only deals the
/// blocks out, the largest first and each to the lane that has the least to do.
struct UpdatePlan: Sendable {
  struct Block: Sendable {
    /// The block's place among all.
    let index: Int
    /// Its parameter's place in the layout.
    let entry: Int
    let description: ParameterDescription
    let layer: Int
    /// The parameter's place among its layer's.
    let parameter: Int
    let rows: Range<Int>
    /// Where the block begins in the parameter store.
    let offset: Int

    var count: Int { rows.count * description.columns }
  }

  /// All blocks, in the order of the layout.
  let blocks: [Block]
  /// The blocks of each lane.
  let lanes: [[Block]]

  init(layout: ParameterLayout, lanes laneCount: Int) {
    let blocks = Self.blocks(of: layout)
    var lanes = [[Block]](repeating: [], count: laneCount)
    var loads = [Int](repeating: 0, count: laneCount)
    for index in blocks.indices.sorted(by: { (blocks[$1].count, $0) < (blocks[$0].count, $1) }) {
      let lane = loads.indices.min { loads[$0] < loads[$1] }!
      lanes[lane].append(blocks[index])
      loads[lane] += blocks[index].count
    }
    self.blocks = blocks
    self.lanes = lanes
  }

  private static func blocks(of layout: ParameterLayout) -> [Block] {
    var blocks: [Block] = []
    for (index, entry) in layout.entries.enumerated() where entry.description.isTrainable {
      let description = entry.description
      let place = layout.entries[..<index].count { $0.layer == entry.layer }
      let step = rowsPerBlock(description)
      for first in stride(from: 0, to: description.rows, by: step) {
        blocks.append(
          Block(
            index: blocks.count, entry: index, description: description, layer: entry.layer,
            parameter: place, rows: first..<min(first + step, description.rows),
            offset: entry.offset + first * description.columns))
      }
    }
    return blocks
  }

  /// Enough rows for a product to run at full speed, and for a block to be worth dealing out; all of them
  /// where a constraint looks at whole columns.
  private static func rowsPerBlock(_ description: ParameterDescription) -> Int {
    description.constraint?.needsWholeParameter == true
      ? description.rows : max(128, 32_768 / description.columns)
  }
}
