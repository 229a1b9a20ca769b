import Foundation
import TestSupport
import Testing

/// `vintner train` on tables as people have them: no option but the target.
struct OrdinaryTableTests {
  /// 60 rides: a row number, dates, texts of few and of many values, a constant, gaps, and rows without a target.
  static let rides =
    "id,start,colour,place,currency,distance,fare\n"
    + (0..<60).map { row in
      let day = "2019-03-\(row % 28 + 1 < 10 ? "0" : "")\(row % 28 + 1) 0\(row % 10):30:00"
      let distance = row % 6 == 5 ? "" : "\(Double(row % 9) + 0.5)"
      let fare = row == 7 ? "" : "\(3 + 2 * (row % 9))"
      return [
        "\(row + 1)", day, row % 2 == 0 ? "green" : "yellow", "street \(row)", "USD", distance, fare,
      ].joined(separator: ",") + "\n"
    }.joined()

  private static let run = ["--hidden", "8", "--epochs", "5", "--batch-size", "8"]

  private func notes(_ outcome: CommandOutcome) -> [Substring] {
    outcome.standardError.split(separator: "\n").filter { $0.hasPrefix("note: ") }.map { $0.dropFirst(6) }
  }

  private func train(_ workspace: Workspace, _ arguments: String...) throws -> CommandOutcome {
    try workspace.write(Self.rides, to: "rides.csv")
    return try workspace.command(
      ["train", "rides.csv", "--target", "fare", "--output", "out"] + Self.run + arguments
    ).run()
  }

  @Test func trainAtTheFirstCommand() throws {
    try Workspace.with { workspace in
      let outcome = try train(workspace)
      #expect(outcome.exitCode == 0, "\(outcome.standardError)")
      let notes = notes(outcome)
      #expect(
        notes.prefix(5) == [
          #"1 of 60 rows lack the target "fare" and are left out."#,
          #"The column "start" holds dates, the year first: it becomes "start_weekday_sin", "start_weekday_cos","#
            + #" "start_hour_sin", "start_hour_cos"."#,
          #"The column "id" numbers the rows: it is left out of the features."#,
          #"The column "currency" is constant in the training rows: it is left out of the features."#,
          #"The text column "place" has a different value in every training row: it is left out of the features."#,
        ])
      #expect(notes.count == 7)
      #expect(notes[5].hasPrefix(#"The column "distance" lacks "#))
      #expect(
        notes[5].contains("they are filled with their median")
          && notes[5].hasSuffix(#""distance missing" shows which."#))
      #expect(notes[6] == #"The text column "colour" becomes 2 columns of 0 and 1."#)

      // The saved model does the same to new rows, and says what it did not know.
      let rows = "start,colour,distance\n2020-01-01 12:00:00,Green,2.5\n2020-01-02 13:00:00,green,\n"
      let predicted = try workspace.vintner("predict", "out/model.safetensors", "-", input: rows)
      #expect(predicted.exitCode == 0, "\(predicted.standardError)")
      #expect(predicted.standardOutput.split(separator: "\n").count == 3)
      #expect(
        predicted.standardError
          == #"note: The column "colour" holds a category that training did not see in 1 row, the first "Green";"#
          + #" 1 of them differs in spelling alone, such as "Green" where training had "green": correct the"#
          + " spelling.\n")
      let evaluated = try workspace.vintner("evaluate", "out/model.safetensors", "rides.csv", "--json")
      #expect(try evaluated.object()["rows"] as? Int == 59)
      #expect(
        evaluated.standardError
          == "note: The model was trained on this very file: the figures include its training rows (--part validation"
          + " measures on the others).\n"
          + "note: 1 of 60 rows lack the target and are left out.\n")

