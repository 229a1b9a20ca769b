import TestSupport
import Testing

/// How many threads `vintner train` uses: `--threads`, else `VINTNER_THREADS`, else as many as pay.
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
}
