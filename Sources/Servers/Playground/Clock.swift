import Dispatch

/// The time that runs evenly, whatever happens to the calendar's.
enum Clock {
  /// In seconds since some moment.
  static var now: Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }
}
