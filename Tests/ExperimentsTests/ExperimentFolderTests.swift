import Foundation
import Synchronization
import TestSupport
import Testing
import Vintner

/// Experiments in a folder: resumed, refused, restarted.
struct ExperimentFolderTests {
  private let scratch = Scratch()
  private var path: String { scratch.path(of: "out") }
  private var runs: String { scratch.path(of: "out/runs.jsonl") }
  private let experiment = Experiment(Descent(steps: 40), seeds: 4, recordEvery: 7)
    .varying(\.rate, [0.01, 0.05, 0.9])

  private func run(
    _ experiment: Experiment<Descent>, restarting: Bool = false, limit: Int = .max
  ) throws -> (results: ExperimentResults, ran: Int, notices: [String]) {
    let ran = Atomic<Int>(0)
    var notices: [String] = []
    let results = try experiment.run(
      threads: 1, savingTo: ExperimentFolder(path, restarting: restarting),
      progress: { ran.store($0.finishedRuns - $0.resumedRuns, ordering: .relaxed) },
      isCancelled: { ran.load(ordering: .relaxed) >= limit }, noting: { notices = $0 })
    return (results, ran.load(ordering: .relaxed), notices)
  }

  @Test func readsBackWhatItHasWritten() throws {
    let first = try run(experiment)
    let second = try run(experiment)
    #expect(second.ran == 0)
    // To the last bit, including the seconds.
    #expect(second.results.frame == first.results.frame)
    #expect(second.results.curvesFrame == first.results.curvesFrame)
    #expect(first.results.curvesFrame.csvRepresentation() == second.results.curvesFrame.csvRepresentation())
    #expect(scratch.text(of: "out/runs.jsonl").split(separator: "\n").count == 13)
    #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["runs.jsonl"])
  }

  @Test func resumesWhereItWas() throws {
    let whole = try experiment.run()
    let part = try run(experiment, limit: 5)
    #expect(part.results.runs.count == 5)
    let rest = try run(experiment)
    #expect(rest.ran == 7 && rest.results.isComplete)
    #expect(rest.results.curvesFrame == whole.curvesFrame)
  }

