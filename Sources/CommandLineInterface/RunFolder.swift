import Vintner

/// Where `vintner train` writes.
struct RunFolder {
  static let fileNames = ["model.safetensors", "history.csv", "curves.svg", "config.yaml"]

  private let directory: OutputDirectory

  /// Makes the folder where it is missing, and tries that it takes a file.
  init(_ path: String) throws { directory = try OutputDirectory(path) }

  var path: String { directory.path }

  /// Writes all four files, or none.
  func write(_ model: FittedRegressionPipeline, configuration: RunConfiguration) throws {
    let texts = [
      model.history.csv,
      LearningCurves(model.history, lossName: model.provenance.loss).svg(),
      RunFile.text(of: configuration, inFolder: directory.path),
    ]
    let contents = [model.modelBytes()] + texts.map { Array($0.utf8) }
    try directory.write(zip(Self.fileNames, contents).map { (name: $0, bytes: $1) })
  }
}
