import Foundation
import TestSupport
import Testing

/// `--encode embedding` from training to prediction.
struct EmbeddingCommandTests {
  private static let table =
    "city,size,y\n" + (0..<60).map { "city \($0 % 12),\($0 % 7),\($0 % 12 * 5 % 12)\n" }.joined()

  @Test func aModelEmbedsItsCategories() throws {
    try Workspace.with { workspace in
      try workspace.write(Self.table, to: "cities.csv")
      let trained = try workspace.command(
        [
          "train", "cities.csv", "--target", "y", "--encode", "embedding", "--max-categories", "8",
          "--output", "out",
        ] + Sample.smallRun
      ).run()
      #expect(trained.exitCode == 0, "\(trained.standardError)")
      #expect(
        trained.standardError.contains(
          "The column \"city\" becomes codes of 12 categories, for an embedding."))
      let inspected = try workspace.vintner("inspect", "out/model.safetensors").standardOutput
      #expect(inspected.contains(/0 +embedding +9 +embeddings 13×8 +104/), "\(inspected)")
      #expect(inspected.contains("city 9 (embedded)") || inspected.contains("and 2 more (embedded)"))
      let again = try workspace.vintner("train", "--config", "out/config.yaml", "--output", "again")
      #expect(again.exitCode == 0, "\(again.standardError)")
      #expect(try workspace.data("again/model.safetensors") == workspace.data("out/model.safetensors"))
      try workspace.write("size,city\n1,city 3\n1,Atlantis\n1,\n", to: "later.csv")
      let predicted = try workspace.vintner("predict", "out/model.safetensors", "later.csv")
      #expect(predicted.exitCode == 0)
      let lines = predicted.standardOutput.split(separator: "\n")
      #expect(lines.count == 4 && lines[2] == lines[3] && lines[1] != lines[2])
      #expect(try workspace.vintner("evaluate", "out/model.safetensors", "cities.csv").exitCode == 0)
      let streamed = try workspace.vintner(
        "train", "cities.csv", "--target", "y", "--encode", "embedding", "--stream")
      #expect(streamed.exitCode != 0)
      #expect(
        streamed.standardError.contains(
          "Streaming does not take an embedding of categories (all rows would be needed at once): choose one-hot"
        ))
    }
  }
}
