import Foundation
import TestSupport
import Testing

/// `vintner train --config`: a run again, or with something changed.
struct RunFileCommandTests {
  @Test func repeatsTheRunToTheLastBit() throws {
    try Workspace.with { workspace in
      #expect(try workspace.train("--seed", "7", "--split-seed", "3", output: "first").exitCode == 0)
      let again = try workspace.vintner("train", "--config", "first/config.yaml", "--output", "second")
      #expect(again.exitCode == 0)
      for file in ["model.safetensors", "config.yaml"] {
        #expect(try workspace.data("second/\(file)") == workspace.data("first/\(file)"), "\(file)")
      }
      #expect(try historyWithoutSeconds(workspace, "second") == historyWithoutSeconds(workspace, "first"))
    }
  }

  @Test func findsItsDataFromEveryDirectory() throws {
    try Workspace.with { workspace in
      _ = try workspace.train(output: "deep/down/first")
      var command = workspace.command(["train", "--config", "config.yaml", "--output", "../../../second"])
      command.directory = workspace.folder.appending(path: "deep/down/first")
      #expect(try command.run().exitCode == 0)
      let model = try workspace.data("deep/down/first/model.safetensors")
      #expect(try workspace.data("second/model.safetensors") == model)
      #expect(try workspace.text("deep/down/first/config.yaml").contains("data: \"../../../table.csv\"\n"))
      #expect(try workspace.text("second/config.yaml").contains("data: \"../table.csv\"\n"))
    }
  }

  @Test func findsItsDataThroughALink() throws {
    try Workspace.with { workspace in
      _ = try workspace.vintner("inspect", ".")
      try FileManager.default.createDirectory(
        at: workspace.folder.appending(path: "a/b"), withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: workspace.folder.appending(path: "link").path, withDestinationPath: "a/b")
      _ = try workspace.train(output: "link/out")
      #expect(try workspace.vintner("train", "--config", "link/out/config.yaml").exitCode == 0)
      #expect(try workspace.vintner("train", "--config", "a/b/out/config.yaml").exitCode == 0)
    }
  }

  @Test func refusesOtherDataUnlessItIsNamed() throws {
    try Workspace.with { workspace in
      _ = try workspace.train()
      try workspace.write(Sample.table + "1,2,3\n", to: "table.csv")
      try workspace.vintner("train", "--config", "out/config.yaml").expectRefusal(
        65,
        "out/../table.csv is not what out/config.yaml was made with (its SHA-256 differs): restore that file,"
          + " or name the CSV file beside --config to train on it anyway.")
      #expect(try workspace.names() == ["out", "table.csv"])
      let named = try workspace.vintner("train", "table.csv", "--config", "out/config.yaml", "--json")
      #expect(try named.object()["rows_train"] as? Int == 15)
    }
  }

  @Test func isOverriddenByFlagsAndOverridesDefaults() throws {
    try Workspace.with { workspace in
      try workspace.write(Sample.table, to: "table.csv")
      try workspace.write(
        "data: table.csv\ntarget: y\nhidden: [4]\nepochs: 5\nbatch_size: 5\nearly_stopping: true\n",
        to: "run.yaml")
      let outcome = try workspace.vintner(
        "train", "--config", "run.yaml", "--epochs", "2", "--target", "b", "--no-early-stopping", "--output",
        "out")
      #expect(outcome.exitCode == 0)
      let config = try workspace.text("out/config.yaml")
      for line in [
        "target: \"b\"", "hidden: [4]", "epochs: 2", "batch_size: 5", "early_stopping: false",
        "optimizer: \"adam\"", "learning_rate: 0.001", "train_fraction: 0.7",
      ] {
        #expect(config.contains("\n\(line)\n"), "\(line)")
      }
    }
  }

  @Test func spellsEverySettingOut() throws {
    try Workspace.with { workspace in
      _ = try workspace.train(
        "--features", "b,a", "--activation", "tanh", "--optimizer", "sgd", "--loss", "mse", "--threads", "1")
      let digest = try workspace.text("out/config.yaml").firstMatch(of: /[0-9a-f]{64}/)?.0 ?? ""
      let kernels = try workspace.text("out/config.yaml").firstMatch(of: /blas_kernels: "(\w+)"/)?.1 ?? ""
      #expect(
        try workspace.text("out/config.yaml") == """
          # vintner train --config FILE repeats this run.
          data: "../table.csv"
          data_sha256: "\(digest)"
          blas_kernels: "\(kernels)"
          target: "y"
          features: ["b", "a"]
          missing: ["fill"]
          dates: "cyclic"
          unknown: "ignore"
          max_categories: 100
          scaling: "min-max"
          target_scaling: "min-max"
          hidden: [8]
          activation: "tanh"
          regularization: "none"
          batch_normalization: false
          dropout: 0.0
          optimizer: "sgd"
          learning_rate: 0.01
          loss: "mse"
          batch_size: 5
          epochs: 3
          early_stopping: true
          patience: 20
          min_delta: "0.001 or 1.25 %"
          train_fraction: 0.7
          split_seed: 0
          seed: 0
          threads: 1

          """)
    }
  }
}
