import AllocationCounter

/// How often this thread allocates during some work; `nil` where that cannot be counted: without glibc, or
/// where a sanitizer has taken malloc's place.
package func allocations(_ work: () throws -> Void) rethrows -> Int? {
  let before = allocation_count()
  try work()
  return allocation_counter_works() ? Int(allocation_count() - before) : nil
}
