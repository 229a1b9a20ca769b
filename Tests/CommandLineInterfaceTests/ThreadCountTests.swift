import TestSupport
import Testing

/// How many threads `vintner train` uses: `--threads`, else `VINTNER_THREADS`, else as many as help.
struct ThreadCountTests {
  private func train(_ arguments: String..., threads: String) throws -> CommandOutcome {
    var outcome: CommandOutcome?
    try Workspace.with { workspace in
      try workspace.write(Sample.table, to: "table.csv")
      var command = workspace.command(
        ["train", "table.csv", "--target", "y", "--json"] + Sample.smallRun + arguments)
      command.environment = ["VINTNER_THREADS": threads]
      outcome = try command.run()
    }
    return try #require(outcome)
  }

  @Test func environmentGivesTheNumber() throws {
    #expect(try train(threads: "3").object()["threads"] as? Int == 3)
  }

  @Test func optionGoesBeforeTheEnvironment() throws {
    #expect(try train("--threads", "2", threads: "3").object()["threads"] as? Int == 2)
  }

  /// The table of these tests is far too small for a second thread.
  @Test func emptyEnvironmentGivesNone() throws {
    #expect(try train(threads: "").object()["threads"] as? Int == 1)
  }

  @Test(arguments: ["many", "0", "1025", "2.5"]) func refusesWhatIsNoNumber(_ text: String) throws {
    try train(threads: text).expectRefusal(
      64,
      "The environment variable VINTNER_THREADS is \"\(text)\": give a whole number from 1 to 1024,"
        + " or unset it.")
  }

  /// `predict` and `evaluate` follow the same two, and answer alike with any number.
  @Test func usingAModelFollowsThem() throws {
    try Workspace.with { workspace in
      _ = try workspace.train()
      let answers = try ["1", "3"].map { threads in
        try workspace.vintner("predict", "out/model.safetensors", "table.csv", "--threads", threads)
          .standardOutput
      }
      #expect(answers[0].hasPrefix("prediction\n"))
      #expect(answers[0] == answers[1])
      try workspace.vintner("predict", "out/model.safetensors", "table.csv", "--threads", "0")
        .expectRefusal(
          64, "--threads is 0, where 1 to 1024 is expected; see 'vintner predict --help'.")
      for name in ["predict", "evaluate"] {
        var command = workspace.command([name, "out/model.safetensors", "table.csv"])
        command.environment = ["VINTNER_THREADS": "many"]
        try command.run().expectRefusal(
          64,
          "The environment variable VINTNER_THREADS is \"many\": give a whole number from 1 to 1024, or unset it."
        )
      }
    }
  }
}
