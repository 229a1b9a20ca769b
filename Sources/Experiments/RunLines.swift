import Foundation
import Pipelines

/// The lines of a file of runs as JSON: first the description, then one line for each run.
///
/// The last member of each is the beginning of the SHA-256 of the line without it: `"sha256":"0123456789abcdef"`. Files
/// of earlier versions have none.
struct RunLines {
  /// `nil` if the file has no whole line.
  let description: ExperimentDescription?
  let runs: [ExperimentRun]
  /// The numbers, counted from 1, of lines that are not what was written: their runs are lost.
  let damaged: [Int]
  /// The number of bytes in whole lines; the rest is an incomplete line.
  let byteCount: Int

  /// Reads the whole lines of a file.
  ///
  /// - Throws: ``ExperimentError/damaged(file:line:)`` if the first of them is not a description.
  init(_ bytes: [UInt8], file: String) throws(ExperimentError) {
    byteCount = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let lines = bytes[..<byteCount].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .dropLast()
    guard let head = lines.first else {
      (description, runs, damaged) = (nil, [], [])
      return
    }
    guard let found: ExperimentDescription = Self.value(of: head, needsChecksum: false) else {
      throw .damaged(file: file, line: 1)
    }
    // A file whose first line has a checksum has one in each.
    let needsChecksum = Self.checksum(of: head) != nil
    var (runs, damaged): ([ExperimentRun], [Int]) = ([], [])
    for (index, line) in lines.enumerated().dropFirst() {
      if let run: ExperimentRun = Self.value(of: line, needsChecksum: needsChecksum),
        found.cells.indices.contains(run.variation)
      {
        runs.append(run)
      } else {
        damaged.append(index + 1)
      }
    }
    (description, self.runs, self.damaged) = (found, runs, damaged)
  }

  /// A description or a run as a line, with its line break.
  static func line(of value: some Encodable) -> [UInt8] {
    let object = JSON.encoded(value)
    return object.dropLast() + suffix(digest(of: object)) + [UInt8(ascii: "\n")]
  }

  // MARK: Checksums

  private static func digest(of object: [UInt8]) -> String {
    String(FileDigest.sha256(of: object).prefix(16))
  }

  private static func suffix(_ digest: String) -> [UInt8] { Array(",\"sha256\":\"\(digest)\"}".utf8) }

  /// The checksum that a line states.
  private static func checksum(of line: ArraySlice<UInt8>) -> String? {
    let end = line.suffix(suffix(digest(of: [])).count)
    let digits = String(decoding: end.dropLast(2).suffix(16), as: UTF8.self)
    return end.elementsEqual(suffix(digits)) ? digits : nil
  }

  /// What a line says; `nil` where it is not what was written.
  private static func value<Value: Decodable>(
    of line: ArraySlice<UInt8>, needsChecksum: Bool
  ) -> Value? {
    var object = Array(line)
    if let stated = checksum(of: line) {
      object = object.dropLast(suffix(stated).count) + [UInt8(ascii: "}")]
      guard digest(of: object) == stated else { return nil }
    } else if needsChecksum {
      return nil
    }
    return try? JSON.decoded(from: object)
  }
}

/// The settings of an experiment, by which it is recognized.
struct ExperimentDescription: Sendable, Equatable, Codable {
  /// Settings of the base and of the experiment.
  let settings: [TrialSetting]
  /// The settings of every variation.
  let cells: [[TrialSetting]]

  /// The first difference from an older description, as a clause; `nil` if there is none.
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

  /// Where the variations of an older description are among these, if it is the same but for fewer variations; `nil`
  /// otherwise.
  func places(of old: ExperimentDescription) -> [Int]? {
    func shared(_ settings: [TrialSetting]) -> [TrialSetting] {
      settings.filter { !$0.name.hasPrefix("variations.") }
    }
    guard shared(old.settings) == shared(settings) else { return nil }
    var free = Set(cells.indices)
    var places: [Int] = []
    for cell in old.cells {
      guard let place = cells.indices.first(where: { free.contains($0) && cells[$0] == cell }) else {
        return nil
      }
      free.remove(place)
      places.append(place)
    }
    return places
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
  /// The description that is saved in a folder. Threads and title are not part of it.
  func description(of cells: [Cell<Base>]) -> ExperimentDescription {
    let table = variations.map { variation in
      switch variation.source {
      case .list(let choices):
        TrialSetting("variations.\(variation.name)", choices.map(\.label).joined(separator: ", "))
      case .range(let text, _): TrialSetting("variations.\(variation.name)", text)
      }
    }
    let own = [
      TrialSetting("combine", combinationText), TrialSetting("seeds", seedsText),
      TrialSetting("record_every", "\(recordEvery)"), TrialSetting("vintner", vintnerVersion),
    ]
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
