import Synchronization

extension ThreadTeam {
  /// Calls `work` once for each index below `count`, on all lanes, and returns when all have returned.
  ///
  /// A lane that is done takes the next index, so that uneven work, or a core that others use too, is shared
  /// evenly. Which lane takes an index is left open: no figure may hang on it.
  package func deal(_ count: Int, _ work: (_ index: Int, _ lane: Int) -> Void) {
    let next = Atomic<Int>(0)
    run { lane in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if index >= count { return }
        work(index, lane)
      }
    }
  }
}
