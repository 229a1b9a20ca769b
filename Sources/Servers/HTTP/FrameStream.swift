import Foundation
import Synchronization

/// Renders a run's frames, each once for all viewers, on the thread of the first that asks for it.
final class FrameFeed: Sendable {
  /// A frame as a line.
  struct Line: Sendable {
    /// The number of the state that it shows.
    var number = -1
    var bytes = Data()
    /// How long it took to render, in seconds.
    var cost = 0.0
  }

  let session: PlaygroundSession
  private let rendered = Mutex(Line())

  init(_ session: PlaygroundSession) { self.session = session }

  /// The newest frame.
  func line() -> Line {
    rendered.withLock { known in
      guard known.number != session.snapshot.number else { return known }
      let start = Clock.system.now
      let frame = session.frames.frame(session.clock) { session.snapshot }
      let bytes = Data(frame.json.bytes + [UInt8(ascii: "\n")])
      known = Line(number: frame.number, bytes: bytes, cost: Clock.system.now - start)
      return known
    }
  }
}

/// The frames of a run for one viewer: a line each, the newest only.
final class FrameStream {
  private let feed: FrameFeed
  private let ended: () -> Void
  private var number = -1
  private var last = 0.0
  private var pause = PlaygroundSession.frameInterval

  /// After so many seconds without a frame an empty line shows that the server is alive.
  private static let signOfLife = 5.0

  /// - Parameter ended: called when the viewer is gone.
  init(_ feed: FrameFeed, ended: @escaping () -> Void) {
    self.feed = feed
    self.ended = ended
  }

  deinit { ended() }

  /// Waits for the next line; `nil` where the run or the viewer is gone.
  func next(on connection: Connection) -> Data? {
    while !feed.session.hasClosed {
      let now = Clock.system.now
      let (newest, isRunning) = feed.session.progress
      if newest != number, now - last >= pause {
        let line = feed.line()
        // Rendering takes no more than a third of the time.
        pause = max(PlaygroundSession.frameInterval - 0.004, 3 * line.cost)
        last = now
        if line.number != number {
          number = line.number
          return line.bytes
        }
      }
      if now - last > Self.signOfLife {
        last = now
        return Data("\n".utf8)
      }
      // At rest only commands change the run, and their responses contain the frame. Clients send nothing meanwhile.
      let patience = newest != number ? pause - (now - last) : isRunning ? 0.003 : 0.03
      if connection.hasInput(within: max(patience, 0.001)) { return nil }
    }
    return nil
  }
}
