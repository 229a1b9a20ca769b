import Foundation
import TestSupport
import Testing

#if os(Linux)
  /// Names of files that are not UTF-8, as old archives have them: `caf\\351.csv`, which is Latin-1.
  struct RawNameTests {
    /// Runs a shell in which `$V` is the program and `$F` the name.
    private func shell(_ script: String, in workspace: Workspace) throws -> CommandOutcome {
      var command = Command(
        URL(filePath: "/bin/sh"), ["-c", "F=$(printf 'caf\\351.csv'); \(script)"])
      command.environment = ["V": BuiltProducts.vintner.path]
      command.directory = workspace.folder
      return try command.run()
    }

    @Test func openFiles() throws {
      try Workspace.with { workspace in
        try workspace.write(Sample.table, to: "table.csv")
        let inspected = try shell("cp table.csv \"$F\"; $V inspect \"$F\"", in: workspace)
        #expect(inspected.exitCode == 0)
        #expect(inspected.standardOutput.hasPrefix("caf\u{FFFD}.csv: 20 rows, 3 columns, "))
        let trained = try shell(
          "$V train \"$F\" --target y --hidden 8 --epochs 3 --batch-size 5 --output out", in: workspace)
        #expect(trained.exitCode == 0)
        #expect(
          trained.standardError.contains(
            "note: The name of 'caf\u{FFFD}.csv' is not UTF-8, so config.yaml cannot have it: rename the file, or name"
              + " it beside --config.\n"))
        let again = try shell("$V train \"$F\" --config out/config.yaml --output again", in: workspace)
        #expect(again.exitCode == 0)
        #expect(try workspace.data("again/model.safetensors") == workspace.data("out/model.safetensors"))
        let predicted = try shell("$V predict out/model.safetensors \"$F\"", in: workspace)
        #expect(predicted.standardOutput.split(separator: "\n").count == 21)
      }
    }

    @Test func areNamedWhereThereIsNone() throws {
      try Workspace.with { workspace in
        try shell("$V inspect \"$F\"", in: workspace).expectRefusal(
          64, "The argument 'caf\u{FFFD}.csv' is neither UTF-8 text nor the name of a file: give it as UTF-8."
        )
        #expect(try workspace.names().isEmpty)
      }
    }
  }
#endif
