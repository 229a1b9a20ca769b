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
  init(
    _ path: String, options: CSVReadingOptions, streaming: Streaming, targets: [String],
    hasClasses: Bool, preprocessor: Preprocessor, fraction: Double, seed: UInt32, split: RowSplit
  ) throws(VintnerError) {
    try split.requireStreaming()
    try preprocessor.streamed.requireStreaming()
    var reader = try tabular(CSVChunkReader(contentsOfFile: path, options: options))
    let size = Int((fraction * Double(reader.rowCount)).rounded(.toNearestOrEven))
    guard size > 0 && size < reader.rowCount else {
      throw .tooFewRows(rows: reader.rowCount, trainFraction: fraction)
    }
    let isTraining = Self.split(reader.rowCount, size, seed: seed)
    var chosen = preprocessor.streamed
    var candidates: [String]?
    var (parts, notices): ([DerivedFeature], [String]) = ([], [])
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
        (candidates, parts, notices) = (resolved.names, resolved.parts, resolved.notices)
        chosen.choice = preprocessor.choice
        let selection = chosen.encoding?.selection
        extremes = ExtremeRows(
          limit: chosen.encoding?.maximumCategories ?? .max, classes: hasClasses ? targets : []
        ) { selection?.encodes($0) ?? false }
      }
      chunk = try chunk.adding(parts)
      let used = try tabular(chunk.selecting(columns: candidates! + targets))[rows: places]
      try used.requireTargets(targets)
      try tabular(extremes!.add(used))
    }
    let rows = extremes!.frame!
    var features = candidates!
    if preprocessor.features == nil && preprocessor.choice == .usable {
      let usable = chosen.usableFeatures(of: rows, among: features, isSelection: true)
      features = usable.names
      notices += usable.notices
    }
    guard !features.isEmpty else { throw .noFeatures(target: targets[0]) }
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

  /// Which rows pandas's sample takes.
  private static func split(_ rows: Int, _ size: Int, seed: UInt32) -> [Bool] {
    var isTraining = [Bool](repeating: false, count: rows)
    var generator = MersenneTwister(seed: seed)
    for place in generator.permutation(of: rows).prefix(size) { isTraining[place] = true }
    return isTraining
  }
}

/// The places of a chunk's rows that belong to a part.
private func places(_ first: Int, _ count: Int, _ isTraining: [Bool], _ isPart: Bool = true) -> [Int] {
  (0..<count).filter { isTraining[first + $0] == isPart }
}

extension RowSplit {
  /// Refuses what needs all rows at once.
  fileprivate func requireStreaming() throws(VintnerError) {
    let what =
      stratify == true
      ? "a stratified split"
      : order != nil
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
