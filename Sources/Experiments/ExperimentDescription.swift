import Pipelines

/// An experiment in words: what tells it from another one.
struct ExperimentDescription: Sendable, Equatable, Codable {
  /// Settings of the base and of the experiment.
  let settings: [TrialSetting]
  /// The settings of every variation, each of which says what its runs are.
  let cells: [[TrialSetting]]

  /// The SHA-256 of all of it: 64 hexadecimal digits.
  var digest: String {
    let digest = SHA256Digest()
    for list in [settings] + cells {
      for setting in list { digest.update(Array("\(setting.name)\u{0}\(setting.value)\u{0}".utf8)) }
      digest.update([1])
    }
    return digest.hexadecimal
  }

  /// What is different in another description, as the rest of a sentence; `nil` where nothing is.
  func difference(from old: ExperimentDescription) -> String? {
    if let difference = Self.difference(old.settings, settings) { return difference }
    guard old.cells.count == cells.count else {
      return "it had \(old.cells.count) variations, now it has \(cells.count)"
    }
    for (before, now) in zip(old.cells, cells) {
      if let difference = Self.difference(before, now) { return difference }
    }
    return nil
  }

  private static func difference(_ old: [TrialSetting], _ new: [TrialSetting]) -> String? {
    for setting in new {
      let before = old.first { $0.name == setting.name }
      guard before?.value != setting.value else { continue }
      guard let before else { return "`\(setting.name)` was not set, now it is \(setting.value)" }
      return "`\(setting.name)` was \(before.value), now it is \(setting.value)"
    }
    let gone = old.first { setting in !new.contains { $0.name == setting.name } }
    return gone.map { "`\($0.name)` was \($0.value), now it is not set" }
  }
}

extension Experiment {
  /// What is said of the experiment in a folder. Threads and title make no other experiment.
  func description(of cells: [Cell<Base>]) -> ExperimentDescription {
    let table = variations.map { variation in
      switch variation.source {
      case .list(let choices):
        TrialSetting("variations.\(variation.name)", choices.map(\.label).joined(separator: ", "))
      case .range(let text, _): TrialSetting("variations.\(variation.name)", text)
      }
    }
    var own = [
      TrialSetting("combine", combinationText), TrialSetting("seeds", seedsText),
      TrialSetting("record_every", "\(recordEvery)"),
    ]
    own.append(TrialSetting("vintner", vintnerVersion))
    return ExperimentDescription(
      settings: base.settings + table + own, cells: cells.map { $0.changes + $0.trial.settings })
  }

  private var combinationText: String {
    guard case .random(let count, let seed) = combination else { return combination.name }
    return "\(combination.name), \(count) samples of seed \(seed)"
  }

  /// `1 to 20`, or the seeds one by one.
  var seedsText: String {
    let isRun = zip(seeds, seeds.dropFirst()).allSatisfy { $0 &+ 1 == $1 }
    guard let first = seeds.first, let last = seeds.last, isRun, seeds.count > 1 else {
      return seeds.map(String.init).joined(separator: ", ")
    }
    return "\(first) to \(last)"
  }
}
