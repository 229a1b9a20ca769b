import Foundation

/// Checks what authors wrote between the results: numbers, links and exercises.
struct TextCheck {
  private let arguments: Arguments
  private let presets: [LinkCheck.Preset]

  init(_ arguments: Arguments) throws {
    self.arguments = arguments
    presets = try LinkCheck.Preset.list(root: arguments.root)
  }

  /// The faults of documents, as they are on disk now; and of the repository's pages, if all lessons are chosen.
  func faults(of documents: [Lesson]) throws -> [NotebookFault] {
    let lessons = try arguments.lessons()
    var faults: [NotebookFault] = []
    for document in documents {
      let document = try Lesson(contentsOf: document.file, named: document.path)
      let number = arguments.isCustom ? nil : document.number
      faults += NumberCheck(document: document, lessons: lessons).faults
      let figures = document.blocks.flatMap(\.results.figures).map { "figures/\($0.file).svg" }
      let links = LinkCheck(
        path: document.path, file: document.file, lesson: number, presets: presets, ignored: figures)
      faults += links.faults(in: document.text)
      if document.isExercises {
        let lesson = arguments.isCustom ? nil : lessons.first { $0.name == document.name }
        faults += ExerciseCheck(document: document, lesson: lesson).faults
      }
    }
    return try faults + (arguments.isWhole ? pageFaults() : [])
  }

  private func pageFaults() throws -> [NotebookFault] {
    let top = try FileManager.default.contentsOfDirectory(atPath: arguments.root.path).sorted()
    let pages = top.filter { $0.hasSuffix(".md") } + ["notebooks-md/README.md", "notebooks-md/CLAIMS.md"]
    return try pages.flatMap { page in
      let file = arguments.root.appending(path: page)
      let text = try String(contentsOf: file, encoding: .utf8)
      return LinkCheck(path: page, file: file, presets: presets).faults(in: text)
    }
  }
}
