/// What was found out about a column while its file was read, and the user should know.
struct ReadingNotes: Sendable, Equatable {
  /// The name in the file, where an earlier column has it.
  var nameInFile: String?
  /// The text that was read as a missing number, and how often.
  var placeholder: (text: String, count: Int)?
  /// How numbers are written that are not plain: `separators of thousands (1,234)`.
  var writing: String?
  /// The first number that is too large for 64 bits and was read as an infinite one.
  var overflow: Column.CellPlace?
  /// Sentences about the whole file.
  var file: [String] = []

  static func == (left: Self, right: Self) -> Bool {
    left.nameInFile == right.nameInFile && left.writing == right.writing && left.overflow == right.overflow
      && left.file == right.file && left.placeholder?.text == right.placeholder?.text
      && left.placeholder?.count == right.placeholder?.count
  }
}

extension DataFrame {
  /// What the user should know about the file that the columns come from, a sentence each.
  package var readingNotices: [String] {
    var sentences: [String] = []
    for sentence in columns.lazy.compactMap(\.notes).flatMap(\.file) where !sentences.contains(sentence) {
      sentences.append(sentence)
    }
    sentences += sentencesAbout(columns.filter { $0.notes?.nameInFile != nil }) { column, notes in
      "the column \"\(column.name)\" has the name of an earlier one, \"\(notes.nameInFile!)\": it was renamed"
    }
    sentences += sentencesAbout(columns.filter { $0.notes?.placeholder != nil }) { column, notes in
      let (text, count) = notes.placeholder!
      return
        "column \(column.name) holds numbers and \(count == 1 ? "once" : "\(count) times") `\(text)`: read as"
        + " missing"
    }
    sentences += sentencesAbout(columns.filter { $0.notes?.writing != nil }) { column, notes in
      "column \(column.name) holds numbers with \(notes.writing!): read as numbers"
    }
    return sentences
  }

  /// A sentence for each of some columns, up to the fifth.
  private func sentencesAbout(
    _ columns: [Column], _ sentence: (Column, ReadingNotes) -> String
  ) -> [String] {
    columns.map { column in
      let text = sentence(column, column.notes!)
      return text.prefix(1).uppercased() + text.dropFirst() + "."
    }.boundedSentences
  }

  /// Refuses columns whose use would be an error: one of several of the same name, and those with a number that
  /// 64 bits do not hold.
  ///
  /// - Parameters:
  ///   - targets: the columns to predict, whose names only one column may have in the file.
  ///   - features: the columns to predict them from.
  /// - Throws: `TabularError.repeatedColumn`, `TabularError.overflow`.
  package func requireReadable(targets: [String], features: [String]) throws(TabularError) {
    let renamed = Set(columns.lazy.compactMap { $0.notes?.nameInFile })
    if let repeated = targets.first(where: renamed.contains) { throw .repeatedColumn(repeated) }
    for name in targets + features {
      if let place = column(named: name)?.notes?.overflow {
        throw .overflow(column: name, line: place.line, text: place.text, isTarget: targets.contains(name))
      }
    }
  }
}
