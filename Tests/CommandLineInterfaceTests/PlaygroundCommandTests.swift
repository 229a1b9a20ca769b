import Foundation
import TestSupport
import Testing

/// How `vintner playground` shows its page.
struct PlaygroundCommandTests {
  #if os(Linux)
    /// Whoever reads the arguments of other users' processes does not learn the token: the browser gets a file of which
    /// only this user can read anything, and which is gone at the end.
    @Test func theBrowserGetsTheAddressInAPrivateFile() throws {
      try Workspace.with { workspace in
        let note = workspace.folder.appending(path: "note").path
        try workspace.write(
          "#!/bin/sh\n{ echo \"$#\" \"$1\"; stat -c %a \"$1\" \"${1%/*}\"; cat \"$1\"; } > '\(note).part'\n"
            + "mv '\(note).part' '\(note)'\n", to: "xdg-open")
        chmod(workspace.folder.appending(path: "xdg-open").path, 0o755)
        var command = workspace.command(["playground", "--preset", "spiral"])
        command.environment["PATH"] = workspace.folder.path + ":/usr/bin:/bin"
        command.environment["TMPDIR"] = workspace.folder.path
        let server = try command.start()
        try server.wait(for: "\n")
        let address = try #require(
          server.outputSoFar.firstMatch(of: /http:\/\/127\.0\.0\.1:\d+\/#([0-9a-f]{32})/))
        let end = ContinuousClock.now + .seconds(60)
        while !FileManager.default.fileExists(atPath: note), ContinuousClock.now < end { usleep(10_000) }
        let lines = try workspace.text("note").split(separator: "\n").map(String.init)
        let page = String(try #require(lines.first?.split(separator: " ").last))
        #expect(lines.first == "1 \(page)" && !page.contains(address.1))
        #expect(lines.dropFirst().prefix(2) == ["600", "700"])
        #expect(lines.contains { $0.contains("http-equiv=\"refresh\"") && $0.contains(address.0) })
        server.send(SIGINT)
        #expect(try server.outcome().exitCode == 0)
        #expect(!FileManager.default.fileExists(atPath: page))
        #expect(try workspace.names() == ["note", "xdg-open"])
      }
    }
  #endif

  @Test func aTableThatIsLargerThanTheMemoryIsRefused() throws {
    try Workspace.with { workspace in
      try workspace.write(Data(count: 65 << 20), to: "large.csv")
      let outcome = try workspace.vintner("playground", "--no-open", "--memory", "64M", "--data", "large.csv")
      #expect(outcome.exitCode == 65)
      #expect(
        outcome.standardError
          == "vintner: large.csv is larger than the memory that the playground may take: start it with a larger"
          + " --memory.\n")
      // 24 million values of 8 bytes.
      try workspace.write("a,b\n" + String(repeating: "1,2\n", count: 12_000_000), to: "table.csv")
      let table = try workspace.vintner("playground", "--no-open", "--memory", "64M", "--data", "table.csv")
      #expect(table.exitCode == 65)
      #expect(
        table.standardError.contains("This table would take 183 MB of memory"), "\(table.standardError)")
    }
  }
}
