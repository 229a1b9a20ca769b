import Foundation

/// Runs lessons and exercises, and weaves the results into their documents or checks the results that are there.
struct Course {
  private let arguments: Arguments
  private let workshop: Workshop
  /// A sentence for each fault that was found.
  private(set) var faults: [String] = []

  init(_ arguments: Arguments) {
    self.arguments = arguments
    workshop = Workshop(root: arguments.root, options: arguments.options)
  }

  mutating func run() throws {
    let lessons = try arguments.chosenDocuments()
    let start = Effort.now
    if let complaint = try workshop.build(lessons) {
      faults += arguments.isCheck ? Self.errors(in: complaint) : [complaint]
      return
    }
    Self.note("built", start)
    let claims = try Claim.list(at: arguments.folder.appending(path: "claims.json"))
    for lesson in lessons {
      let start = Effort.now
      do {
        let (transcript, reason) = try workshop.run(lesson)
        if let reason {
          let block = lesson.blocks[max(0, transcript.blocks.count - 1)]
          throw NotebookFault(
            lesson.path, block.line, "the block that begins here ended the lesson: \(reason)")
        }
        let results = try results(of: lesson, transcript, claims)
        try arguments.isCheck ? check(lesson, results) : weave(lesson, results)
        faults += transcript.blocks.flatMap(\.contradictions).map {
          "\(lesson.path):\($0.line): this is not true of the run: \($0.statement)."
        }
      } catch let fault as NotebookFault {
        faults.append(fault.description)
      }
      Self.note(lesson.identifier, start)
    }
    if !arguments.isCustom { try updatePages(claims) }
    let found = try TextCheck(arguments).faults(of: lessons).map(\.description)
    if arguments.isCheck { faults += found } else { found.forEach { Notebooks.warn("warning: \($0)") } }
  }

  /// The results to write below the blocks. A figure keeps the text that its author gave it.
  private func results(
    of lesson: Lesson, _ transcript: LessonTranscript, _ claims: [Claim]
  ) throws(NotebookFault) -> [Lesson.Results] {
    var all: [Lesson.Results] = []
    let shown = lesson.blocks.flatMap(\.results.figures)
    for (block, ran) in zip(lesson.blocks, transcript.blocks) {
      let figures = ran.figures.map { figure in
        let file = "\(lesson.figurePrefix)-\(figure.name)"
        let own = shown.first { $0.file == file }.flatMap { lesson.authorsText(of: $0) }
        return Lesson.Figure(text: own ?? figure.label, file: file)
      }
      var quotations: [[String]] = []
      for measurement in ran.measurements {
        guard let claim = claims.first(where: { $0.number == measurement.claim }) else {
          throw NotebookFault(lesson.path, block.line, "claims.json has no claim \(measurement.claim).")
        }
        quotations.append(measurement.quotation(of: claim))
      }
      quotations += ran.answers.map { [$0.quotation] }
      all.append(.init(output: ran.output, figures: figures, quotations: quotations))
    }
    let names = transcript.blocks.flatMap { $0.figures.map(\.name) }
    if let name = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw NotebookFault(lesson.path, nil, "two figures have the name \"\(name)\".")
    }
    return all
  }

  private mutating func check(_ lesson: Lesson, _ results: [Lesson.Results]) throws {
    let check = LessonCheck(lesson: lesson, results: results, drawn: workshop.figures(of: lesson))
    faults += check.faults.map(\.description)
    if lesson.number != nil && !arguments.isCustom {
      for file in try lesson.figureFiles() where !shows(results, file) {
        faults.append("\(lesson.path): no block draws figures/\(file).")
      }
    }
  }

  private func weave(_ lesson: Lesson, _ results: [Lesson.Results]) throws {
    let files = FileManager.default
    try files.createDirectory(at: lesson.figures, withIntermediateDirectories: true)
    for figure in results.flatMap(\.figures) {
      let data = try Data(contentsOf: workshop.figures(of: lesson).appending(path: "\(figure.file).svg"))
      try data.write(to: lesson.figures.appending(path: "\(figure.file).svg"), options: .atomic)
    }
    for file in try lesson.figureFiles() where !shows(results, file) {
      try files.removeItem(at: lesson.figures.appending(path: file))
    }
    try Data(lesson.woven(with: results).utf8).write(to: lesson.file, options: .atomic)
  }

  private func shows(_ results: [Lesson.Results], _ file: String) -> Bool {
    results.contains { $0.figures.contains { "\($0.file).svg" == file } }
  }

  /// Updates the index and the page of claims, or checks them.
  private mutating func updatePages(_ claims: [Claim]) throws {
    let lessons = try arguments.lessons()
    let numbers = arguments.numbers
    let measured = claims.filter { numbers.isEmpty || !$0.lessons.allSatisfy { !numbers.contains($0) } }
    faults += ClaimsDocument.faults(measured, lessons: lessons).filter { fault in
      numbers.isEmpty || numbers.contains { fault.hasSuffix("lesson \($0)") }
    }
    let claimsPage = arguments.folder.appending(path: "CLAIMS.md")
    try update(claimsPage, ClaimsDocument.text(of: claims, lessons: lessons))
    let index = arguments.folder.appending(path: "README.md")
    let page = try String(contentsOf: index, encoding: .utf8)
    guard let updated = LessonIndex.updated(page, lessons: lessons) else {
      faults.append("notebooks-md/README.md lacks the comments between which the lessons are listed.")
      return
    }
    try update(index, updated)
  }

  private mutating func update(_ url: URL, _ text: String) throws {
    let old = try? String(contentsOf: url, encoding: .utf8)
    guard old != text else { return }
    if arguments.isCheck {
      faults.append(
        "notebooks-md/\(url.lastPathComponent) is out of date; run Scripts/notebooks.")
    } else {
      try Data(text.utf8).write(to: url, options: .atomic)
    }
  }

  /// The lines of the compiler's output that locate an error.
  static func errors(in complaint: String) -> [String] {
    let lines = complaint.split(separator: "\n").map(String.init)
    let errors = lines.filter { $0.contains(#/:\d+:\d+: error: /#) }
    return errors.isEmpty ? [complaint] : errors
  }

  private static func note(_ what: String, _ start: Effort) {
    let spent = Effort.now
    Notebooks.warn(
      String(
        format: "%-40@ %6.1f s, %6.1f s of processors", what as NSString, spent.seconds - start.seconds,
        spent.processors - start.processors))
  }
}

/// What time it is, and how long the programs that were run have computed on all processors.
private struct Effort {
  var seconds: Double
  var processors: Double

  static var now: Effort {
    var usage = rusage()
    // RUSAGE_CHILDREN, whose type differs by system.
    getrusage(-1, &usage)
    let processors = [usage.ru_utime, usage.ru_stime].reduce(0) {
      $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6
    }
    return Effort(seconds: Date().timeIntervalSince1970, processors: processors)
  }
}
