import LinearAlgebra
import Tabular

/// A CSV file that is read in chunks: it is split, preprocessing is fitted to it, and it is written out as numbers.
struct StreamedTable {
  /// The rows that have the extremes and categories of the training part.
  let extremeRows: DataFrame
  /// What to do to the features.
  let preprocessor: FittedPreprocessor
  let features: [String]
  private let reader: CSVChunkReader
  private let streaming: Streaming
  private let targets: [String]
  private let isTraining: [Bool]
  /// The features that are parts of dates.
  private let parts: [DerivedFeature]
  /// What the user should know, one sentence each.
  let notices: [String]

  /// Opens the file, splits its rows and fits the preprocessor to the training rows.
  init<Target: PredictionTarget>(
    _ path: String, options: CSVReadingOptions, streaming: Streaming, for pipeline: Pipeline<Target>
  ) throws(VintnerError) {
    let (preprocessor, targets) = (pipeline.preprocessor, pipeline.kind.columns)
    try pipeline.split.requireStreaming()
    try preprocessor.streamed.requireStreaming()
    var reader = try tabular(CSVChunkReader(contentsOfFile: path, options: options))
    let classes = try pipeline.classes(of: reader, at: path, options: options)
    let divided = try classes.map { classes throws(VintnerError) in try pipeline.parts(of: classes) }
    let isTraining = try pipeline.trainingRows(of: reader.rowCount, divided?.train)
    var chosen = preprocessor.streamed
    var candidates: [String]?
    var (parts, notices): ([DerivedFeature], [String]) = ([], divided?.notices ?? [])
    var extremes: ExtremeRows?
    while let (read, first) = try reader.chunk(Self.rows(of: streaming)) {
      var chunk = try read.computing(preprocessor.features, targets: targets)
      let places = places(first, chunk.rowCount, isTraining)
      if candidates == nil {
        // Dates are recognised by the first rows.
        chosen.choice = .all
        let resolved = chosen.resolvedFeatures(
          of: chunk[rows: places],
          among: try SplitFeatures.featureNames(preprocessor, of: chunk, targets: targets))
        (candidates, parts) = (resolved.names, resolved.parts)
        notices += resolved.notices
        chosen.choice = preprocessor.choice
        let selection = chosen.encoding?.selection
        extremes = ExtremeRows(
          limit: chosen.encoding?.maximumCategories ?? .max, classes: pipeline.kind.hasClasses ? targets : []
        ) { selection?.encodes($0) ?? false }
      }
      chunk = try chunk.adding(parts)
      let used = try tabular(chunk.selecting(columns: candidates! + targets))[rows: places]
      try used.requireTargets(targets)
      try tabular(extremes!.add(used))
    }
    let rows =
      try classes.map { classes throws(VintnerError) in
        try tabular(extremes!.frame!.spelled(as: classes))
      } ?? extremes!.frame!
    var features = candidates!
    if preprocessor.features == nil && preprocessor.choice == .usable {
      let usable = chosen.usableFeatures(of: rows, among: features, isSelection: true)
      features = usable.names
      notices += usable.notices
    }
    guard !features.isEmpty else { throw .noFeatures(target: targets[0], leftOut: notices.first) }
    chosen.features = features
    self.preprocessor = try tabular(chosen.fitted(to: rows))
    extremeRows = rows
    self.features = features
    self.parts = parts
    self.notices = reader.notices + notices
    self.reader = reader
    self.streaming = streaming
    self.isTraining = isTraining
    self.targets = targets
  }

  /// The rows of the whole file as numbers, in files without a name.
  func rows<Scalar: MatrixScalar>(
    as: Scalar.Type, _ target: some FittedTarget
  ) throws(VintnerError) -> PreparedRows {
    func files() throws(OutputError) -> (x: RowFile<Scalar>, y: RowFile<Scalar>) {
      (try RowFile(in: streaming.folder), try RowFile(in: streaming.folder))
    }
    let (train, validation) = (try writing(files()), try writing(files()))
    var reader = reader
    reader.rewind()
    while let (read, first) = try reader.chunk(Self.rows(of: streaming)) {
      let chunk = try read.adding(parts).computing(features, targets: targets)
      for (part, isTrain) in [(train, true), (validation, false)] {
        let used = chunk[rows: places(first, chunk.rowCount, isTraining, isTrain)]
        guard used.rowCount > 0 else { continue }
        try used.requireTargets(targets)
        let x = try tabular(preprocessor.matrix(of: used))
        try preprocessor.requireRange(x, of: used)
        let targetRows = try target.rows(of: used)
        try targetRows.requireRange(named: targets, of: used)
        let y: Matrix<Scalar> = targetRows.matrix()
        try writing(part.x.append(Matrix<Scalar>(x).scalars))
        try writing(part.y.append(y.scalars))
      }
    }
    let (inputs, outputs) = (preprocessor.outputNames.count, target.targetCount)
    func matrices(_ part: (x: RowFile<Scalar>, y: RowFile<Scalar>)) throws(OutputError) -> PreparedRows.Part {
      (try part.x.matrix(columns: inputs), try part.y.matrix(columns: outputs))
    }
    return PreparedRows(
      train: try writing(matrices(train)), validation: try writing(matrices(validation)))
  }

