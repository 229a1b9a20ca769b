import Foundation
import Vintner

/// Gradient descent on f(x) = 5x² − 2x + 4, a run whose losses can be computed by hand.
///
///     x ← x − rate · (10x − 2)        xₙ − 0.2 = (x₀ − 0.2) · (1 − 10·rate)ⁿ        f(x) − 3.8 = 5(x − 0.2)²
///
/// It starts at x₀ = 0.2 + seed, so that the loss, f − 3.8, is 5·seed²·(1 − 10·rate)²ⁿ after n steps; the
/// test loss is twice that. Rates above 0.2 diverge.
struct Descent: Trial {
  var rate = 0.05
  var steps = 20
  /// Whether the run reports that it is on the right side of 0.
  var classifies = false

  func outcome(seed: UInt64, recording: TrialRecording) throws(VintnerError) -> TrialOutcome {
    var x = 0.2 + Double(seed)
    var curve: [RunPoint] = []
    for step in 1...steps {
      if recording.isCancelled() { return TrialOutcome(curve: curve, final: nil, ending: .interrupted) }
      x -= rate * (10 * x - 2)
      let loss = 5 * (x - 0.2) * (x - 0.2)
      guard loss.isFinite else { return TrialOutcome(curve: curve, final: nil, ending: .diverged) }
      if step % recording.every == 0 || step == steps {
        let share = classifies ? 1 / (1 + loss) : nil
        curve.append(
          RunPoint(
            epoch: step, trainLoss: loss, testLoss: 2 * loss, trainAccuracy: share, testAccuracy: share))
        recording.record(curve.last!, steps)
      }
    }
    return TrialOutcome(curve: curve, final: curve.last, ending: .completed)
  }

  /// What the training loss is after some steps.
  static func loss(rate: Double, seed: Double, steps: Int) -> Double {
    5 * seed * seed * pow(1 - 10 * rate, Double(2 * steps))
  }
}
