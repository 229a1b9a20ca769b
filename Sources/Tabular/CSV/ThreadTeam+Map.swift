import LinearAlgebra
import Synchronization

extension ThreadTeam {
  /// Calls `work` once for each index below `count` and returns the results in the order of the indices.
  ///
  /// A lane that is done takes the next index, so that uneven work is shared evenly.
  func map<Result>(_ count: Int, _ work: @escaping (Int) -> Result) -> [Result] {
    if count == 1 { return [work(0)] }
    return [Result](unsafeUninitializedCapacity: count) { results, initializedCount in
      let start = results.baseAddress
      let next = SharedInteger(0)
      run { _ in
        while true {
          let index = next.value.wrappingAdd(1, ordering: .relaxed).oldValue
          if index >= count { return }
          (start! + index).initialize(to: work(index))
        }
      }
      initializedCount = count
    }
  }
}

/// An integer that several threads change.
final class SharedInteger: Sendable {
  let value: Atomic<Int>
  init(_ value: Int) { self.value = Atomic(value) }
}
