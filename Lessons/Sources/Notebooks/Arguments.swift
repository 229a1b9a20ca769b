import Foundation

/// What to run, and where to find it.
struct Arguments {
  let root: URL
  let options: URL
  var isCheck = false
  /// The numbers of the lessons to run; empty for all, and for custom documents.
  var numbers: [Int] = []
  private var files: [String] = []

  /// `ROOT OPTIONS [--check] [NUMBER ...|FILE.md ...]`; nil for anything else.
  init?(_ arguments: [String]) {
    guard arguments.count >= 2 else { return nil }
    root = URL(filePath: arguments[0])
    options = URL(filePath: arguments[1])
    for argument in arguments.dropFirst(2) {
      if argument == "--check" {
        isCheck = true
      } else if let number = Int(argument), number > 0 {
        numbers.append(number)
      } else if argument.hasSuffix(".md") {
        files.append(argument)
      } else {
        return nil
      }
    }
    guard numbers.isEmpty || files.isEmpty else { return nil }
  }

  /// Whether custom documents are run rather than lessons.
  var isCustom: Bool { !files.isEmpty }

  /// The folder of the lessons.
  var folder: URL { root.appending(path: "notebooks-md") }

  /// The lessons or documents to run.
  func chosenLessons() throws(NotebookFault) -> [Lesson] {
    if isCustom {
      var lessons: [Lesson] = []
      for file in files { lessons.append(try Lesson(contentsOf: URL(filePath: file), named: file)) }
      return lessons
    }
    let all = try allLessons()
    if numbers.isEmpty { return all }
    var chosen: [Lesson] = []
    for number in numbers {
      guard let found = all.first(where: { $0.number == number }) else {
        throw NotebookFault("notebooks-md", nil, "there is no lesson \(number).")
      }
      chosen.append(found)
    }
    return chosen
  }

  /// All lessons of the course, in their order.
  func allLessons() throws(NotebookFault) -> [Lesson] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
      throw NotebookFault("notebooks-md", nil, "there is no such folder.")
    }
    var lessons: [Lesson] = []
    for name in names.sorted() where name.wholeMatch(of: /\d\d-.*\.md/) != nil {
      lessons.append(try Lesson(contentsOf: folder.appending(path: name), named: "notebooks-md/\(name)"))
    }
    return lessons
  }
}
