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

  /// The documents to run.
  func documents() throws(NotebookFault) -> [Document] {
    if isCustom { return files.map { Document(url: URL(filePath: $0), name: $0) } }
    let all = try allLessons()
    if numbers.isEmpty { return all }
    var chosen: [Document] = []
    for number in numbers {
      guard let found = all.first(where: { $0.number == number }) else {
        throw NotebookFault("notebooks-md", nil, "there is no lesson \(number).")
      }
      chosen.append(found)
    }
    return chosen
  }

  /// All lessons of the course, in their order.
  func allLessons() throws(NotebookFault) -> [Document] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
      throw NotebookFault("notebooks-md", nil, "there is no such folder.")
    }
    return names.filter { $0.wholeMatch(of: /\d\d-.*\.md/) != nil }.sorted().map {
      Document(url: folder.appending(path: $0), name: "notebooks-md/\($0)")
    }
  }
}

/// A document on disk.
struct Document {
  let url: URL
  /// As messages name it.
  let name: String

  var number: Int? { Int(url.lastPathComponent.prefix { $0.isNumber }) }

  /// The folder of its figures.
  var figures: URL { url.deletingLastPathComponent().appending(path: "figures") }

  /// The figures in that folder whose names begin with the lesson's prefix.
  func figureFiles(of lesson: Lesson) throws -> [String] {
    guard FileManager.default.fileExists(atPath: figures.path) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: figures.path).sorted().filter {
      $0.hasPrefix("\(lesson.figurePrefix)-") && $0.hasSuffix(".svg")
    }
  }
}
