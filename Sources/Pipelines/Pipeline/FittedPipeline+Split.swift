import Tabular

/// A part of the table that a model was trained on.
public enum TablePart: String, Sendable, CaseIterable {
  /// The rows that it learned from.
  case training
  /// The rows whose loss ended its training.
  case validation
  /// The rows that nothing had seen until it was measured on them.
  case test
}

extension FittedPipeline {
  /// The rows of a part of the table that the model was trained on, in the order in which training had them.
  ///
  ///     let metrics = try model.evaluate(model.rows(.validation, of: wine))     // those of model.report
  ///
  /// - Parameters:
  ///   - part: which of them.
  ///   - frame: the table, all of its rows in their order.
  /// - Throws: ``VintnerError/noParts(_:)`` where the model does not know the parts, or had no such part;
  ///   ``VintnerError`` where the table cannot be used or divided.
  public func rows(_ part: TablePart, of frame: DataFrame) throws(VintnerError) -> DataFrame {
    guard let split = provenance.split else { throw .noParts(part.rawValue) }
    var run = RunConfiguration()
    run.target = TargetNames(schema.targetNames)
    run.task = Target.task
    target.describe(in: &run)
    run.trainFraction = provenance.trainFraction
    run.splitSeed = Int(provenance.splitSeed)
    var pipeline: Pipeline<Target>
    do throws(RunConfigurationError) {
      pipeline = try Pipeline(run)
    } catch {
      throw .configuration(error)
    }
    pipeline.split = split
    let table = try frame.computing(schema, withTargets: true)
    let parts = try pipeline.parts(of: table.rows(havingAll: schema.targetNames))
    switch part {
    case .training: return parts.train
    case .validation: return parts.validation
    case .test:
      guard let test = parts.test else { throw .noParts(part.rawValue) }
      return test
    }
  }
}
