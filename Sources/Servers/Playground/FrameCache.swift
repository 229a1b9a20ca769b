import Synchronization
import Vintner

/// Renders a run's frames one at a time, and what is the same in several of them once: a frame of many rows takes long,
/// and memory.
final class FrameCache: Sendable {
  private struct Known {
    let snapshot: SessionSnapshot
    /// What is the same in all frames of the snapshot's content.
    let members: [(String, JSON)]
    /// When the snapshot was asked for.
    let time: Double

    var frame: (number: Int, json: JSON) {
      (snapshot.number, .object(FrameRenderer(snapshot).moment + members))
    }
  }

  private let known = Mutex<Known?>(nil)

  /// A frame of a run as it is after the question, and its number.
  ///
  /// - Parameter newest: gives the run's newest snapshot.
  func frame(_ clock: Clock, of newest: () -> SessionSnapshot) -> (number: Int, json: JSON) {
    let asked = clock.now
    return known.withLock { known in
      // Whoever has waited for others' frames takes theirs, if it is new enough.
      if let known, known.time > asked { return known.frame }
      let time = clock.now
      let snapshot = newest()
      let isSame = known?.snapshot.content === snapshot.content
      let next = Known(
        snapshot: snapshot, members: isSame ? known!.members : FrameRenderer(snapshot).content, time: time)
      known = next
      return next.frame
    }
  }
}
