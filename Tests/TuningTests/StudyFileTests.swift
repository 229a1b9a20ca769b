import Foundation
import LinearAlgebra
import Synchronization
import TestSupport
import Testing

@testable import Tuning

/// Studies in files: what is written is read again, by other connections, after a kill, and from Optuna's files.
struct StudyFileTests {
  private let space = SearchSpace([
    Hyperparameter("rate", .numbers(from: 1e-4, to: 0.1, logarithmic: true)),
    Hyperparameter("units", .wholeNumbers(from: 16, to: 512, step: 16)),
    Hyperparameter("activation", .choices(["relu", "mish", .missing, 2, true])),
  ])

  private func withPath(_ body: (String) throws -> Void) throws {
    try withTemporaryDirectory { try body($0.appending(path: "study.db").path) }
  }

  private func open(_ path: String, direction: StudyHistory.Direction = .maximize) throws -> StudyFile {
    try StudyFile(at: path, name: "wine", space: space, direction: direction)
  }

  /// Begins and ends a trial.
  private func add(to file: StudyFile, value: Double? = 1) throws {
    let trial = try #require(try file.begin(RandomSampler(seed: 1)))
    try file.end(trial.number, .completed, value: value)
  }

  @Test func whatIsWrittenIsRead() throws {
    try withPath { path in
      let file = try open(path)
      var expected: [StudyTrial] = []
      for number in 0..<5 {
        var trial = try #require(try file.begin(RandomSampler(seed: 3)))
        #expect(trial.number == number && trial.state == .running)
        for (step, value) in [0.5, .infinity, -.infinity, 0.1].enumerated() {
          try file.report(value, step: step, ofTrial: number)
          trial.report(value, step: step)
        }
        // A step keeps its first value.
        try file.report(7, step: 0, ofTrial: number)
        try file.keepAlive(number)
        switch number {
        case 0: try file.end(number, .completed, value: 0.1 + 0.2)
        case 1: try file.end(number, .pruned)
        case 2: try file.end(number, .failed)
        // What has no number as its value has failed.
        case 3: try file.end(number, .completed, value: .nan)
        default: break
        }
        trial.state = [.completed, .pruned, .failed, .failed, .running][number]
        trial.value = [0.1 + 0.2, 0.1, nil, nil, nil][number]
        expected.append(trial)
      }
      #expect(try file.history().trials == expected)
      #expect(try open(path).history().trials == expected)
      #expect(try open(path).history().best?.number == 0)
      #expect(throws: TuningError.ended(file: path, trial: 1)) {
        try file.report(1, step: 9, ofTrial: 1)
      }
      #expect(throws: TuningError.ended(file: path, trial: 1)) { try file.end(1, .completed, value: 1) }
      #expect(throws: TuningError.ended(file: path, trial: 1)) { try file.keepAlive(1) }
    }
  }

  @Test func studiesOfOptunaGoOn() throws {
    try withPath { path in
      let sql = Repository.root.appending(path: "Tests/TuningTests/Fixtures/study.sql")
      try Database(path, patience: 1).run(String(contentsOf: sql, encoding: .utf8))
      let file = try open(path)
      let trials = try file.history().trials
      let recorded = try OptunaRecord.load().study
      #expect(trials.count == recorded.count && trials.count == 5)
      for (trial, other) in zip(trials, recorded) {
        #expect(trial.number == other.number && trial.state.rawValue == other.state)
        #expect(trial.parameters == other.parameters)
        #expect(trial.value.map { "\($0)" } == other.value)
        #expect(trial.reports.map { ["\($0.step)", "\($0.value)"] } == other.reports)
      }
      try add(to: file)
      let all = try file.history().trials
      // Optuna's running trial has no heartbeat: it may still run.
      #expect(all.map(\.state) == [.completed, .pruned, .failed, .completed, .running, .completed])
    }
  }

  @Test func manyWriteAtATime() throws {
    try withPath { path in
      let files = try (0..<8).map { _ in try open(path) }
      let faults = Mutex<[String]>([])
      DispatchQueue.concurrentPerform(iterations: 8) { index in
        do {
          for _ in 0..<15 {
            let trial = try #require(try files[index].begin(TPESampler(seed: 1)))
            try files[index].report(1, step: 1, ofTrial: trial.number)
            try files[index].end(trial.number, .completed, value: trial.parameters["rate"])
          }
        } catch { faults.withLock { $0.append("\(error)") } }
      }
      #expect(faults.withLock { $0 } == [])
      let trials = try open(path).history().trials
      #expect(trials.map(\.number) == Array(0..<120) && trials.allSatisfy { $0.state == .completed })
      #expect(trials.allSatisfy { $0.value == $0.parameters["rate"] && $0.reports.count == 1 })
    }
  }

  /// A kill leaves the files as they are at that moment.
  @Test func aCopyOfAnyMomentOpens() throws {
    try withPath { path in
      let file = try open(path)
      func copied() throws -> [StudyTrial] {
        try withTemporaryDirectory { folder in
          let copy = folder.appending(path: "copy.db").path
          for ending in ["", "-wal"] where FileManager.default.fileExists(atPath: path + ending) {
            try Files.copy(path + ending, to: copy + ending)
          }
          return try open(copy).history().trials
        }
      }
      for number in 0..<6 {
        _ = try file.begin(RandomSampler(seed: 2))
        #expect(try copied() == file.history().trials)
        try file.report(0.5, step: 1, ofTrial: number)
        #expect(try copied() == file.history().trials)
        try file.end(number, .completed, value: 1)
        #expect(try copied() == file.history().trials)
      }
      // A write that was cut short is not there.
      let log = try Files.bytes(path + "-wal")
      try withTemporaryDirectory { folder in
        let copy = folder.appending(path: "copy.db").path
        try Files.copy(path, to: copy)
        try Files.write(Array(log.dropLast(100)), to: copy + "-wal")
        let trials = try open(copy).history().trials
        let all = try file.history().trials
        #expect(trials.dropLast() == all.dropLast() && trials.last?.state == .running)
      }
    }
  }

  @Test func abandonedTrialsFail() throws {
    try withPath { path in
      let file = try open(path)
      for _ in 0..<4 { _ = try file.begin(RandomSampler(seed: 2)) }
      let database = try Database(path, patience: 1)
      // No process has this number.
      try database.run(
        """
        UPDATE trial_user_attributes SET value_json = replace(value_json, ' \(getpid())"', ' 2147483646"')
        WHERE trial_id = 2
        """)
      try database.run(
        "UPDATE trial_heartbeats SET heartbeat = datetime('now', '-700 seconds') WHERE trial_id = 3")
      // Another machine's process is none of ours.
      try database.run(#"UPDATE trial_user_attributes SET value_json = '"other 1"' WHERE trial_id = 4"#)
      #expect(try open(path).history().trials.map(\.state) == [.running, .failed, .failed, .running])
      #expect(throws: TuningError.ended(file: path, trial: 1)) { try file.end(1, .completed, value: 1) }
    }
  }

  @Test func anotherStudyIsRefused() throws {
    try withPath { path in
      try add(to: open(path))
      #expect(
        throws: TuningError.changed(
          file: path, study: "wine", difference: "the direction was MAXIMIZE, and is MINIMIZE")
      ) { try open(path, direction: .minimize) }
      let other = SearchSpace([Hyperparameter("activation", .choices(["mish", "relu"]))])
      #expect(
        throws: TuningError.changed(
          file: path, study: "wine", difference: "activation had other choices")
      ) { try StudyFile(at: path, name: "wine", space: other, direction: .maximize) }
      // Another name is another study of the file.
      let second = try StudyFile(at: path, name: "second", space: other)
      try add(to: second)
      #expect(try second.history().trials.count == 1 && open(path).history().trials.count == 1)
      try Database(path, patience: 1).run("UPDATE version_info SET schema_version = 11")
      #expect(throws: TuningError.otherVersion(file: path, found: 11)) { try open(path) }
    }
  }

  @Test func otherFilesAreRefused() throws {
    try withPath { path in
      try Files.write([UInt8](repeating: 7, count: 4096), to: path)
      #expect(throws: TuningError.damaged(file: path, reason: "file is not a database")) { try open(path) }
      let below = path + "/study.db"
      #expect(throws: TuningError.unusable(file: below, reason: "unable to open database file")) {
        try open(below)
      }
    }
  }

  @Test func aLockedFileIsWaitedFor() throws {
    try withPath { path in
      let file = try StudyFile(at: path, name: "wine", space: space, direction: .maximize, patience: 0)
      let other = try Database(path, patience: 0)
      try other.run("BEGIN IMMEDIATE")
      #expect(throws: TuningError.busy(file: path, seconds: 0)) { try add(to: file) }
      // Nobody who reads waits.
      #expect(try file.history().trials == [])
      try other.run("COMMIT")
      try add(to: file)
    }
  }
}
