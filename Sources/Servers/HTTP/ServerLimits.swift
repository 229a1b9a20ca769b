/// What the server takes and keeps.
struct ServerLimits: Sendable {
  /// A table's CSV file, in bytes.
  static let csvBytes = 64 << 20
  /// A command, in bytes.
  static let jsonBytes = 64 << 10
  /// A saved model, in bytes.
  static let modelBytes = 32 << 20
  /// A request's line and headers, in bytes.
  static let headBytes = 64 << 10
  /// Files that the process may have open.
  static let files = 4_096
  /// How long a command may take, in seconds.
  static let commandSeconds = 120.0
  /// How long a sweep may take, in seconds: less, so that its refusal can still be sent.
  static let sweepSeconds = 110.0

  /// Runs at a time.
  var sessions = 16
  /// Tables at a time.
  var tables = 8
  /// Streams of one run, and of all.
  var streamsOfSession = 8
  var streams = 48
  /// Connections at a time.
  var connections = 256
  /// How long a request's head may take, in seconds.
  var headSeconds = 10.0
  /// How long a connection may stay without a request, in seconds.
  var idleSeconds = 120.0
  /// How long a reader may receive nothing, in seconds.
  var stallSeconds = 20.0
  /// How long a run is trained without viewers, in seconds.
  var unwatchedSeconds = 20.0
  /// How long a run is kept without requests, in seconds.
  var forgottenSeconds = 3_600.0
}
