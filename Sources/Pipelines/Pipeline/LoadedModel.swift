/// A saved model, of whichever task it is.
public enum LoadedModel: Sendable {
  /// A model of figures.
  case regression(FittedRegressionPipeline)
  /// A model of two classes.
  case classification(FittedClassificationPipeline)

  /// Reads a model that was saved.
  ///
  /// - Throws: ``VintnerError/model(_:)`` where the file cannot be read, is damaged, or is no model.
  public init(contentsOf path: String) throws(VintnerError) {
    self.init(try SavedModel(contentsOf: path))
  }

  /// Makes a model of what has been read of its file.
  ///
  /// - Parameters:
  ///   - file: what has been read.
  ///   - name: what errors call the file. Default: "the bytes".
  /// - Throws: ``VintnerError/model(_:)`` where it is no model.
  public init(_ file: SafeTensors, name: String = "the bytes") throws(VintnerError) {
    self.init(try SavedModel(file, name: name))
  }

  private init(_ saved: SavedModel) {
    switch saved.task {
    case .regression(let targetScaling):
      self = .regression(FittedRegressionPipeline(saved, targetScaling: targetScaling))
    case .classification(let target, let threshold):
      self = .classification(
        FittedClassificationPipeline(saved, classTarget: target, threshold: threshold))
    }
  }
}
