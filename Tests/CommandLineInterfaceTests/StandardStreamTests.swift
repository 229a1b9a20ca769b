import Foundation
import TestSupport
import Testing

/// Tables through standard input, and `-` for standard output.
struct StandardStreamTests {
  /// Both names of standard input give what the file gives.
  @Test(arguments: ["-", "/dev/stdin"]) func commandsReadStandardInput(_ name: String) throws {
    try Workspace.with { workspace in
      let file = try workspace.train("--json", "--quiet")
      let train = ["train", name, "--target", "y", "--output", "piped", "--json"] + Sample.smallRun
      let piped = try workspace.command(train, input: Sample.table).run()
      #expect(piped.exitCode == 0)
      #expect(
        piped.standardError.hasPrefix(
          "note: The table came from standard input, so config.yaml cannot name it: to repeat the run, name a file of"
            + " the same rows beside --config.\n"))
      #expect(try piped.object()["val_loss"] as? Double == file.object()["val_loss"] as? Double)
      #expect(try workspace.data("piped/model.safetensors") == workspace.data("out/model.safetensors"))
      let (own, other) = (try workspace.text("out/config.yaml"), try workspace.text("piped/config.yaml"))
      #expect(
        own.split(separator: "\n").filter { !$0.hasPrefix("data:") } == other.split(separator: "\n"))
      // The run file with the table beside it repeats the run.
      let again = try workspace.vintner(
        "train", "table.csv", "--config", "piped/config.yaml", "--output", "again", "--quiet")
      #expect(again.exitCode == 0)
      #expect(try workspace.data("again/model.safetensors") == workspace.data("out/model.safetensors"))
      let inspected = try workspace.vintner("inspect", name, input: Sample.table)
      #expect(inspected.standardOutput.hasPrefix("standard input: 20 rows, 3 columns, "))
      let model = try workspace.command(["inspect", "-"], input: "").directoryModel(workspace)
      #expect(model.exitCode == 0)
      let swept = try workspace.vintner(
        "find-learning-rate", name, "--target", "y", "--hidden", "8", "--json", "--quiet", "--updates", "20",
        input: Sample.table)
      #expect(swept.exitCode == 0)
      let predicted = try workspace.vintner(
        "predict", "out/model.safetensors", name, "--output", "-", input: Sample.table)
      #expect(predicted.standardOutput.split(separator: "\n").count == 21)
      #expect(try !workspace.names().contains("-"))
    }
  }

  @Test func severalFilesDoNotGoToStandardOutput() throws {
    try Workspace.withModel { workspace in
      try workspace.write(Sample.experiment, to: "rates.yaml")
      for arguments in [
        ["train", "table.csv", "--target", "y"], ["find-learning-rate", "table.csv", "--target", "y"],
        ["explain", "model.safetensors", "table.csv"], ["experiment", "rates.yaml"],
      ] {
        try workspace.command(arguments + ["--output", "-"]).run().expectRefusal(
          64,
          "--output is -, where a folder is expected: standard output takes one file, and this command writes"
            + " several; see 'vintner \(arguments[0]) --help'.")
      }
      #expect(try !workspace.names().contains("-"))
    }
  }

  @Test func aWordThatIsNoCommandIsRefusedWithTheNearest() throws {
    for arguments in [["trian"], ["help", "trian"], ["trian", "table.csv", "--target", "y"]] {
      try Command(BuiltProducts.vintner, arguments).run().expectRefusal(
        64, "There is no command 'trian': did you mean 'train'? See 'vintner --help'.")
    }
    try Command.vintner("help", "xylophone").run().expectRefusal(
      64, "There is no command 'xylophone'; see 'vintner --help'.")
  }

  /// Nothing beyond ASCII where a terminal cannot show it; JSON is UTF-8 everywhere.
  @Test(arguments: [
    ["LC_ALL": "C"], ["LC_ALL": "", "LC_CTYPE": "", "LANG": "POSIX"],
    ["LC_ALL": "", "LC_CTYPE": "en_US.ISO-8859-1", "LANG": "en_US.UTF-8"],
    ["LC_ALL": "C.UTF-8", "TERM": "dumb"],
  ])
  func plainTerminalsGetASCII(_ environment: [String: String]) throws {
    try Workspace.withModel { workspace in
      func run(_ arguments: [String], _ variables: [String: String]) throws -> CommandOutcome {
        var command = workspace.command(arguments)
        command.environment = variables
        return try command.run()
      }
      try workspace.write(
        Sample.experiment.replacing("seeds: 3", with: "seeds: 2"), to: "rates.yaml")
      let train = ["train", "table.csv", "--target", "y"] + Sample.smallRun
      for arguments in [
        train, ["train", "table.csv", "--target", "y", "--folds", "2"] + Sample.smallRun,
        ["find-learning-rate", "table.csv", "--target", "y", "--hidden", "8", "--updates", "20"],
        ["inspect", "model.safetensors"], ["inspect", "table.csv"],
        ["evaluate", "model.safetensors", "table.csv"], ["experiment", "rates.yaml"],
        ["explain", "model.safetensors", "table.csv"],
      ] {
        let outcome = try run(arguments, environment)
        #expect(outcome.exitCode == 0, "\(outcome.standardError)")
        let signs = (outcome.standardOutput + outcome.standardError).filter { !$0.isASCII }
        #expect(signs.isEmpty, "\(arguments[0]): \(signs)")
      }
      let utf8 = ["LC_ALL": "", "LC_CTYPE": "en_US.UTF-8", "LANG": "C", "TERM": "xterm"]
      #expect(try run(train, utf8).standardOutput.contains("⠉"))
      try workspace.write("grün,y\n" + (0..<20).map { "\($0),\($0 * $0)\n" }.joined(), to: "green.csv")
      #expect(try run(["inspect", "green.csv"], environment).standardOutput.contains("grün"))
    }
  }

  @Test func inspectTellsOfTexts() throws {
    try Workspace.with { workspace in
      try workspace.write("n,t\n1,ash\n2,birch\n3,ash\n4,\n5,\"oak, red\"\n", to: "trees.csv")
      let text = try workspace.vintner("inspect", "trees.csv").standardOutput
      #expect(
        text.hasSuffix(
          "\n\ntext column  distinct  most frequent  rows  longest\nt                   3  ash               2  oak, red\n"
        ))
      let columns =
        try workspace.vintner("inspect", "trees.csv", "--json").object()["columns"] as? [[String: Any]]
      let column = try #require(columns?[1])
      #expect(column["distinct"] as? Int == 3 && column["longest"] as? String == "oak, red")
      #expect((column["most_frequent"] as? [String: Any])?["rows"] as? Int == 2)
      #expect(columns?[0]["distinct"] == nil)
    }
  }
}

extension Command {
  /// The outcome with a workspace's model as standard input.
  fileprivate func directoryModel(_ workspace: Workspace) throws -> CommandOutcome {
    var command = self
    command.input = try workspace.data("out/model.safetensors")
    return try command.run()
  }
}
