/// What the server takes and keeps.
struct ServerLimits: Sendable {
  /// A table's CSV file, in bytes; of an archive, what is unpacked.
  static let csvBytes = 64 << 20
  /// The columns of a table.
  static let columns = 10_000
  /// A command, in bytes.
  static let jsonBytes = 64 << 10
  /// How deeply lists and objects of a command are nested in each other.
  static let jsonDepth = 32
  /// A saved model, in bytes.
  static let modelBytes = 32 << 20
  /// A request's line and headers, in bytes.
  static let headBytes = 8 << 10
  /// Files that the process may have open.
  static let files = 4_096
  /// How long a sweep may take, in seconds.
  static let sweepSeconds = 110.0

  /// Runs at a time.
  var sessions = 16
  /// Tables at a time.
  var tables = 8
  /// Streams of one run, and of all.
  var streamsOfSession = 8
  var streams = 48
  /// Connections at a time. Where there are more, the one that has waited for a request for longest makes room.
  var connections = 256
  /// How long a request's head may take, in seconds.
  var headSeconds = 10.0
  /// How long a request's body may take, in seconds.
  var bodySeconds = 120.0
  /// How long a connection may stay without a request, in seconds.
  var idleSeconds = 60.0
  /// How long a reader may receive nothing, in seconds.
  var stallSeconds = 20.0
  /// How long what follows a refusal is still received, so that the client can read the refusal, in seconds.
  var lingerSeconds = 0.5
  /// How long a run is trained without viewers, in seconds.
  var unwatchedSeconds = 20.0
  /// How long a run is kept without requests, in seconds.
  var forgottenSeconds = 3_600.0
}
