import Foundation

/// What to do, with which documents, and where to find them.
struct Arguments {
  enum Command: Equatable {
    /// Run the documents.
    case run
    /// Ask the exercises of a document, or the one with the number.
    case exercise(Int?)
    /// Run the Python code of the documents.
    case keras
  }

  let root: URL
  let options: URL
  private(set) var command = Command.run
  private(set) var isCheck = false
  /// The numbers of the lessons to run; empty for all, and for custom documents.
  private(set) var numbers: [Int] = []
  private var files: [String] = []

  /// `ROOT OPTIONS [--check] [NUMBER ...|FILE.md ...]`, `ROOT OPTIONS exercise NUMBER|FILE.md [EXERCISE]` or
  /// `ROOT OPTIONS keras [NUMBER ...|FILE.md ...]`; nil for anything else.
  init?(_ arguments: [String]) {
    guard arguments.count >= 2 else { return nil }
    root = URL(filePath: arguments[0])
    options = URL(filePath: arguments[1])
    var rest = arguments.dropFirst(2)
    if rest.first == "exercise" {
      rest.removeFirst()
      let number = rest.count == 2 ? Int(rest.removeLast()) : nil
      command = .exercise(number)
      guard rest.count == 1, number ?? 1 > 0 else { return nil }
    } else if rest.first == "keras" {
      rest.removeFirst()
      command = .keras
    }
    for argument in rest {
      if argument == "--check" && command == .run {
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

  /// Whether all lessons are run.
  var isWhole: Bool { numbers.isEmpty && files.isEmpty }

  /// Whether custom documents are run rather than lessons.
  var isCustom: Bool { !files.isEmpty }

  /// The folder of the lessons.
  var folder: URL { root.appending(path: "notebooks-md") }

  /// The documents to run: the lessons and their exercises, or custom ones.
  func chosenDocuments() throws(NotebookFault) -> [Lesson] {
    isCustom ? try customDocuments() : try chosenLessons() + exercises().filter(isChosen)
  }

  /// The lessons or custom documents that are named; all lessons if none is.
  func chosenLessons() throws(NotebookFault) -> [Lesson] {
    if isCustom { return try customDocuments() }
    let all = try lessons()
    if let number = numbers.first(where: { number in !all.contains { $0.number == number } }) {
      throw NotebookFault("notebooks-md", nil, "there is no lesson \(number).", status: 66)
    }
    return all.filter(isChosen)
  }

  /// The document whose exercises are asked.
  func chosenExercises() throws(NotebookFault) -> Lesson {
    if isCustom { return try customDocuments()[0] }
    let all = try exercises()
    guard let found = all.first(where: isChosen) else {
      let numbers = all.compactMap(\.number).map(String.init).joined(separator: ", ")
      throw NotebookFault(
        "notebooks-md/exercises", nil,
        "lesson \(self.numbers[0]) has no exercises"
          + (numbers.isEmpty ? ", as no lesson has." : "; these have: \(numbers)."), status: 66)
    }
    return found
  }

  /// All lessons of the course, in their order.
  func lessons() throws(NotebookFault) -> [Lesson] {
    let lessons = try documents(in: "notebooks-md")
    if lessons.isEmpty { throw NotebookFault("notebooks-md", nil, "there are no lessons.", status: 66) }
    return lessons
  }

  /// The documents with the lessons' exercises, in their order.
  func exercises() throws(NotebookFault) -> [Lesson] { try documents(in: "notebooks-md/exercises") }

  private func isChosen(_ lesson: Lesson) -> Bool {
    numbers.isEmpty || lesson.number.map(numbers.contains) ?? false
  }

  private func customDocuments() throws(NotebookFault) -> [Lesson] {
    var documents: [Lesson] = []
    for file in files { documents.append(try Lesson(contentsOf: URL(filePath: file), named: file)) }
    return documents
  }

  private func documents(in folder: String) throws(NotebookFault) -> [Lesson] {
    let folder = (path: folder, url: root.appending(path: folder))
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.url.path)) ?? []
    var documents: [Lesson] = []
    for name in names.sorted() where name.wholeMatch(of: /\d\d-.*\.md/) != nil {
      documents.append(
        try Lesson(contentsOf: folder.url.appending(path: name), named: "\(folder.path)/\(name)"))
    }
    return documents
  }
}
