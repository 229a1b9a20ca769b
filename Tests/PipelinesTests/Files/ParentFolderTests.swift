import Testing
import Vintner

struct ParentFolderTests {
  @Test(arguments: [
    ("a/b", "a"), ("a/b/", "a"), ("a//b", "a"), ("/a", "/"), ("//a", "/"), ("/a/b", "/a"), ("a", "."),
    ("a/", "."), ("ab", "."), (".", "."), ("..", "."), ("../a", ".."), ("/", "/"), ("//", "/"), ("", "."),
    ("größe/🍷", "größe"),
  ])
  func isThePathWithoutItsLastComponent(_ path: String, _ parent: String) {
    #expect(parentFolder(of: path) == parent)
  }
}
