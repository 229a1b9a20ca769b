import Vintner

/// Who looks at a run, and what they see.
extension PlaygroundSession {
  /// Sets whether the run has viewers.
  func watch(_ isWatched: Bool) {
    lock.withLock {
      self.isWatched = isWatched
      watchedUntil = clock.now
    }
  }

  /// Notes a request from somebody who is not a viewer.
  func touch() { lock.withLock { watchedUntil = clock.now } }

  /// Whether the run has had no viewer for so many seconds, or is closed.
  func isAbandoned(after seconds: Double) -> Bool {
    lock.withLock { isClosed || (!isWatched && clock.now - watchedUntil > seconds) }
  }

  /// Whether there is a thread that trains.
  var isAtWork: Bool { lock.withLock { hasThread } }
  /// Whether the session is closed.
  var hasClosed: Bool { lock.withLock { isClosed } }

  /// The losses of the epochs so far.
  ///
  /// - Throws: `SessionError.absent` where the session is closed.
  var curve: [RunPoint] {
    get throws(SessionError) {
      guard !hasClosed else { throw Self.ended }
      return newestSnapshot.curve
    }
  }

  /// What a page shows of the run in its current state.
  ///
  /// - Throws: `SessionError.absent` where the session is closed.
  func frame() throws(SessionError) -> JSON {
    guard !hasClosed else { throw Self.ended }
    return frames.frame(clock) { newestSnapshot }.json
  }
}
