import Foundation
import TestSupport
import Testing
import Vintner

@testable import Servers

/// A run that is trained while viewers watch and change it, without a server.
struct PlaygroundSessionTests {
  private let spiral = LessonPreset.named("spiral")!.state

  @Test func aSeedReplaysTheRun() throws {
    let (first, second) = (try PlaygroundSession(spiral), try PlaygroundSession(spiral))
    // One in steps, the other on its thread, watched in between.
    try first.step(.epoch, count: 120)
    try second.change(StatePart { $0.run.epochs = 120 })
    try second.start()
    #expect(second.wait { $0.ending == .stopEpoch })
    #expect(first.now.network.parameters == second.now.network.parameters)
    #expect(try first.curve.map(\.testLoss) == second.curve.map(\.testLoss))
    let (one, other) = (try first.object(), try second.object())
    for key in ["epoch", "step", "trainLoss", "testLoss"] {
      #expect(one[key] as? Double == other[key] as? Double)
    }
    #expect(one["output"] as? String == other["output"] as? String)
    try first.reset()
    #expect(first.now.epoch == 0)
    try first.step(.epoch, count: 120)
    #expect(first.now.network.parameters == second.now.network.parameters)
    #expect(
      try PlaygroundSession(spiral.with { $0.seed = 9 }).now.network.parameters
        != first.now.network.parameters)
  }

  @Test func epochsAreThoseOfThePlaygroundsRun() throws {
    let session = try PlaygroundSession(spiral)
    try session.step(.epoch, count: 30)
    let result = try PlaygroundRun(
      data: .spiral, features: PlaygroundData.features, hidden: [8], epochs: 30, seed: 4
    ).fitted()
    #expect(session.now.network.parameters == result.network.parameters)
    let last = try #require(try session.curve.last)
    #expect(last.trainLoss == result.curve.last?.trainLoss)
    #expect(last.testLoss == result.curve.last?.testLoss)
    #expect(Float(try #require(session.object()["testLoss"] as? Double)) == Float(last.testLoss))
  }

  /// However a run is watched, paced and paused, its bits are those of a run without a break.
  @Test(arguments: Numerics.allCases)
  func watchingChangesNothing(_ numerics: Numerics) throws {
    let state = spiral.with { ($0.numerics, $0.batchSize, $0.run.epochs) = (numerics, 7, 150) }
    let whole = try PlaygroundSession(state)
    try whole.step(.epoch, count: 150)
    let session = try PlaygroundSession(state)
    session.watch(true)
    for limit in [(200.0, "update"), (90, "epoch")] {
      try session.setSpeed(limit.0, of: limit.1)
      try session.start()
      let start = session.now.updates
      #expect(session.wait { $0.updates > start + 20 })
      try session.pause()
      try session.step(.update, count: 3)
      _ = try session.object()
    }
    try session.setSpeed(nil)
    try session.start()
    #expect(session.wait { $0.ending == .stopEpoch })
    #expect(session.now.network.parameters == whole.now.network.parameters)
    #expect(session.now.updates == whole.now.updates)
    #expect(try session.curve.map(\.testLoss) == whole.curve.map(\.testLoss))
  }

  /// Settings and weights that are changed on the way have the effect that they have on the Playground's own run.
  @Test func changesAreThoseOfThePlaygroundsRun() throws {
    let session = try PlaygroundSession(spiral)
    var result = try PlaygroundRun(
      data: .spiral, features: PlaygroundData.features, hidden: [8], seed: 4
    ).begun()
    func same(_ epochs: Int) throws {
      try session.step(.epoch, count: epochs)
      try result.advance(epochs: epochs)
      #expect(session.now.network.parameters == result.network.parameters)
      #expect(try session.curve.last?.testLoss == result.curve.last?.testLoss)
    }
    try same(5)
    try session.change(StatePart { $0.learningRate = 0.1 })
    result.change(learningRate: 0.1)
    try same(5)
    try session.change(StatePart { ($0.regularization, $0.regularizationRate) = (.l1, 0.01) })
    result.change(regularization: .l1(0.01))
    try same(40)
    try session.change(StatePart { $0.regularizationRate = 0.003 })
    result.change(regularization: .l1(0.003))
    try same(5)
    try session.change(StatePart { $0.batchSize = 9 })
    result.change(batchSize: 9)
    try same(5)
    try session.edit([.init(layer: 0, unit: 1, input: 2, value: 0.75)])
    var kernel = result.network.parameters.first { $0.name == "layers.0.kernel" }!
    var values = kernel.scalars
    values[2 * 8 + 1] = 0.75
    kernel = Parameter(name: kernel.name, shape: kernel.shape, values: .double(values))
    try result.replace(parameters: [kernel])
    #expect(try session.curve.last?.testLoss == result.curve.last?.testLoss)
    try session.change(StatePart { ($0.regularization, $0.regularizationRate) = (.l2, 0.01) })
    result.change(regularization: .l2(0.01))
    try same(5)
  }

  /// A run that rests has no thread, so that it takes no processor time.
  @Test func aRunThatRestsHasNoThread() throws {
    let session = try PlaygroundSession(spiral)
    #expect(!session.isAtWork)
    try session.start()
    #expect(session.isAtWork)
    try session.pause()
    #expect(session.wait { _ in !session.isAtWork })
    try session.start()
    #expect(session.wait { $0.epoch > 3 })
    session.close()
    #expect(session.wait { _ in !session.isAtWork })
  }

  /// As training with early stopping: the best epoch's weights come back, whichever rule ends the run.
  @Test(arguments: [10, 400])
  func earlyStoppingBringsTheBestBack(_ last: Int) throws {
    let state = PlaygroundState().with {
      ($0.numerics, $0.optimizer, $0.learningRate, $0.noise) = (.keras, .adam, 0.3, 0.5)
      ($0.earlyStopping, $0.patience, $0.minDelta, $0.run.epochs) = (true, 12, 0, last)
    }
    let session = try PlaygroundSession(state)
    try session.step(.epoch, count: last)
    let now = session.now
    let best = try #require(now.best)
    #expect(now.ending == (last == 10 ? .stopEpoch : .earlyStopping))
    #expect(best.epoch > 0 && best.epoch < now.epoch)
    let alone = try PlaygroundSession(state.with { ($0.earlyStopping, $0.run.epochs) = (false, best.epoch) })
    try alone.step(.epoch, count: best.epoch)
    #expect(alone.now.network.parameters == now.network.parameters)
    #expect(try alone.curve.last?.testLoss == best.loss)
  }

  @Test func someSettingsNeedNoNewBeginning() throws {
    let session = try PlaygroundSession(spiral)
    try session.step(.epoch, count: 5)
    for part: StatePart in [
      StatePart { $0.learningRate = 0.3 }, StatePart { $0.batchSize = 3 },
      StatePart {
        $0.regularization = .l1; $0.regularizationRate = 0.01
      }, StatePart { $0.patience = 3 },
    ] {
      #expect(try !session.change(part))
      #expect(session.now.epoch == 5)
    }
    #expect(session.state.learningRate == 0.3 && session.state.batchSize == 3)
    for part: StatePart in [
      StatePart { $0.noise = 0.05 }, StatePart { $0.hidden = [8, 2] }, StatePart { $0.activation = .relu },
      StatePart { $0.features = ["x1"] }, StatePart { $0.numerics = .keras },
    ] {
      try session.step(.epoch)
      #expect(try session.change(part))
      #expect(session.now.epoch == 0)
    }
  }

  @Test func stepsArePausedAndSingle() throws {
    let session = try PlaygroundSession(spiral)
    try session.start()
    #expect(session.wait { $0.epoch > 3 })
    try session.step(.update)
    let before = session.now
    #expect(!before.isRunning)
    try session.step(.update, count: 3)
    #expect(session.now.updates == before.updates + 3)
    #expect(session.wait { _ in !session.isAtWork })
    #expect(session.now.updates == before.updates + 3)
    #expect(throws: SessionError.self) { try session.step(.epoch, count: 0) }
  }

  /// Steps are made in bursts: neither a pause nor a question nor another run in its place waits for them.
  @Test(arguments: [true, false])
  func stepsEndWithAPauseOrANewBeginning(_ isPause: Bool) throws {
    let state = PlaygroundState.wine.with {
      ($0.hidden, $0.earlyStopping, $0.run.epochs) = ([64, 64], false, nil)
    }
    let session = try PlaygroundSession(state, tables: OneTable.redWine())
    let isReturned = DispatchSemaphore(value: 0)
    Thread {
      try? session.step(.epoch, count: 1_000)
      isReturned.signal()
    }.start()
    #expect(session.wait { $0.epoch > 3 })
    if isPause { try session.pause() } else { try session.reset() }
    #expect(isReturned.wait(timeout: .now() + 20) == .success)
    #expect(session.now.epoch < 1_000 && (isPause || session.now.epoch == 0))
    #expect(session.wait { _ in !session.isAtWork })
  }

  /// One update at once, then one for each 64th of a second of a clock that moves only when the test moves it.
  @Test func aSpeedIsKept() throws {
    let time = ManualClock()
    let session = try PlaygroundSession(spiral, clock: time.clock)
    try session.setSpeed(64, of: "update")
    try session.start()
    #expect(session.wait { $0.updates == 1 })
    for step in 1...10 {
      time.advance(by: 0.0625)
      #expect(session.wait { $0.updates == 1 + 4 * step }, "\(step)")
    }
    // A machine that was busy for long does not catch up on more than a tenth of a second.
    time.advance(by: 60)
    #expect(session.wait { $0.updates == 47 })
    try session.pause()
    #expect(session.now.updates == 47)
    #expect(throws: SessionError.self) { try session.setSpeed(0, of: "epoch") }
    #expect(throws: SessionError.self) { try session.setSpeed(1, of: "year") }
  }

  /// A speed is set while bursts of training are under way, most often in the middle of one.
  @Test func aSpeedThatIsSetDuringABurstIsKept() throws {
    let session = try PlaygroundSession(spiral)
    try session.start()
    for _ in 0..<20 {
      try session.setSpeed(nil)
      let before = session.now.updates
      #expect(session.wait { $0.updates > before + 100 })
      try session.setSpeed(0.01, of: "update")
      // That waits for the burst to end.
      _ = session.newestSnapshot
      #expect(session.lock.withLock { session.pace.limit?.perSecond } == 0.01)
    }
  }

  @Test func weightsAreEditedInPlace() throws {
    let session = try PlaygroundSession(spiral)
    try session.step(.epoch, count: 2)
    try session.edit([
      .init(layer: 0, unit: 1, input: 2, value: 0.75), .init(layer: 1, unit: 0, input: nil, value: -2),
    ])
    #expect(session.now.epoch == 2)
    #expect(session.now.network.layer(0).kernel?[2, 1] == 0.75)
    #expect(session.now.network.layer(1).bias == [-2])
    let frame = try session.object()
    #expect(((frame["weights"] as? [[[Double]]])?[0][1][2]) == 0.75)
    for wrong in [(5, 0, 0), (0, 8, 0), (0, 0, 7), (-1, 0, 0)] {
      #expect(throws: SessionError.self) {
        try session.edit([.init(layer: wrong.0, unit: wrong.1, input: wrong.2, value: 1)])
      }
    }
    #expect(throws: SessionError.self) {
      try session.edit([.init(layer: 0, unit: 0, input: 0, value: .nan)])
    }
  }

  @Test func regeneratingSamplesOtherPoints() throws {
    let session = try PlaygroundSession(spiral)
    let before = session.now.material.train.targets
    try session.regenerate()
    #expect(session.state.seed == 5)
    #expect(session.now.material.train.targets != before)
  }

  @Test func aLossThatIsNotFiniteEndsTheRun() throws {
    let session = try PlaygroundSession(
      PlaygroundState().with {
        $0.task = .regression
        $0.data = "plane"
        $0.activation = .linear
        $0.learningRate = 10
      })
    try session.start()
    #expect(session.wait { $0.ending == .diverged })
    let frame = try session.object()
    #expect(frame["testLoss"] is NSNull)
    #expect((frame["message"] as? String)?.contains("learning rate") == true)
    #expect(throws: SessionError.self) { try session.start() }
    try session.reset()
    try session.start()
  }

  @Test func aRunThatIsClosedIsGone() throws {
    let session = try PlaygroundSession(spiral)
    session.close()
    #expect(throws: SessionError.self) { try session.start() }
  }

  /// Lesson 12: on x₁ and x₂ eight neurons stay high; with all seven features they solve the spiral.
  @Test func theSpiralTakesItsFeatures() throws {
    let plain = try PlaygroundSession(LessonPreset.named("hidden-layers")!.state)
    try plain.step(.epoch, count: 1_000)
    #expect(try #require(plain.curve.last).testLoss > 0.3)
    let rich = try PlaygroundSession(spiral)
    try rich.step(.epoch, count: 1_000)
    #expect(try #require(rich.curve.last).testLoss < 0.1)
  }

  @Test func picturesAreOfTheWholePlane() throws {
    let session = try PlaygroundSession(PlaygroundState().with { $0.hidden = [] })
    try session.edit([
      .init(layer: 0, unit: 0, input: 0, value: 0), .init(layer: 0, unit: 0, input: 1, value: 100),
      .init(layer: 0, unit: 0, input: nil, value: 0),
    ])
    let picture = Array(try #require(Data(base64Encoded: try session.object()["output"] as! String)))
    #expect(picture.count == 3_600)
    // x₂ is 6 in the first row, −6 in the last.
    #expect(picture.prefix(60).allSatisfy { $0 == 255 } && picture.suffix(60).allSatisfy { $0 == 0 })
  }

  @Test func aNeuronIsLookedAtClosely() throws {
    let session = try PlaygroundSession(spiral)
    #expect(try session.object()["focus"] is NSNull)
    try session.look(at: Focus(layer: 0, unit: 7))
    #expect((try session.object()["focus"] as? String)?.count == 4_800)
    #expect(throws: SessionError.self) { try session.look(at: Focus(layer: 0, unit: 8)) }
    #expect(throws: SessionError.self) { try session.look(at: Focus(layer: 1, unit: 0)) }
  }
}
