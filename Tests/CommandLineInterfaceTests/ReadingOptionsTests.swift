import Foundation
import TestSupport
import Testing

/// How a CSV file is written, as flags and run files say it.
struct ReadingOptionsTests {
  /// The sample table in another writing: a preamble, remarks, semicolons, decimal commas, its own spelling of
  /// missing values, Latin-1.
  private static let other: Data = {
    var lines = ["exported by x", "b;größe;y", "# a remark"]
    for row in 0..<20 { lines.append("\(row * 2 % 7),0;\(row).000,5;\(row * 3 % 5)") }
    return (lines.joined(separator: "\r\n") + "\r\n").data(using: .isoLatin1)!
  }()

  /// The same rows as any reader takes them.
  private static let plain =
    "b,größe,y\n"
    + (0..<20).map { "\($0 * 2 % 7),\($0 == 0 ? "0.5" : "\($0)000.5"),\($0 * 3 % 5)\n" }.joined()

  private static let flags = [
    "--skip-rows", "1", "--delimiter", ";", "--decimal", ",", "--thousands", ".", "--comment", "#",
    "--encoding",
    "latin1", "--header", "yes", "--types", "b=number", "--missing-values", "--,?",
  ]

  private static let settings = """
    delimiter: ";"
    header: "yes"
    decimal: ","
    thousands: "."
    missing_values: ["--", "?"]
    types: ["b=number"]
    skip_rows: 1
    comment: "#"
    encoding: "latin1"

    """

  private func with(_ body: (Workspace) throws -> Void) throws {
    try Workspace.with { workspace in
      // 0.000,5 is no number with a separator of thousands.
      let text = String(data: Self.other, encoding: .isoLatin1)!.replacing(";0.000,5;", with: ";0,5;")
      try workspace.write(text.data(using: .isoLatin1)!, to: "other.csv")
      try workspace.write(Self.plain, to: "plain.csv")
      try body(workspace)
    }
  }

  private func train(_ workspace: Workspace, _ file: String, _ arguments: [String], _ output: String) throws {
    let outcome = try workspace.command(
      ["train", file, "--target", "y", "--output", output] + Sample.smallRun + arguments
    ).run()
    #expect(outcome.exitCode == 0, "\(outcome.standardError)")
  }

  @Test(arguments: [[], ["--stream", "--window", "7"]])
  func trainUsesAndSavesThem(_ arguments: [String]) throws {
    try with { workspace in
      try train(workspace, "plain.csv", arguments, "plain")
      try train(workspace, "other.csv", Self.flags + arguments, "other")
      let config = try workspace.text("other/config.yaml")
      #expect(config.contains("\n" + Self.settings), "\(config)")
      let again = try workspace.vintner("train", "--config", "other/config.yaml", "--output", "again")
      #expect(again.exitCode == 0, "\(again.standardError)")
      for file in ["config.yaml", "model.safetensors"] {
        #expect(try workspace.data("again/\(file)") == workspace.data("other/\(file)"), "\(file)")
      }
      let predicted = try workspace.vintner("predict", "plain/model.safetensors", "plain.csv").standardOutput
      for model in ["plain", "other"] {
        let other = try workspace.command(
          ["predict", "\(model)/model.safetensors", "other.csv"] + Self.flags
        ).run()
        #expect(other.standardOutput == predicted, "\(other.standardError)")
      }
      let measured = try workspace.vintner("evaluate", "plain/model.safetensors", "plain.csv").standardOutput
      let other = try workspace.command(["evaluate", "plain/model.safetensors", "other.csv"] + Self.flags)
        .run()
      #expect(other.standardOutput == measured)
    }
  }

  /// A model is used on files like the one that it was trained on without a word, and on others with some.
  @Test func modelsKeepThem() throws {
    try with { workspace in
      try train(workspace, "other.csv", Self.flags, "other")
      for command in ["predict", "evaluate", "explain"] {
        let given = try workspace.command([command, "other/model.safetensors", "other.csv"] + Self.flags)
          .run()
        let kept = try workspace.vintner(command, "other/model.safetensors", "other.csv")
        #expect(kept.exitCode == 0 && kept.standardOutput == given.standardOutput, "\(kept.standardError)")
        let note =
          "note: The file is read as the one that the model was trained on: --delimiter \";\" --header \"yes\""
          + " --decimal \",\" --thousands \".\" --missing-values \"--,?\" --types \"b=number\" --skip-rows \"1\""
          + " --comment \"#\" --encoding \"latin1\".\n"
        #expect(kept.standardError == note + given.standardError)
      }
      let expected = try workspace.vintner("predict", "other/model.safetensors", "other.csv").standardOutput
      let plain = [
        "--delimiter", ",", "--decimal", ".", "--thousands", "_", "--skip-rows", "0", "--encoding", "utf-8",
      ]
      let predicted = try workspace.command(["predict", "other/model.safetensors", "plain.csv"] + plain).run()
      #expect(predicted.standardOutput == expected, "\(predicted.standardError)")
      let inspected = try workspace.vintner("inspect", "other/model.safetensors", "--json").object()
      let settings = try #require(inspected["file_settings"] as? [String: Any])
      #expect(settings["delimiter"] as? String == ";" && settings["skip_rows"] as? Int == 1)
      let text = try workspace.vintner("inspect", "other/model.safetensors").standardOutput
      #expect(text.replacing(/\s+/, with: " ").contains("read with delimiter ;, header yes, decimal ,, "))
    }
  }

