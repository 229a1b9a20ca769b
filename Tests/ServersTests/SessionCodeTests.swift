import Foundation
import TestSupport
import Testing
import Vintner

@testable import Servers

/// The programs that repeat what the page shows are run, and have its results.
struct SessionCodeTests {
  /// Runs a command line as a shell does, with `vintner` on its path.
  private func run(_ line: String, in folder: URL) throws -> CommandOutcome {
    let bin = folder.appending(path: "bin")
    try? FileManager.default.createDirectory(at: bin, withIntermediateDirectories: true)
    try? FileManager.default.createSymbolicLink(
      at: bin.appending(path: "vintner"), withDestinationURL: BuiltProducts.vintner)
    var command = Command(URL(filePath: "/bin/sh"), ["-ec", line])
    command.directory = folder
    command.environment["PATH"] = bin.path + ":/usr/bin:/bin"
    return try command.run()
  }

  private func cells(_ name: String, in folder: URL) throws -> [[String: String]] {
    let rows = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      .split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
    return rows.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(rows[0], $0)) }
  }

  @Test(arguments: CodeSamples.playground + CodeSamples.points)
  func commandLinesOfPointsComeToThePagesLoss(_ state: PlaygroundState) throws {
    let session = try PlaygroundSession.trained(state)
    try withTemporaryDirectory { folder in
      let line = try session.code(.shell)
      let outcome = try run(line, in: folder)
      #expect(outcome.exitCode == 0, "\(line)\n\(outcome.standardError)")
      let row = try #require(try cells("playground/results.csv", in: folder).first)
      let loss = try #require(row["test_loss"].flatMap(Double.init))
      // Experiments compare losses without the penalty that the page shows.
      if state.isPlayground || session.penalty == 0 {
        #expect(loss == (try session.shownLoss), "\(line)")
      } else {
        #expect(abs(loss + session.penalty - (try session.shownLoss)) < 1e-6, "\(line)")
      }
      let shown = try #require(try session.object()["testLoss"] as? Double)
      #expect(abs(shown - (try session.shownLoss)) <= 1e-6 * max(1, abs(shown)))
    }
  }

  @Test(arguments: CodeSamples.tables)
  func commandLinesOfTablesComeToThePagesNetwork(_ state: PlaygroundState) throws {
    let session = try PlaygroundSession.trained(state)
    try withTemporaryDirectory { folder in
      let name = "it's a $HOME \"table\".csv"
      try CodeSamples.nasty.write(toCSVFile: folder.appending(path: name).path)
      let line = try session.code(.shell, file: name)
      let outcome = try run(line, in: folder)
      #expect(outcome.exitCode == 0, "\(line)\n\(outcome.standardError)")
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "pwned").path))
      let output = folder.appending(path: "vintner-output")
      let file = try SafeTensors(contentsOfModel: output.appending(path: "model.safetensors").path)
      for parameter in session.now.network.parameters {
        #expect(file.tensors[parameter.name]?.scalars(as: Double.self) == parameter.scalars, "\(line)")
      }
      let losses = try cells("vintner-output/history.csv", in: folder).compactMap {
        Double($0["val_loss"] ?? "")
      }
      let epoch = state.earlyStopping ? session.now.best!.epoch : losses.count
      #expect(losses[epoch - 1] == (try session.shownLoss))
    }
  }

  /// All in one program, for a compiler takes its time.
  @Test func swiftProgramsComeToThePagesLoss() throws {
    let states =
      CodeSamples.playground + CodeSamples.points.suffix(13) + CodeSamples.tables
    try withTemporaryDirectory { folder in
      try CodeSamples.nasty.write(toCSVFile: folder.appending(path: "table \"1\".csv").path)
      var source = "import Vintner\n"
      var losses: [Double] = []
      for state in states {
        let session = try PlaygroundSession.trained(state)
        let program = try session.code(.swift, file: "table \"1\".csv")
        #expect(program.contains("import Vintner\n"))
        source += "do {\n" + program.replacing("import Vintner\n", with: "") + "}\n"
        losses.append(try session.shownLoss)
      }
      try Data(source.utf8).write(to: folder.appending(path: "main.swift"))
      let (root, built) = (Repository.root.path, BuiltProducts.folder.path)
      var compile = Command(
        URL(filePath: "/bin/sh"),
        [
          "-ec",
          """
          root='\(root)'; . "$root/Scripts/lib/modules.sh"
          # What `vintner` is linked from, without its `main`.
          grep -v '/CommandLineInterface[.]build/' '\(built)/vintner.product/Objects.LinkFileList' >objects
          with_options 'c_options link_options' swiftc -swift-version 6 -Onone -module-name Program \
            -o program main.swift -I '\(built)/Modules' @objects
          """,
        ])
      compile.directory = folder
      compile.timeout = .seconds(300)
      let compiled = try compile.run()
      #expect(compiled.exitCode == 0, "\(compiled.standardOutput)\(compiled.standardError)")
      #expect(!compiled.standardError.contains("warning:"))
      var program = Command(folder.appending(path: "program"), [])
      program.directory = folder
      let printed = try program.run().standardOutput.matches(of: /test loss ([-+.e0-9]+)/).map {
        Double($0.1)
      }
      #expect(printed == losses)
    }
  }

  private static let python = URL(filePath: "/usr/bin/python3")

  /// Keras itself is nothing that the tests install: programs are parsed, and what they draw is compared.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: python.path)))
  func pythonProgramsAreWellFormed() throws {
    for state in CodeSamples.playground + CodeSamples.points + CodeSamples.tables {
      let session = try PlaygroundSession(state, tables: OneTable(frame: CodeSamples.nasty))
      var command = Command(
        Self.python, ["-c", "import ast, sys; ast.parse(sys.stdin.buffer.read().decode('utf-8'))"])
      command.input = Data(try session.code(.keras, file: "it's \"a\" \\ table.csv").utf8)
      let outcome = try command.run()
      #expect(outcome.exitCode == 0, "\(outcome.standardError)")
    }
  }

  /// The points that the program draws are the page's.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: python.path)), arguments: PlaygroundData.allCases)
  func pythonDrawsThePagesPoints(_ data: PlaygroundData) throws {
    let session = try PlaygroundSession(
      PlaygroundState().with {
        ($0.data, $0.noise, $0.seed, $0.trainFraction) = (data.rawValue, 0.2, 11, 0.37)
        $0.task = data.isClassification ? .classification : .regression
      })
    let program = try session.code(.keras)
    // Up to the arrays, for which NumPy would be needed.
    let points = program.prefix(upTo: try #require(program.range(of: "x1, x2, label = ")).lowerBound)
      .replacing("import keras\n", with: "").replacing("import numpy as np\n", with: "")
      .replacing("np.hypot", with: "math.hypot")
    var command = Command(Self.python, ["-"])
    command.input = Data((points + "for p in points: print(*map(float, p))\n").utf8)
    let outcome = try command.run()
    #expect(outcome.exitCode == 0, "\(outcome.standardError)")
    let drawn = outcome.standardOutput.split(separator: "\n").map {
      $0.split(separator: " ").map { Double($0)! }
    }
    let material = session.now.material
    let all = [material.train, material.test].flatMap { rows in
      zip(rows.points, rows.targets).map { [$0.x1, $0.x2, $1] }
    }
    #expect(drawn.count == all.count)
    #expect(zip(drawn, all).allSatisfy { zip($0, $1).allSatisfy { abs($0 - $1) < 1e-12 } })
  }

  /// A setting that the page shows is in every program: another value gives another program.
  @Test func everySettingIsInThePrograms() throws {
    let playground = PlaygroundState().with { ($0.regularization, $0.regularizationRate) = (.l2, 0.01) }
    let points = playground.with { ($0.numerics, $0.earlyStopping) = (.keras, true) }
    let table = CodeSamples.tables.last!.with {
      ($0.regularization, $0.regularizationRate) = (.l2, 0.01)
    }
    let classes = table.with { ($0.run.target, $0.positiveFrom) = ("<y>", 2.5) }
    // Other data are another program; without texts their encoding changes none, and classes have no threshold.
    let others = ["data", "task", "target", "numerics", "encode"]
    for (state, left) in [
      (playground, []), (points, []), (table, ["positive_from"]), (classes, []),
    ] {
      for field in PlaygroundState.fields
      where field.traits.scope.contains(state.scope) && !(others + left).contains(field.name) {
        let session = try PlaygroundSession(state, tables: OneTable(frame: CodeSamples.nasty))
        let changed = try #require(try other(field, of: state), "\(field.name)")
        for kind in SessionCode.allCases {
          let same = try session.code(kind) == changed.code(kind)
          #expect(!same, "\(field.name) in \(kind)")
        }
      }
    }
  }

  /// A run with another value of a setting.
  private func other(_ field: any RunField, of state: PlaygroundState) throws -> PlaygroundSession? {
    let (value, declared) = (field.json(of: state.run), Catalogue.json(of: field))
    var values = (declared["choices"]?.array ?? []) + (declared["offers"]?.array ?? [])
    switch value {
    case .bool(let flag): values.append(.bool(!flag))
    case .integer(let number): values.append(.integer(number + 1))
    case .number(let number): values.append(.number(number * 2))
    case .array(let members): values.append(.array(Array(members.dropLast())))
    default: values.append(.integer(7))
    }
    return values.lazy.compactMap { value in
      let message = JSON.object([(field.name, value)] as [(String, JSON)])
      let part = try? JSONDecoder().decode(StatePart.self, from: Data(message.bytes))
      guard let changed = part?.over(state), changed != state else { return nil }
      return try? PlaygroundSession(changed, tables: OneTable(frame: CodeSamples.nasty))
    }.first
  }

  /// What Keras's `fit` takes is written by the settings' own names.
  @Test func kerasFitsWithTheSettings() throws {
    let program = try PlaygroundSession(
      PlaygroundState().with {
        ($0.numerics, $0.batchSize, $0.run.epochs) = (.keras, 9, 12)
        ($0.earlyStopping, $0.patience, $0.minDelta) = (true, 3, 0.01)
      }
    ).code(.keras)
    for argument in [
      "batch_size=9", "epochs=12",
      "callbacks=[keras.callbacks.EarlyStopping(min_delta=0.01, patience=3, restore_best_weights=True)]",
    ] { #expect(program.contains("    \(argument),\n"), "\(argument)\n\(program)") }
    #expect(try PlaygroundSession(PlaygroundState()).code(.keras).contains("    shuffle=False,\n"))
  }

  /// A rule can end a run before its first epoch; a program trains one at least.
  @Test func aRunThatEndsBeforeItBeginsIsAProgram() throws {
    for numerics in Numerics.allCases {
      let session = try PlaygroundSession(
        PlaygroundState().with {
          $0.numerics = numerics
          $0.stopLoss = 10
        })
      #expect(session.now.ending == .stopLoss && session.now.epoch == 0)
      for kind in SessionCode.allCases { #expect(try !session.code(kind).isEmpty) }
    }
  }

  /// Where nothing ends a run, its program goes as far as the page has.
  @Test func programsGoAsFarAsThePage() throws {
    let session = try PlaygroundSession(PlaygroundState())
    #expect(try session.code(.swift).contains("epochs: 500,"))
    try session.step(.epoch, count: 37)
    #expect(try session.code(.swift).contains("epochs: 37,"))
    #expect(try session.code(.shell).contains("epochs: 37\n"))
    #expect(try !session.code(.shell).contains("changed"))
    try session.change(StatePart { $0.stopLoss = 10 })
    #expect(try session.code(.swift).contains("at most 10.0"))
    try session.step(.epoch)
    #expect(session.now.ending == .stopLoss)
    #expect(try session.code(.swift).contains("epochs: 38,"))
    try session.change(StatePart { $0.learningRate = 0.1 })
    for kind in SessionCode.allCases { #expect(try session.code(kind).contains("changed on the way")) }
    try session.reset()
    #expect(try !session.code(.swift).contains("changed on the way"))
  }
}
