/// The losses that an epoch reports.
struct EpochLosses {
  let training: Double
  /// `nil` without validation rows.
  let validation: Double?

  var areFinite: Bool { training.isFinite && validation?.isFinite != false }
}

/// How an epoch's updates went.
struct EpochOutcome {
  /// The batches' mean losses, each times its rows.
  var lossSum = 0.0
  /// The batch whose loss was no number, counted from 1.
  var divergedBatch: Int?
  var isCancelled = false
  /// Why a callback stopped training after an update.
  var stopReason: String?
  /// What callbacks asked for after updates.
  var asked: [CallbackList.Asked] = []
  /// The number of updates that were made, and the rows in them.
  var updates = 0
  var rows = 0

  /// Whether the epoch was left before its end.
  var isBrokenOff: Bool { divergedBatch != nil || isLeft }
  var isLeft: Bool { isCancelled || stopReason != nil }
}
