import Dispatch
import FlyingSocks
import Synchronization

/// Renders a run's frames on a queue, each once for all viewers.
final class FrameFeed: Sendable {
  /// A frame as a line.
  struct Line: Sendable {
    /// The number of the state that it shows.
    var number = -1
    var bytes: [UInt8] = []
    /// How long it took to render, in seconds.
    var cost = 0.0
  }

  let session: PlaygroundSession
  private let queue = DispatchQueue(label: "vintner-frames", qos: .userInitiated)
  private let rendered = Mutex(Line())

  init(_ session: PlaygroundSession) { self.session = session }

  /// The newest frame.
  func line() async -> Line {
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: self.render()) }
    }
  }

  private func render() -> Line {
    let snapshot = session.snapshot
    let known = rendered.withLock { $0 }
    guard known.number != snapshot.number else { return known }
    let start = Clock.system.now
    let bytes = FrameRenderer(snapshot).json.bytes + [UInt8(ascii: "\n")]
    let line = Line(number: snapshot.number, bytes: bytes, cost: Clock.system.now - start)
    rendered.withLock { $0 = line }
    return line
  }
}

/// The frames of a run as the body of a response: a line each, the newest only.
struct FrameStream: AsyncBufferedSequence {
  typealias Element = UInt8

  let feed: FrameFeed
  let lease: StreamLease

  func makeAsyncIterator() -> Iterator { Iterator(feed: feed, lease: lease) }

  struct Iterator: AsyncBufferedIteratorProtocol {
    let feed: FrameFeed
    let lease: StreamLease
    private var number = -1
    private var last = 0.0
    private var pause = PlaygroundSession.frameInterval

    /// After so many seconds without a frame an empty line shows that the server is alive.
    private static let signOfLife = 5.0

    init(feed: FrameFeed, lease: StreamLease) {
      self.feed = feed
      self.lease = lease
    }

    mutating func next() async throws -> UInt8? { nil }

    mutating func nextBuffer(suggested count: Int) async throws -> [UInt8]? {
      while !feed.session.hasClosed {
        let now = Clock.system.now
        if feed.session.snapshot.number != number, now - last >= pause {
          let line = await feed.line()
          // Rendering takes no more than a third of the time.
          pause = Swift.max(PlaygroundSession.frameInterval - 0.004, 3 * line.cost)
          last = now
          if line.number != number {
            number = line.number
            return line.bytes
          }
        }
        if now - last > Self.signOfLife {
          last = now
          return [UInt8(ascii: "\n")]
        }
        // At rest only commands change the run, and their responses contain the frame.
        try await Task.sleep(for: .milliseconds(feed.session.snapshot.isRunning ? 3 : 30))
      }
      return nil
    }
  }
}

/// A viewer's place, released with its last reference.
final class StreamLease: Sendable {
  private let ended: @Sendable () -> Void

  init(ended: @escaping @Sendable () -> Void) { self.ended = ended }

  deinit { ended() }
}