  /// The rows that are parsed at a time: enough for every thread, few compared with a window.
  private static func rows(of streaming: Streaming) -> Int { min(streaming.window, 1 << 16) }

}

extension Pipeline {
  /// The target's column alone, where its classes are named or divide the rows; `nil` where they do neither.
  ///
  /// - Throws: ``VintnerError/targetLacksValues(_:count:)``.
  fileprivate func classes(
    of reader: CSVChunkReader, at path: String, options: CSVReadingOptions
  ) throws(VintnerError) -> DataFrame? {
    var start = reader
    guard kind.columns.allSatisfy(reader.columnNames.contains), let first = try tabular(start.next(rows: 1))
    else { return nil }
    let isOfClasses = try kind.strata(of: first) != nil
    guard isOfClasses || split.stratify == true else { return nil }
    var alone = options
    alone.columns = kind.columns
    let column = try tabular(DataFrame(contentsOfCSVFile: path, options: alone))
    try column.requireTargets(kind.columns)
    guard kind.hasClasses else { return column }
    return try tabular(column.spelling(kind.columns[0], asInCSVFile: path, options: options))
  }

  /// Which rows of a file to train on.
  ///
  /// - Parameter rows: those of a division by classes; `nil` for pandas's sample.
  fileprivate func trainingRows(of count: Int, _ rows: DataFrame?) throws(VintnerError) -> [Bool] {
    if let rows {
      return rows.rowNumbers.reduce(into: [Bool](repeating: false, count: count)) { $0[$1] = true }
    }
    let isTraining = DataFrame.sampledRows(fraction: trainFraction, of: count, seed: splitSeed)
    guard isTraining.contains(true), isTraining.contains(false) else {
      throw .tooFewRows(rows: count, trainFraction: trainFraction)
    }
    return isTraining
  }
}

/// The places of a chunk's rows that belong to a part.
private func places(_ first: Int, _ count: Int, _ isTraining: [Bool], _ isPart: Bool = true) -> [Int] {
  (0..<count).filter { isTraining[first + $0] == isPart }
}

extension RowSplit {
  /// Refuses what needs other columns than the target at once, and parts that are not trained with.
  package func requireStreaming() throws(VintnerError) {
    let what =
      order != nil
      ? "a split in the order of a column"
      : group != nil ? "a split by groups" : testFraction > 0 ? "test rows" : nil
    guard let what else { return }
    throw .notStreamed(what: what, instead: "a split at random into two parts")
  }
}

extension CSVChunkReader {
  /// The next rows, and the number of the first of them.
  fileprivate mutating func chunk(_ rows: Int) throws(VintnerError) -> (frame: DataFrame, first: Int)? {
    let first = position
    return try tabular(next(rows: rows)).map { ($0.numbered(from: first), first) }
  }
}

extension DataFrame {
  /// The frame with its classes spelled as in another frame of the same file.
  fileprivate func spelled(as classes: DataFrame) throws(TabularError) -> DataFrame {
    var frame = self
    for other in classes.columns {
      var column = try self[other.name]
      column.spellings = other.spellings
      frame = try frame.replacing(column: column)
    }
    return frame
  }

  /// The frame with those of the parts of dates that it does not have.
  fileprivate func adding(_ parts: [DerivedFeature]) throws(VintnerError) -> DataFrame {
    try tabular(appending(parts.filter { index(ofColumn: $0.name) == nil }))
  }
}

extension Preprocessor {
  /// The same, without what needs all rows where nothing else was asked for: missing numbers are refused, and missing
  /// categories are one.
  fileprivate var streamed: Preprocessor {
    guard case .filled = missingValues else { return self }
    var result = self
    (result.missingValues, result.missingCategories) = (.refuse, missingCategories ?? .ownCategory)
    return result
  }

  /// Refuses what does not follow from extremes and categories.
  fileprivate func requireStreaming() throws(VintnerError) {
    guard !encodesByTarget else {
      throw .notStreamed(what: "target encoding", instead: "one-hot encoding")
    }
    guard encoding?.encodesManyAsCodes != true else {
      throw .notStreamed(what: "an embedding of categories", instead: "one-hot encoding")
    }
    if let scaling, scaling != .minMax {
      throw .notStreamed(what: "\(scaling.settingName) scaling", instead: "min-max scaling, or none")
    }
    for rule in [missingValues, missingCategories].compactMap({ $0 }) + missingByColumn.values {
      switch rule {
      case .refuse, .ownCategory, .fill(.constant, _): break
      case .dropRows, .filled, .fill:
        throw .notStreamed(
          what: "a table whose missing values are \(rule.inWords)",
          instead: "a constant, or a separate category")
      }
    }
  }
}
