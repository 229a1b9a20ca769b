import Foundation
import TestSupport
import Testing

/// Places that cannot be written: exit code 73, one line, before any time is spent on training.
struct BadOutputTests {
  @Test func isAFileOrBelowOne() throws {
    try Workspace.with { workspace in
      try workspace.write("mine", to: "file")
      try workspace.train("--epochs", "1000000000", output: "file").expectRefusal(
        73,
        "Cannot write 'file': file exists; a file is where a directory is needed, so choose another path."
      )
      try workspace.train("--epochs", "1000000000", output: "file/below/it").expectRefusal(
        73,
        "Cannot write 'file/below/it': not a directory; a file is where a directory is needed, so choose"
          + " another path.")
      #expect(try workspace.text("file") == "mine")
      #expect(try workspace.names() == ["file", "table.csv"])
    }
  }

  @Test func isAPlaceThatTakesNoFiles() throws {
    try Workspace.with { workspace in
      for place in ["/dev/full/x", "/proc/vintner"] {
        let outcome = try workspace.train(output: place)
        #expect(outcome.exitCode == 73)
        #expect(outcome.standardError.hasPrefix("vintner: Cannot write '\(place)': "))
        #expect(outcome.standardError.split(separator: "\n").count == 1)
      }
      #expect(try workspace.names() == ["table.csv"])
    }
  }

  /// A pipe in the place of a result: refused before training, instead of waiting for a reader afterwards.
  @Test func hasAPipeInTheWay() throws {
    try Workspace.with { workspace in
      for name in ["history.csv", "folds.csv"] {
        let folder = workspace.folder.appending(path: "out")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        #expect(mkfifo(folder.appending(path: name).path, 0o600) == 0)
        try workspace.train("--epochs", "1000000000").expectRefusal(
          73,
          "Cannot write 'out/\(name)': it is a pipe, a socket or a device that takes nothing; remove it, or choose"
            + " another place.")
        #expect(try workspace.names("out") == [name])
        try FileManager.default.removeItem(at: folder)
      }
      try workspace.write(Sample.experiment, to: "rates.yaml")
      try FileManager.default.createDirectory(
        at: workspace.folder.appending(path: "rates"), withIntermediateDirectories: true)
      #expect(mkfifo(workspace.folder.appending(path: "rates/runs.jsonl").path, 0o600) == 0)
      let outcome = try workspace.vintner("experiment", "rates.yaml")
      #expect(outcome.exitCode == 73 && outcome.standardError.contains("'rates/runs.jsonl': it is a pipe"))
    }
  }

  /// The second of two trainings into one folder is refused at once, and the first is not disturbed.
  @Test func isAnothersFolder() throws {
    try Workspace.with { workspace in
      try workspace.write(Sample.table, to: "table.csv")
      let first = try workspace.command(
        ["train", "table.csv", "--target", "y", "--no-early-stopping"] + Sample.smallRun
          + ["--epochs", "1000000000", "--output", "new/out"]
      ).start()
      try first.wait(for: "epoch 10/")
      let inUse = "another process is writing to it; wait for it, or choose another place."
      try workspace.train(output: "new/out").expectRefusal(73, "Cannot write 'new/out': \(inUse)")
      try workspace.write(Sample.experiment, to: "rates.yaml")
      let experiment = try workspace.vintner("experiment", "rates.yaml", "--output", "new/out")
      #expect(experiment.exitCode == 73)
      first.send(SIGTERM)
      #expect(try first.outcome().exitCode == 128 + SIGTERM)
      #expect(try workspace.names() == ["new", "rates.yaml", "table.csv"])
    }
  }

  @Test func isALinkThatLeadsNowhere() throws {
    try Workspace.with { workspace in
      try FileManager.default.createSymbolicLink(
        atPath: workspace.folder.appending(path: "link").path, withDestinationPath: "nowhere")
      #expect(try workspace.train("--epochs", "1000000000", output: "link").exitCode == 73)
      #expect(try workspace.names() == ["link", "table.csv"])
    }
  }

  @Test func ofPredictions() throws {
    try Workspace.with { workspace in
      try workspace.write(Sample.model, to: "model")
      try workspace.write(Sample.table, to: "table.csv")
      for (place, reason) in [
        ("table.csv/x", "not a directory; a file is where a directory is needed, so choose another path"),
        ("none/x", "no such file or directory; create the directory it belongs in first"),
        (".", "is a directory; name a file, not a directory"),
      ] {
        try workspace.vintner("predict", "model", "table.csv", "--output", place).expectRefusal(
          73, "Cannot write '\(place)': \(reason).")
      }
      #expect(try workspace.names() == ["model", "table.csv"])
    }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func isAFullOrClosedStandardOutput() throws {
    try Workspace.with { workspace in
      try workspace.write(Sample.model, to: "model")
      try workspace.write(Sample.table, to: "table.csv")
      for (redirection, reason) in [
        (">/dev/full", "no space left on device"), (">&-", "bad file descriptor"),
      ] {
        var shell = Command(
          URL(filePath: "/bin/sh"),
          ["-c", "\"$0\" predict model table.csv \(redirection)", BuiltProducts.vintner.path])
        shell.directory = workspace.folder
        try shell.run().expectRefusal(73, "Cannot write to standard output: \(reason).")
      }
    }
  }

  @Test func isAReaderThatLeaves() throws {
    try Workspace.with { workspace in
      try workspace.write(Sample.model, to: "model")
      let rows = String(repeating: Sample.rows, count: 5000)
      try workspace.write("a,b,y\n" + rows, to: "table.csv")
      var shell = Command(
        URL(filePath: "/bin/sh"),
        ["-c", "\"$0\" predict model table.csv | head -1", BuiltProducts.vintner.path])
      shell.directory = workspace.folder
      let outcome = try shell.run()
      #expect(outcome.standardOutput == "prediction\n")
      #expect(outcome.standardError.isEmpty)
    }
  }
}
