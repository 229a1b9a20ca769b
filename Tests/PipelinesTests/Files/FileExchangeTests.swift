import Foundation
import TestSupport
import Testing
import Vintner

/// Files that are replaced together.
@Suite struct FileExchangeTests {
  let scratch = Scratch()

  /// Writes files with the letters of a text as the contents.
  private func write(_ texts: KeyValuePairs<String, String>, removing removed: [String] = []) throws {
    try OutputDirectory(scratch.path).write(
      texts.map { (name: $0.key, bytes: Array($0.value.utf8)) }, removing: removed)
  }

  @Test func replacesAllAndKeepsWhatIsNotItsOwn() throws {
    scratch.write("old", to: "a")
    chmod(scratch.path(of: "a"), 0o640)
    scratch.write("mine", to: "notes")
    mkdir(scratch.path(of: "folder"), 0o777)
    try write(["a": "new", "b": "new", "figures/c": "new"])
    #expect(scratch.names == ["a", "b", "figures", "folder", "notes"])
    #expect(["a", "b", "figures/c", "notes"].map(scratch.text) == ["new", "new", "new", "mine"])
    var status = stat()
    #expect(lstat(scratch.path(of: "a"), &status) == 0)
    #expect(status.st_mode & S_IFMT == S_IFREG && status.st_mode & 0o777 == 0o640 && status.st_nlink == 1)
  }

  @Test func removesWhatNoLongerBelongs() throws {
    for name in ["a", "stale"] { scratch.write("old", to: name) }
    try write(["a": "new"], removing: ["a", "stale", "none"])
    #expect(scratch.names == ["a"] && scratch.text(of: "a") == "new")
  }

  /// Files, links and nothing are replaced; anything else is refused, and nothing has changed.
  @Test func replacesAllOrNone() throws {
    scratch.write("old", to: "a")
    mkdir(scratch.path(of: "directory"), 0o777)
    mkfifo(scratch.path(of: "pipe"), 0o600)
    symlink("none/x", scratch.path(of: "lost"))
    let names = scratch.names
    for (name, code) in [("directory", EISDIR), ("pipe", ENXIO), ("lost", ENOENT), ("a/b", ENOTDIR)] {
      let failure = #expect(throws: OutputError.self) {
        try OutputDirectory(scratch.path).write([("a", [1]), ("new/b", [1]), (name, [1])])
      }
      #expect(failure?.code == code, "\(name): \(String(describing: failure))")
      #expect(scratch.text(of: "a") == "old" && scratch.names == names)
    }
  }

  @Test func writesWhereLinksLead() throws {
    let other = Scratch()
    other.write("old", to: "x")
    symlink(other.path(of: "x"), scratch.path(of: "a"))
    symlink("y", scratch.path(of: "b"))
    try write(["a": "new", "b": "new", "c": "new"])
    #expect(other.text(of: "x") == "new" && other.names == ["x"])
    #expect(scratch.names == ["a", "b", "c", "y"] && scratch.text(of: "y") == "new")
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: scratch.path(of: "a")) == other.path(of: "x"))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: scratch.path(of: "b")) == "y")
  }

  /// What a process leaves that is killed with the files half exchanged, made by hand: a new and an old version of
  /// each file, names that are links through `now`, and one that is not yet or no longer.
  @Test(arguments: ["old", "new"], ["a", "figures/b"])
  func settlesWhatWasLeft(_ now: String, _ plain: String) throws {
    let area = scratch.path(of: ".vintner-run")
    for folder in ["figures", ".vintner-run", ".vintner-run/old/figures", ".vintner-run/new/figures"] {
      try FileManager.default.createDirectory(
        atPath: scratch.path(of: folder), withIntermediateDirectories: true)
    }
    for version in ["old", "new"] {
      for name in ["a", "figures/b"] { scratch.write(version, to: ".vintner-run/\(version)/\(name)") }
    }
    scratch.write("new", to: ".vintner-run/new/first")
    scratch.write("a\nfirst\nfigures/b", to: ".vintner-run/names")
    symlink(now, "\(area)/now")
    symlink(".vintner-run/now/a", scratch.path(of: "a"))
    symlink("../.vintner-run/now/figures/b", scratch.path(of: "figures/b"))
    symlink(".vintner-run/now/first", scratch.path(of: "first"))
    unlink(scratch.path(of: plain))
    scratch.write(now, to: plain)
    // Even before anybody settles it, the names lead to one version.
    #expect(scratch.text(of: "a") == now && scratch.text(of: "figures/b") == now)
    _ = try OutputDirectory(scratch.path)
    #expect(scratch.names == (now == "new" ? ["a", "figures", "first"] : ["a", "figures"]))
    for name in ["a", "figures/b"] {
      var status = stat()
      #expect(lstat(scratch.path(of: name), &status) == 0 && status.st_mode & S_IFMT == S_IFREG)
      #expect(scratch.text(of: name) == now)
    }
  }
}
