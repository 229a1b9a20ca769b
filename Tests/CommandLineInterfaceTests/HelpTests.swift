import Foundation
import TestSupport
import Testing

/// Help and version, and that the examples in help and README do what they say.
struct HelpTests {
  private static let commands = [
    "train", "find-learning-rate", "predict", "evaluate", "explain", "inspect", "compare", "experiment",
    "parity", "playground",
  ]

  @Test func printsTheVersion() throws {
    let outcome = try Command.vintner("--version").run()
    #expect(outcome.exitCode == 0)
    #expect(outcome.standardOutput.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    #expect(outcome.standardError.isEmpty)
  }

  @Test(arguments: [["--help"], []] + commands.map { [$0, "--help"] } + commands.map { ["help", $0] })
  func printsHelpWithExamples(_ arguments: [String]) throws {
    let outcome = try Command(BuiltProducts.vintner, arguments).run()
    #expect(outcome.exitCode == 0)
    #expect(outcome.standardError.isEmpty)
    #expect(outcome.standardOutput.contains("\nExamples:\n  vintner "))
    #expect(outcome.standardOutput.contains("USAGE: vintner"))
    #expect(outcome.standardOutput.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  /// An option says its default once, whoever says it: its help or the argument parser.
  @Test(arguments: [[]] + commands.map { [$0] })
  func saysEachDefaultOnce(_ command: [String]) throws {
    let help = try Command(BuiltProducts.vintner, command + ["--help"]).run().standardOutput
    // An entry begins with an option, two blanks from the left.
    for entry in help.replacing(/\n {3,}/, with: " ").split(separator: "\n") {
      #expect(entry.ranges(of: "(default:").count < 2, "\(entry)")
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func completesForAShell(_ shell: String) throws {
    let outcome = try Command.vintner("--generate-completion-script", shell).run()
    #expect(outcome.exitCode == 0 && outcome.standardError.isEmpty)
    for word in Self.commands + ["batch-size", "min-max", "safetensors"] {
      #expect(outcome.standardOutput.contains(word), "\(word)")
    }
    let help = try Command.vintner("--help").run().standardOutput
    #expect(help.contains("--generate-completion-script bash"))
  }

  @Test func saysTheDefaultsThatHold() throws {
    let help = try Command.vintner("train", "--help").run().standardOutput.replacing(/\s+/, with: " ")
    try Workspace.with { workspace in
      try workspace.write(Sample.table, to: "table.csv")
      // Every setting that is written out is one of the help's defaults, but for the size of the run.
      _ = try workspace.vintner(
        "train", "table.csv", "--target", "y", "--output", "o", "--hidden", "8", "--epochs", "1")
      let skipped: Set = [
        "data", "data_sha256", "blas_kernels", "target", "hidden", "epochs", "learning_rate",
        "early_stopping",
        "missing_indicator", "batch_normalization",
      ]
      for line in try workspace.text("o/config.yaml").split(separator: "\n").dropFirst() {
        let parts = line.split(separator: ": ")
        guard !skipped.contains(String(parts[0])) else { continue }
        let value = parts[1].filter { !"[]\"".contains($0) }
        let flag = "--" + parts[0].replacing("_", with: "-")
        let entry = try #require(
          help.firstMatch(of: try Regex("\(flag) <[^>]+> [^(]*\\(default: ([^)]+)\\)")))
        #expect(entry.output[1].substring == value[...], "\(flag)")
      }
      #expect(help.contains("(default: 512,512,512)"))
      #expect(help.contains("The most epochs to train. (default: 500)"))
    }
  }

  /// Runs the examples in their order, in a folder that has what they name.
  @Test func examplesRun() throws {
    var examples: [String] = []
    for command in Self.commands {
      let help = try Command.vintner(command, "--help").run().standardOutput
      let lines = help.split(separator: "\n").drop { $0 != "Examples:" }.dropFirst()
      examples += lines.prefix { $0.hasPrefix("  vintner ") }.map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let readme = try String(contentsOf: Repository.root.appending(path: "README.md"), encoding: .utf8)
    examples += readme.split(separator: "\n").filter { $0.hasPrefix("vintner ") }.map(String.init)
    #expect(examples.count >= 21)
    let shown = readme.components(separatedBy: "```yaml\n# rates.yaml")
    #expect(shown.count == 2)
    let rates = shown[1].components(separatedBy: "```")[0].replacing("seeds: 20", with: "seeds: 1")

    try Workspace.with { workspace in
      for folder in ["data", "Tests"] {
        try FileManager.default.createSymbolicLink(
          at: workspace.folder.appending(path: folder),
          withDestinationURL: Repository.root.appending(path: folder))
      }
      let houses = "rooms,size,price,certainty\n" + Sample.rows.replacing("\n", with: ",2\n")
      try workspace.write(houses, to: "houses.csv")
      let penguins = (0..<30).map { "\($0 % 3 * 5 + 35),\(["Adelie", "Gentoo", "Chinstrap"][$0 % 3])\n" }
      try workspace.write("bill,species\n" + penguins.joined(), to: "penguins.csv")
      let wines = try String(contentsOf: Repository.redWine, encoding: .utf8).split(separator: "\n")
      try workspace.write(wines.prefix(5).joined(separator: "\n"), to: "new-wines.csv")
      try workspace.write("#" + rates, to: "rates.yaml")
      for example in examples { try run(example, in: workspace) }
    }
  }

  /// A server that is told to end once it is there.
  private func serve(_ line: String, in workspace: Workspace) throws {
    let words = line.split(separator: " ").dropFirst().map(String.init)
    let server = try workspace.command(words + (words.contains("--no-open") ? [] : ["--no-open"])).start()
    try server.wait(for: "http://127.0.0.1:")
    server.send(SIGINT)
    #expect(try server.outcome().exitCode == 0, "\(line)")
  }

  private func run(_ example: String, in workspace: Workspace) throws {
    var line = example.prefix { $0 != "#" }.trimmingCharacters(in: .whitespaces)
    if line.hasPrefix("vintner playground") { return try serve(line, in: workspace) }
    if line.contains("--checkpoint-every") {
      // A checkpoint of the first epoch of two, from which the next example goes on.
      line = line.replacing("60s", with: "1") + " --epochs 2 --hidden 8"
    } else if line.contains("--resume") {
      line += " --epochs 3"
    } else if line.hasPrefix("vintner train") {
      line += " --epochs 1" + (line.contains("--preset") ? "" : " --hidden 8")
    }
    // Two folds of the simple models: presets take seconds each.
    if line.hasPrefix("vintner compare") { line += " --presets none --folds 2 --restart" }
    if line.hasPrefix("vintner find") { line += " --updates 20 --hidden 8" }
    if line.hasPrefix("vintner parity") { line += " --epochs 1" }
    let bin = BuiltProducts.folder.path
    var shell = Command(URL(filePath: "/bin/sh"), ["-c", "PATH=\"\(bin):$PATH\"; \(line)"])
    shell.directory = workspace.folder
    let outcome = try shell.run()
    #expect(outcome.exitCode == 0, "\(line): \(outcome.standardError)")
    #expect(!outcome.standardOutput.isEmpty || line.contains("--output"), "\(line)")
  }
}
