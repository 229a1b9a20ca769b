import Foundation
import TestSupport
import Testing

/// `vintner predict`, `evaluate` and `inspect`: what a model and a table are good for.
struct UseTests {
  @Test func predictsEveryRow() throws {
    try Workspace.withModel { workspace in
      let outcome = try workspace.vintner("predict", "model.safetensors", "table.csv")
      #expect(outcome.exitCode == 0)
      #expect(outcome.standardError == Sample.noteOfRowsOutside + "\n")
      let lines = outcome.standardOutput.split(separator: "\n")
      #expect(lines.count == 21)
      #expect(lines[0] == "prediction")
      #expect(lines.dropFirst().allSatisfy { Double($0) != nil })

      let written = try workspace.vintner("predict", "model.safetensors", "table.csv", "--output", "p.csv")
      #expect(written.standardOutput.isEmpty && written.standardError == outcome.standardError)
      #expect(try workspace.text("p.csv") == outcome.standardOutput)
      let piped = try workspace.vintner("predict", "model.safetensors", "-", input: Sample.table)
      #expect(piped.standardOutput == outcome.standardOutput)
    }
  }

  @Test func findsColumnsByName() throws {
    try Workspace.withModel { workspace in
      let expected = try workspace.vintner("predict", "model.safetensors", "table.csv").standardOutput
      let turned = (0..<20).map { "\($0 * 2 % 7);red;\($0)\n" }.joined()
      let outcome = try workspace.vintner("predict", "model.safetensors", "-", input: "b;colour;a\n" + turned)
      #expect(outcome.standardOutput == expected)
    }
  }

  @Test func refusesColumnsThatAreMissingOrNoNumbers() throws {
    try Workspace.withModel { workspace in
      try workspace.vintner("predict", "model.safetensors", "-", input: "A,c\n1,2\n").expectRefusal(
        65, #"The table lacks columns that the model needs: "a" (nearest: "A"), "b" (nearest: "A")."#)
      try workspace.vintner("evaluate", "model.safetensors", "-", input: "a,b\n1,2\n").expectRefusal(
        65, #"The table lacks a column that the model needs: "y"."#)
      let text = try workspace.vintner("predict", "model.safetensors", "-", input: "a,b\n1,red\n")
      #expect(text.exitCode == 65)
      #expect(text.standardError.hasPrefix(#"vintner: The column "b" is "#))
      #expect(text.standardError.split(separator: "\n").count == 1)
      #expect(text.standardOutput.isEmpty)
      try workspace.vintner("predict", "model.safetensors", "-").expectRefusal(
        65, "standard input: the file is empty; it needs a header and rows.")
    }
  }

  @Test func evaluates() throws {
    try Workspace.withModel { workspace in
      let object = try workspace.vintner("evaluate", "model.safetensors", "table.csv", "--json").object()
      let predictions = try workspace.vintner("predict", "model.safetensors", "table.csv").standardOutput
        .split(separator: "\n").compactMap { Double($0) }
      let targets = (0..<20).map { Double($0 * 3 % 5) }
      let errors = zip(predictions, targets).map { $0 - $1 }
      let mae = errors.reduce(0) { $0 + abs($1) } / 20
      let rmse = (errors.reduce(0) { $0 + $1 * $1 } / 20).squareRoot()
      // Σ (y − ȳ)² of four times 0…4 around 2 is 40.
      let rSquared = 1 - errors.reduce(0) { $0 + $1 * $1 } / 40
      #expect(object["rows"] as? Int == 20)
      for (key, expected) in [("mae", mae), ("rmse", rmse), ("r2", rSquared)] {
        let found = try #require(object[key] as? Double)
        #expect(relativeDifference(found, expected) < 1e-12, "\(key)")
      }
      let text = try workspace.vintner("evaluate", "model.safetensors", "table.csv").standardOutput
      #expect(
        text.split(separator: "\n").map { $0.prefix(4) } == ["targ", "MAE ", "RMSE", "R²  ", "lose", "    "])
      #expect(text.hasPrefix("target    y, 20 rows\n"))
    }
  }

  @Test func inspectsAModelByNameOrContents() throws {
    try Workspace.withModel { workspace in
      let text = try workspace.vintner("inspect", "model.safetensors").standardOutput
      for part in [
        #"model.safetensors: predicts "y" from 2 columns"#,
        "0      dense (relu)          8  kernel 2×8, bias 8          24",
        "1      dense (linear)        1  kernel 8×1, bias 1           9",
        "trainable parameters: 33\nnon-trainable parameters: 0",
        "a       feature  integer          1  19", "y       target   integer          0   4",
        "optimizer   adam, learning rate 0.001", "loss        mae, batches of 5 rows", "data        SHA-256 ",
      ] {
        #expect(text.contains(part), "\(part)")
      }
      try workspace.write(Sample.model, to: "renamed")
      let object = try workspace.vintner("inspect", "renamed", "--json").object()
      #expect(object["trainable_parameters"] as? Int == 33)
      #expect((object["layers"] as? [Any])?.count == 2)
      #expect((object["provenance"] as? [String: Any])?["epochs"] as? Int == 3)
    }
  }

  @Test func inspectsATable() throws {
    try Workspace.with { workspace in
      let table = "name,size,good\nred,1.5,true\n\"a \"\"b\"\"\",,false\nred,1.5,true\n"
      try workspace.write(table, to: "table.csv")
      let object = try workspace.vintner("inspect", "table.csv", "--json").object()
      #expect(object["rows"] as? Int == 3)
      #expect(object["bytes"] as? Int == table.utf8.count)
      #expect(try #require(object["read_seconds"] as? Double) > 0)
      let columns = try #require(object["columns"] as? [[String: Any]])
      #expect(columns.map { $0["name"] as? String } == ["name", "size", "good"])
      #expect(columns.map { $0["type"] as? String } == ["text", "number", "boolean"])
      #expect(columns.map { $0["missing"] as? Int } == [0, 1, 0])
      #expect(
        try workspace.vintner("inspect", "table.csv").standardOutput == """
          table.csv: 3 rows, 3 columns, \(table.utf8.count) bytes; 1 row repeats an earlier one

          column  type     missing  min    mean  median  max
          name    text           0
          size    number         1  1.5     1.5     1.5  1.5
          good    boolean        0    0  0.6667       1    1

          text column  distinct  most frequent  rows  longest
          name                2  red               2  a "b"

          """)
    }
  }

  @Test func inspectsRedWineWithinEightyColumns() throws {
    let text = try Command.vintner("inspect", Repository.redWine.path).run().standardOutput
    let lines = text.split(separator: "\n")
    #expect(lines.dropFirst().allSatisfy { $0.count <= 80 })
    #expect(text.contains("1,599 rows, 12 columns, 84,199 bytes; 240 rows repeat earlier ones\n"))
    #expect(text.contains("\nquality               integer        0       3    5.636       6      8\n"))
  }
}

extension CommandOutcome {
  /// Expects success without a word.
  func expectSilence(sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(exitCode == 0, sourceLocation: sourceLocation)
    #expect(standardOutput + standardError == "", sourceLocation: sourceLocation)
  }
}
