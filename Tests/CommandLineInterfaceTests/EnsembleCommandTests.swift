import Foundation
import TestSupport
import Testing

/// Ensembles, bagging and training again on all rows, from the command line.
struct EnsembleCommandTests {
  private func predictions(_ workspace: Workspace, _ model: String) throws -> [Double] {
    let outcome = try workspace.vintner("predict", model, "table.csv")
    #expect(outcome.exitCode == 0, "\(outcome.standardError)")
    return outcome.standardOutput.split(separator: "\n").dropFirst().compactMap { Double($0) }
  }

  /// The medians of three runs with the seeds 0 to 2.
  @Test func anEnsembleIsTrainedPredictsAndIsInspectedAsOneModel() throws {
    try Workspace.with { workspace in
      let outcome = try workspace.train("--ensemble", "3", "--ensemble-combination", "median", "--json")
      #expect(outcome.exitCode == 0, "\(outcome.standardError)")
      #expect(outcome.standardError.contains("epoch 3/3  loss "))
      let object = try outcome.object()
      #expect(object["best_epochs"] as? [Int] == [3, 3, 3])
      #expect((object["ensemble"] as? [String: Any])?["members"] as? Int == 3)
      let singles = try (0..<3).map { seed in
        _ = try workspace.train("--seed", "\(seed)", output: "seed-\(seed)")
        return try predictions(workspace, "seed-\(seed)/model.safetensors")
      }
      let found = try predictions(workspace, "out/model.safetensors")
      #expect(found.count == 20)
      for row in 0..<20 { #expect(abs(found[row] - singles.map { $0[row] }.sorted()[1]) < 1e-5) }
      // The history is the mean of theirs.
      func losses(_ folder: String) throws -> [Double] {
        try workspace.text("\(folder)/history.csv").split(separator: "\n").dropFirst().map {
          try #require(Double($0.split(separator: ",")[2]))
        }
      }
      let own = try (0..<3).map { try losses("seed-\($0)") }
      for (epoch, loss) in try losses("out").enumerated() {
        #expect(abs(loss - own.reduce(0) { $0 + $1[epoch] } / 3) < 1e-6)
      }
      let evaluated = try workspace.vintner(
        "evaluate", "out/model.safetensors", "table.csv", "--part", "validation", "--json")
      let (mae, expected) = (try evaluated.object()["mae"] as? Double, object["val_mae"] as? Double)
      #expect(mae != nil && mae == expected)

      let inspected = try workspace.vintner("inspect", "out/model.safetensors")
      #expect(inspected.standardOutput.contains("\nensemble    median of 3 networks\n"))
      #expect(inspected.standardOutput.contains("; the weights are those of the epochs 3, 3, 3\n"))
      #expect(inspected.standardOutput.contains("\ntrainable parameters: 99\n"))
      let json = try workspace.vintner("inspect", "out/model.safetensors", "--json").object()
      #expect((json["ensemble"] as? [String: Any])?["combination"] as? String == "median")
      let explained = try workspace.vintner("explain", "out/model.safetensors", "table.csv", "--json")
      #expect(explained.exitCode == 0, "\(explained.standardError)")

      // The run file repeats it, with any number of threads.
      let again = try workspace.vintner(
        "train", "--config", "out/config.yaml", "--threads", "1", "--output", "again")
      #expect(again.exitCode == 0, "\(again.standardError)")
      #expect(try workspace.data("again/model.safetensors") == workspace.data("out/model.safetensors"))
    }
  }

  @Test func foldsAreBagged() throws {
    try Workspace.with { workspace in
      let outcome = try workspace.train("--folds", "4", "--fold-models", "bagging", "--json")
      #expect(outcome.exitCode == 0, "\(outcome.standardError)")
      #expect(
        try workspace.names("out").filter { !$0.hasPrefix(".") } == [
          "config.yaml", "folds.csv", "model.safetensors", "oof.csv",
        ])
      let lines = try workspace.text("out/oof.csv").split(separator: "\n").map { $0.split(separator: ",") }
      #expect(lines[0] == ["row", "fold", "prediction"] && lines.count == 21)
      // y of row i is 3·i mod 5.
      let errors = try lines.dropFirst().enumerated().map { row, cells in
        abs(try #require(Double(cells[2])) - Double(row * 3 % 5))
      }
      let measured = try #require(try outcome.object()["out_of_fold"] as? [String: Any])
      let mae = try #require(measured["mae"] as? Double)
      #expect(abs(mae - errors.reduce(0, +) / 20) < 1e-6)
      let text = try workspace.vintner("inspect", "out/model.safetensors").standardOutput
      #expect(text.contains("mean of 4 networks"))
      #expect(text.contains("4 folds, each network trained on the others, seed 0"))
      // An ordinary run removes the predictions.
      _ = try workspace.train()
      #expect(try !workspace.names("out").contains("oof.csv"))
    }
  }

  @Test func aModelIsTrainedAgainOnAllRows() throws {
    try Workspace.with { workspace in
      let first = try workspace.train("--json", output: "first").object()
      let outcome = try workspace.train("--refit", "--json")
      #expect(outcome.exitCode == 0, "\(outcome.standardError)")
      let object = try outcome.object()
      #expect(object["rows_refit"] as? Int == 20)
      // What is reported was measured on rows that training had not seen.
      #expect(object["val_mae"] as? Double == first["val_mae"] as? Double)
      #expect(try workspace.text("out/history.csv").split(separator: "\n").count == 4)
      #expect(try workspace.data("out/model.safetensors") != workspace.data("first/model.safetensors"))
      let text = try workspace.vintner("inspect", "out/model.safetensors").standardOutput
      #expect(text.contains("none: trained again on all 20 rows"))
      #expect(try workspace.text("out/config.yaml").contains("\nrefit: true\n"))
      try workspace.vintner(
        "train", "table.csv", "--target", "y", "--stream", "--refit", "--output", "streamed"
      ).expectRefusal(64, "--refit does not go with --stream: leave one of them out.")
    }
  }

  @Test func numbersOfNetworksAreRefused() throws {
    try Workspace.with { workspace in
      try workspace.write(Sample.table, to: "table.csv")
      try workspace.vintner("train", "table.csv", "--target", "y", "--ensemble", "0").expectRefusal(
        64, "--ensemble is 0, where 1 to 64 is expected; see 'vintner train --help'.")
    }
  }
}
