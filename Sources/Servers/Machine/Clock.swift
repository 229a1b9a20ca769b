import Dispatch

/// A source of monotonic time, which no change of the calendar's time affects.
struct Clock: Sendable {
  private let read: @Sendable () -> Double

  init(_ read: @escaping @Sendable () -> Double) { self.read = read }

  /// In seconds since some moment.
  var now: Double { read() }

  static let system = Clock { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }
}
