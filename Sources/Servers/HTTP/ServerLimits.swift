/// What the server takes and keeps.
enum ServerLimits {
  /// A table's CSV file, in bytes.
  static let csvBytes = 64 << 20
  /// A command, in bytes.
  static let jsonBytes = 64 << 10
  /// A saved model, in bytes.
  static let modelBytes = 32 << 20
  /// A request's line and headers, in bytes.
  static let headBytes = 64 << 10
  /// Runs at a time.
  static let sessions = 16
  /// Tables at a time.
  static let tables = 8
  /// Streams of one run, and of all.
  static let streamsOfSession = 8
  static let streams = 48
  /// Files that the process may have open.
  static let files = 4_096
  /// Connections at a time.
  static let connections = 256
  /// How long a request's head may take, in seconds.
  static let headSeconds = 10.0
  /// How long a connection may stay without a request, in seconds.
  static let idleSeconds = 120.0
  /// How long a reader may take nothing, in seconds.
  static let stallSeconds = 20.0
  /// How long a run is trained that nobody looks at, in seconds.
  static let unwatchedSeconds = 20.0
  /// How long a run is kept that nobody asks for, in seconds.
  static let forgottenSeconds = 3_600.0
  /// How long a command may take, in seconds.
  static let commandSeconds = 120.0
  /// How long a sweep may take, in seconds: so much less that its refusal is still sent.
  static let sweepSeconds = 110.0
}