      // The run file repeats it.
      let again = try workspace.vintner("train", "--config", "out/config.yaml", "--output", "again")
      #expect(again.exitCode == 0)
      #expect(try workspace.data("again/model.safetensors") == workspace.data("out/model.safetensors"))
    }
  }

  @Test func optionsSayOtherwise() throws {
    try Workspace.with { workspace in
      let outcome = try train(
        workspace, "--drop", "distance,colour", "--dates", "numbers", "--encode", "id")
      #expect(outcome.exitCode == 0, "\(outcome.standardError)")
      let object = try workspace.vintner("inspect", "out/model.safetensors", "--json").object()
      let inputs = try #require((object["preprocessing"] as? [String: Any])?["inputs"] as? [String])
      #expect(inputs.prefix(2) == ["id=1", "id=2"] || inputs[0].hasPrefix("id="))
      #expect(inputs.suffix(2) == ["start_weekday", "start_hour"])
      try train(workspace, "--missing", "refuse", "--drop", "place").expectRefusal(
        65,
        #"The target "fare" lacks 1 value: fill them in, or leave these rows out (in --missing fare=drop)."#)
      try train(workspace, "--drop", "fare").expectRefusal(64, #"`drop` names the target "fare"."#)
      try train(workspace, "--drop", "plaec").expectRefusal(
        64, #"There is no column "plaec"; the nearest name is "place"."#)
    }
  }

  @Test func textsOfManyValuesMayBecomeMeanTargets() throws {
    try Workspace.with { workspace in
      let table = "city,y\n" + (0..<60).map { "c\($0 % 20),\($0 % 20 + $0 % 3)\n" }.joined()
      try workspace.write(table, to: "cities.csv")
      let outcome = try workspace.command(
        [
          "train", "cities.csv", "--target", "y", "--encode", "target", "--max-categories", "5", "--output",
          "out",
        ] + Self.run
      ).run()
      #expect(outcome.exitCode == 0, "\(outcome.standardError)")
      #expect(
        notes(outcome) == [
          #"Texts of more than 5 different values become mean targets of the training rows, learned by folds:"#
            + #" "city_mean"."#
        ])
      let predicted = try workspace.vintner(
        "predict", "out/model.safetensors", "-", input: "city\nc1\nx\n7\n")
      #expect(predicted.exitCode == 0 && predicted.standardOutput.split(separator: "\n").count == 4)
      // Digits alone are still texts.
      let digits = try workspace.vintner("predict", "out/model.safetensors", "-", input: "city\n1\n2\n")
      #expect(digits.exitCode == 0, "\(digits.standardError)")
    }
  }

  @Test func aColumnWithACommaCanBeNamed() throws {
    try Workspace.with { workspace in
      let table = "\"price, net\",x,y\n" + (0..<20).map { "\($0 % 7),\($0 % 3),\($0 % 5)\n" }.joined()
      try workspace.write(table, to: "prices.csv")
      let arguments = ["train", "prices.csv", "--target", "y", "--output", "out"] + Self.run
      let outcome = try workspace.command(
        arguments + ["--features", "\"price, net\",x", "--missing", "\"price, net\"=mean"]
      ).run()
      #expect(outcome.exitCode == 0, "\(outcome.standardError)")
      let object = try workspace.vintner("inspect", "out/model.safetensors", "--json").object()
      #expect((object["preprocessing"] as? [String: Any])?["inputs"] as? [String] == ["price, net", "x"])
    }
  }

  /// The row is that of the file, and the remedies work.
  @Test func faultsAreWhereTheyAreSaid() throws {
    try Workspace.with { workspace in
      let small = Self.run + ["--output", "out"]
      let halves = "x,y\n" + (0..<60).map { "\($0 % 7),\($0 == 30 ? "0.5" : "\($0 % 2)")\n" }.joined()
      try workspace.write(halves, to: "halves.csv")
      for split in [["--stratify", "no"], ["--stratify", "yes"], ["--stream"]] {
        try workspace.command(
          ["train", "halves.csv", "--target", "y", "--task", "classification"] + small + split
        ).run().expectRefusal(
          65,
          #"The column "y" holds 0.5 in row 30 (counted from 0), which is not a class: classes are texts, booleans or"#
            + " whole numbers (--task regression).")
      }
      let codes = "code,y\n" + (0..<40).map { "\($0 == 3 ? "A1" : "0\($0 % 4)"),\($0 % 5)\n" }.joined()
      try workspace.write(codes, to: "codes.csv")
      try workspace.command(["train", "codes.csv", "--target", "y"] + small).run().expectRefusal(
        65,
        #"The column "code" has only numbers except in some cells, the first in line 5: "A1": correct the file, leave"#
          + " the column out of the features, or take its values for categories (--drop code, --encode code)."
      )
      let encoded = try workspace.command(
        ["train", "codes.csv", "--target", "y", "--encode", "code"] + small
      ).run()
      #expect(encoded.exitCode == 0, "\(encoded.standardError)")
      let huge = "x,y\n" + (0..<40).map { "\($0 == 33 ? "1e39" : "\($0 % 4)"),\($0 % 5)\n" }.joined()
      try workspace.write(huge, to: "huge.csv")
      let outcome = try workspace.command(
        ["train", "huge.csv", "--target", "y", "--scaling", "robust"] + small
      ).run()
      #expect(outcome.exitCode == 65)
      #expect(outcome.standardError.contains("a number in row 33 (counted from 0) that is far too large"))
      let inspected = try workspace.vintner("inspect", "codes.csv")
      #expect(
        inspected.standardOutput.contains("\ncode is text, not numbers, because of line 5: \"A1\"\n"))
    }
  }
}