  @Test func cutsALineThatIsHalfWritten() throws {
    let whole = try run(experiment).results.curvesFrame
    let bytes = scratch.bytes(of: "out/runs.jsonl")
    let ends = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }
    // Behind the third run's line: nothing, one byte, all but its end. Within the first line.
    for (kept, finished) in [(ends[3] + 1, 3), (ends[3] + 2, 3), (ends[4], 3), (ends[0] / 2, 0), (0, 0)] {
      try Files.write(Array(bytes[..<kept]), to: runs)
      let again = try run(experiment)
      #expect(again.ran == 12 - finished)
      #expect(again.results.curvesFrame == whole)
      #expect(scratch.text(of: "out/runs.jsonl").split(separator: "\n").count == 13)
      // What it wrote afterwards is whole.
      #expect(try run(experiment).ran == 0)
    }
  }

  /// Variations that are added are run alone, wherever they stand among the others.
  @Test func addsVariations() throws {
    let whole = try experiment.run()
    let fewer = Experiment(Descent(steps: 40), seeds: 4, recordEvery: 7).varying(\.rate, [0.01, 0.9])
    #expect(try run(fewer).ran == 8)
    let (results, ran, _) = try run(experiment)
    #expect(ran == 4 && results.curvesFrame == whole.curvesFrame)
    #expect(try run(experiment).ran == 0)
    // Those that are gone would be lost.
    #expect {
      try run(fewer)
    } throws: {
      "\($0)".contains("`variations.rate` was 0.01, 0.05, 0.9, now it is 0.01, 0.9")
    }
  }

  @Test func refusesAnotherExperiment() throws {
    _ = try run(experiment, limit: 2)
    var other = experiment
    other.base.steps = 50
    try expect("has 2 runs of another experiment: `steps` was 40, now it is 50. Undo the change", other)
    other = experiment
    other.recordEvery = 10
    try expect("`record_every` was 7, now it is 10.", other)
    other = experiment
    other.seeds = [1, 2, 3]
    try expect("`seeds` was 1 to 4, now it is 1 to 3.", other)
    other = experiment
    other.variations = [Variation(\.rate, [0.01, 0.05])]
    try expect("`variations.rate` was 0.01, 0.05, 0.9, now it is 0.01, 0.05.", other)
    // The same labels for other values.
    other.variations = [
      Variation("rate", ["0.01": { $0.rate = 0.02 }, "0.05": { $0.rate = 0.05 }, "0.9": { $0.rate = 0.9 }])
    ]
    try expect("`rate` was 0.01, now it is 0.02.", other)
    // What does not change a run is no change.
    other = experiment
    other.title = "Rates"
    other.convergence = Convergence(.testLoss, below: 1)
    #expect(try run(other).results.isComplete)
    other.base.steps = 50
    #expect(try run(other, restarting: true).ran == 12)
  }

  /// Any byte of any line, and what is no line at all.
  @Test func repeatsDamagedRuns() throws {
    let whole = try run(experiment).results.curvesFrame
    let bytes = scratch.bytes(of: "out/runs.jsonl")
    let ends = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }
    for place in stride(from: ends[1] + 1, to: ends[2], by: 7) {
      var changed = bytes
      // The digit, letter or sign beside it.
      changed[place] ^= 1
      try Files.write(changed, to: runs)
      let again = try run(experiment)
      #expect(again.ran == 1, "byte \(place)")
      #expect(again.results.curvesFrame == whole)
      #expect(
        again.notices == [
          "'\(runs)', line 3, is not what was written, so its run is repeated."
        ])
      let next = try run(experiment)
      #expect(next.ran == 0 && next.notices.isEmpty)
    }
    // Its line break, which joins it to the next line.
    var changed = bytes
    changed[ends[2]] = UInt8(ascii: " ")
    try Files.write(changed, to: runs)
    #expect(try run(experiment).ran == 2)
  }

  /// As earlier versions wrote it: without checksums, which only its new lines have.
  @Test func readsLinesWithoutChecksums() throws {
    let whole = try run(experiment).results.curvesFrame
    let text = scratch.text(of: "out/runs.jsonl")
    let old = text.replacing(/,"sha256":"[0-9a-f]{16}"}/, with: "}")
    #expect(old.utf8.count == text.utf8.count - 13 * 28)
    let lines = old.split(separator: "\n")
    scratch.write(lines.dropLast(2).joined(separator: "\n") + "\n", to: "out/runs.jsonl")
    let rest = try run(experiment)
    #expect(rest.ran == 2 && rest.results.curvesFrame == whole)
    let mixed = scratch.text(of: "out/runs.jsonl").split(separator: "\n")
    #expect(mixed.map { $0.contains(",\"sha256\":") } == [Bool](repeating: false, count: 11) + [true, true])
    #expect(try run(experiment).ran == 0)
  }

  /// The checksum is the beginning of `sha256sum`'s of the line without it.
  @Test func checksumsAreThoseOfTheLines() throws {
    _ = try run(Experiment(Descent(), seeds: 1))
    for line in scratch.text(of: "out/runs.jsonl").split(separator: "\n") {
      let match = try #require(line.wholeMatch(of: /(.*),"sha256":"([0-9a-f]{16})"}/))
      var command = Command(URL(filePath: "/bin/sh"), ["-c", "sha256sum || shasum -a 256"])
      command.input = Data((match.1 + "}").utf8)
      #expect(try command.run().standardOutput.hasPrefix(match.2))
    }
  }

  @Test func refusesWhatIsNotItsOwn() throws {
    _ = try run(experiment)
    scratch.write("a,b\n1,2\n", to: "out/runs.jsonl")
    try expect("/out/runs.jsonl', line 1, is not a run", experiment)
    #expect(scratch.text(of: "out/runs.jsonl") == "a,b\n1,2\n")
  }

  @Test func isForOneProcessAtATime() throws {
    _ = try run(experiment)
    let descriptor = open(path, O_RDONLY)
    defer { close(descriptor) }
    #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    try expect("Another process is writing to '\(path)': wait for it, or choose another folder.", experiment)
  }

  @Test func savesThePointsOfALongRun() throws {
    let trial = Watched(file: scratch.path(of: "out/running/0-1.csv"))
    let long = Experiment(trial, seeds: 1, recordEvery: 1)
    _ = try long.run(savingTo: ExperimentFolder(path, pointsPause: .zero))
    #expect(
      trial.seen.withLock { $0 }
        == "epoch,train_loss,test_loss,train_accuracy,test_accuracy\n1,0.5,0.25,,\n2,0.5,0.25,,\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["runs.jsonl"])
  }

  @Test func aShortRunSavesNoPoints() throws {
    let trial = Watched(file: scratch.path(of: "out/running/0-1.csv"))
    _ = try Experiment(trial, seeds: 1, recordEvery: 1).run(savingTo: ExperimentFolder(path))
    #expect(trial.seen.withLock { $0 } == nil)
  }

  /// A run of two epochs, which sees the file of its points before it ends.
  private final class Watched: Trial {
    let file: String
    let seen = Mutex(String?.none)

    init(file: String) { self.file = file }

    var settings: [TrialSetting] { [] }

    func outcome(seed: UInt64, recording: TrialRecording) throws(VintnerError) -> TrialOutcome {
      let points = (1...2).map { RunPoint(epoch: $0, trainLoss: 0.5, testLoss: 0.25) }
      for point in points { recording.record(point, 2) }
      seen.withLock { $0 = try? String(contentsOfFile: file, encoding: .utf8) }
      return TrialOutcome(curve: points, final: points[1], ending: .completed)
    }
  }

  private func expect(
    _ part: String, _ experiment: Experiment<Descent>, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = scratch.bytes(of: "out/runs.jsonl")
    let error = #expect(throws: ExperimentError.self, sourceLocation: sourceLocation) { try run(experiment) }
    let text = error.map { "\($0)" } ?? ""
    #expect(text.contains(part), "\(text)", sourceLocation: sourceLocation)
    #expect(scratch.bytes(of: "out/runs.jsonl") == before, sourceLocation: sourceLocation)
  }
}
