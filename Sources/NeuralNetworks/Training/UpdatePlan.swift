/// Which parameters each lane computes the gradient of and updates.
///
/// A block is a run of one parameter's rows, a span a run of neighbouring blocks that the optimizer changes
/// in one go. Both are fixed by the parameters' descriptions; the plan only distributes the spans, the largest
/// first and each to the lane that has the least to do.
struct UpdatePlan: Sendable {
  /// It holds numbers only: copying it costs nothing in a step.
  struct Block: Sendable {
    /// The block's place among all.
    let index: Int
    /// Its parameter's place in the layout.
    let entry: Int
    /// Its node's place in the graph.
    let node: Int
    /// The parameter's place among its node's.
    let parameter: Int
    let rows: Range<Int>
    let columns: Int
    /// Whether the parameter has but one dimension.
    let isVector: Bool
    let regularizer: Regularizer?
    let constraint: Constraint?
    /// What the optimizer's rate and weight decay are multiplied by.
    let factors: Factors
    /// Where the block begins in the parameter store.
    let offset: Int

    var count: Int { rows.count * columns }
  }

  struct Factors: Sendable, Equatable {
    let rate: Double
    let decay: Double
  }

  struct Span: Sendable {
    /// The places of its blocks.
    let blocks: Range<Int>
    /// Where it begins in the parameter store.
    let offset: Int
    /// The number of scalars, the gaps between the parameters included.
    let count: Int
    /// Those of all its blocks.
    let factors: Factors
  }

  /// All blocks, in the order of the layout.
  let blocks: [Block]
  /// The spans of each lane.
  let lanes: [[Span]]

  /// - Parameter joinsNeighbours: whether a span may have blocks of several parameters.
  init(layout: ParameterLayout, lanes laneCount: Int, joinsNeighbours: Bool) {
    let blocks = Self.blocks(of: layout)
    let spans = Self.spans(of: blocks, joinsNeighbours: joinsNeighbours)
    var lanes = [[Span]](repeating: [], count: laneCount)
    var loads = [Int](repeating: 0, count: laneCount)
    for index in spans.indices.sorted(by: { (spans[$1].count, $0) < (spans[$0].count, $1) }) {
      let lane = loads.indices.min { loads[$0] < loads[$1] }!
      lanes[lane].append(spans[index])
      loads[lane] += spans[index].count
    }
    self.blocks = blocks
    self.lanes = lanes
  }

  private static func blocks(of layout: ParameterLayout) -> [Block] {
    var blocks: [Block] = []
    var first = 0
    for (index, entry) in layout.entries.enumerated() {
      if entry.node != layout.entries[first].node { first = index }
      guard entry.description.isTrainable else { continue }
      let description = entry.description
      let place = index - first
      let step = rowsPerBlock(description)
      for start in stride(from: 0, to: description.rows, by: step) {
        blocks.append(
          Block(
            index: blocks.count, entry: index, node: entry.node, parameter: place,
            rows: start..<min(start + step, description.rows), columns: description.columns,
            isVector: description.shape.count == 1, regularizer: description.regularizer,
            constraint: description.constraint,
            factors: Factors(rate: description.rateFactor, decay: description.decayFactor),
            offset: entry.offset + start * description.columns))
      }
    }
    return blocks
  }

  private static func spans(of blocks: [Block], joinsNeighbours: Bool) -> [Span] {
    var spans: [Span] = []
    for block in blocks {
      let end = block.offset + block.count
      if joinsNeighbours, let last = spans.last, end - last.offset <= scalarsPerBlock,
        block.factors == last.factors, block.constraint == nil,
        blocks[last.blocks.upperBound - 1].constraint == nil
      {
        spans[spans.count - 1] = Span(
          blocks: last.blocks.lowerBound..<block.index + 1, offset: last.offset, count: end - last.offset,
          factors: block.factors)
      } else {
        spans.append(
          Span(
            blocks: block.index..<block.index + 1, offset: block.offset, count: block.count,
            factors: block.factors))
      }
    }
    return spans
  }

  /// Enough rows for a product to run at full speed and for distribution to pay; all of them
  /// where a constraint looks at whole columns.
  private static func rowsPerBlock(_ description: ParameterDescription) -> Int {
    description.constraint?.needsWholeParameter == true
      ? description.rows : max(128, scalarsPerBlock / description.columns)
  }

  private static let scalarsPerBlock = 32_768
}