  /// A type that was given for the target is no matter where there is none.
  @Test func typesOfAbsentColumnsAreNotMissed() throws {
    try with { workspace in
      try train(workspace, "plain.csv", ["--types", "y=number,b=text"], "typed")
      let rows = "größe,b\n1,2\n3,4\n"
      let outcome = try workspace.vintner("predict", "typed/model.safetensors", "-", input: rows)
      #expect(outcome.exitCode == 0, "\(outcome.standardError)")
      #expect(outcome.standardOutput.split(separator: "\n").count == 3)
    }
  }

  @Test func inspectUsesThem() throws {
    try with { workspace in
      func columns(_ outcome: CommandOutcome) throws -> [[String: String]] {
        try #require(try outcome.object()["columns"] as? [[String: Any]]).map { column in
          column.mapValues { "\($0)" }
        }
      }
      let plain = try columns(workspace.vintner("inspect", "plain.csv", "--types", "b=number", "--json"))
      let other = try workspace.command(["inspect", "other.csv", "--json"] + Self.flags).run()
      #expect(try columns(other) == plain)
      #expect(
        other.standardError
          == "note: Column größe holds numbers with separators of thousands (1.234): read as numbers.\n")
    }
  }

  @Test func experimentsVaryThem() throws {
    try with { workspace in
      try workspace.write(
        "data: other.csv\ntarget: y\nhidden: [4]\nbatch_size: 5\nepochs: 2\nseeds: 1\n" + Self.settings
          + "variations:\n  comment: [\"#\", \"%\"]\n", to: "try.yaml")
      // With % the remark is a row.
      let outcome = try workspace.vintner("experiment", "try.yaml")
      #expect(outcome.exitCode != 0)
      #expect(
        outcome.standardError.contains("In the variation with comment %: other.csv, line 3"),
        "\(outcome.standardError)")
      try workspace.write(
        "data: other.csv\ntarget: y\nhidden: [4]\nbatch_size: 5\nepochs: 2\nseeds: 1\n" + Self.settings
          + "variations:\n  ragged: [refuse, fill]\n", to: "try.yaml")
      let good = try workspace.vintner("experiment", "try.yaml", "--json")
      #expect(try good.object()["runs"] as? Int == 2, "\(good.standardError)")
    }
  }

  /// The remedy that an error names works on the input that caused it.
  @Test func remediesWork() throws {
    try Workspace.with { workspace in
      try workspace.write("a,b\n1,2\n3\n", to: "short.csv")
      try workspace.write(Data("a,b\n1,J".utf8) + [0xFC] + Data("rgen\n".utf8), to: "latin.csv")
      try workspace.write("a,b\n1,2\n".data(using: .utf16)!, to: "wide.csv")
      for (file, remedy) in [
        ("short.csv", ["--ragged", "fill"]), ("latin.csv", ["--encoding", "latin1"]),
        ("wide.csv", ["--encoding", "utf-16"]),
      ] {
        let refused = try workspace.vintner("inspect", file)
        #expect(refused.exitCode == 65)
        #expect(refused.standardError.contains(remedy.joined(separator: " ")), "\(refused.standardError)")
        #expect(try workspace.command(["inspect", file] + remedy).run().exitCode == 0)
      }
    }
  }

  @Test(arguments: [
    (["--delimiter", "ab"], "--delimiter is \"ab\", where one character, tab or space is expected"),
    (
      ["--types", "zip"],
      "--types[0] is \"zip\", where COLUMN=TYPE (integer, number, text, boolean) is expected"
    ),
    (["--header", "maybe"], "--header is \"maybe\", where one of yes, no is expected"),
    (["--skip-rows", "-1"], "--skip-rows is -1, where 0 or more is expected"),
    (
      ["--encoding", "latin"],
      "--encoding is \"latin\", where one of utf-8, latin1, windows-1252, big5, shift_jis,"
    ),
  ])
  func wrongValuesAreRefused(_ flags: [String], _ sentence: String) throws {
    try Workspace.with { workspace in
      try workspace.write(Sample.table, to: "table.csv")
      let outcome = try workspace.command(["inspect", "table.csv"] + flags).run()
      #expect(outcome.exitCode == 64)
      #expect(outcome.standardError.contains(sentence), "\(outcome.standardError)")
    }
  }

  @Test func tabsAndSpacesHaveNames() throws {
    try Workspace.with { workspace in
      try workspace.write("a,b\tc\n1,2\t3\n", to: "tab.csv")
      try workspace.write("a,b c\n1,2 3\n", to: "space.csv")
      for name in ["tab", "space"] {
        let outcome = try workspace.vintner("inspect", "\(name).csv", "--delimiter", name)
        #expect(
          outcome.standardOutput.hasPrefix("\(name).csv: 1 row, 2 columns"), "\(outcome.standardOutput)")
      }
    }
  }

  /// The look for a model's first bytes took them from the table.
  @Test func inspectReadsAllOfAPipe() throws {
    try Workspace.with { workspace in
      let outcome = try workspace.vintner(
        "inspect", "/dev/stdin", "--json", input: "first,second\n1,2\n3,4\n")
      let columns = try #require(try outcome.object()["columns"] as? [[String: Any]])
      #expect(columns.map { $0["name"] as? String } == ["first", "second"])
    }
  }
}
