import LinearAlgebra
import NeuralNetworks
import Tabular

/// Predicts rows one by one. Rows of numbers are predicted in its own memory: no call allocates.
///
///     let predictor = try model.predictor()
///     let quality = try predictor.predict([7.4, 0.7, 0, 1.9, 0.076, 11, 34, 0.9978, 3.51, 0.56, 9.4])
///     let price = try predictor.predict(["alcohol": 9.4, "colour": "red", "sweet": nil])
///
/// A row of numbers holds the features as a table would, in the order of ``featureNames``, booleans as 1 and 0. The
/// outputs are those that the model has for a table, in the target's own units; of two classes the output is the
/// probability of the positive one. A row of named values is predicted as by `FittedPipeline.predict(_:)`, with a
/// result of the target's own type.
///
/// It is used by one thread at a time, which is why it is not `Sendable`: each thread takes its own. Predictors
/// share the network's weights.
public final class RowPredictor<Target: PredictionTarget> {
  /// The names of the columns that a row holds, in order: the features, with computed ones replaced by what they
  /// are computed from, each once.
  public let featureNames: [String]
  /// The number of outputs: 1 where a number or one of two classes is predicted.
  public var outputs: Int { network.outputs }
  /// How many numbers a row holds.
  private let width: Int
  private let steps: [Step]
  /// The features that a row of numbers cannot hold.
  private let categories: [String]
  private let model: FittedPipeline<Target>
  /// The features, including computed ones.
  private let schemaNames: [String]
  private let outputNames: [String]
  private let network: NetworkPredictor
  /// The features as the network takes them.
  private let row: AlignedBuffer<Double>
  /// How each output is converted to the target's units: output · divisor + shift.
  private let outputScales: [ColumnScale]
  /// What each output is kept in, where it is.
  private let limits: [ClosedRange<Double>]?

  /// How one feature is computed, without its name: a loop over names would count references.
  private struct Step {
    let shift: Double
    let divisor: Double
    let curve: ColumnScale.Curve?
    /// What fills a missing value; NaN where it is refused.
    let fill: Double
    /// The places in the row of what the feature is, or is computed from; the same twice for one.
    let sources: (Int, Int)
    /// How it is computed; `nil` where it is in the row.
    let rule: DerivedFeature.Rule?
    /// The network's input that the feature becomes.
    let place: Int
    /// The input that says whether the value is missing, if there is one.
    let indicator: Int?
  }

  fileprivate init(_ model: FittedPipeline<Target>) {
    self.model = model
    let (preprocessor, schema, network) = (model.preprocessor, model.schema, model.network)
    categories =
      (preprocessor.encoder?.columns.map(\.name) ?? [])
      + schema.features.compactMap { $0.derivation?.isOfText == true ? $0.name : nil }
    let names = schema.inputNames
    featureNames = names
    width = names.count
    schemaNames = schema.featureNames
    outputNames = preprocessor.outputNames
    let (scales, outputs) = (preprocessor.scaling?.columnScales, preprocessor.outputRanges)
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    steps = (categories.isEmpty ? preprocessor.imputer.columns : []).enumerated().map { index, rule in
      let derivation = schema.features[index].derivation
      let sources = (derivation?.columns ?? [rule.name]).map { places[$0]! }
      let place = outputs[index].lowerBound
      return Step(
        shift: scales?[index].shift ?? 0, divisor: scales?[index].divisor ?? 1,
        curve: scales?[index].curve, fill: rule.number ?? .nan,
        sources: (sources[0], sources[sources.count - 1]), rule: derivation?.rule, place: place,
        indicator: rule.hasIndicator ? place + 1 : nil)
    }
    self.network = network.predictor()
    // A loop over names would count references to them.
    outputScales =
      model.target.scaling?.columnScales.map {
        ColumnScale(name: "", shift: $0.shift, divisor: $0.divisor, curve: $0.curve)
      } ?? Array(repeating: ColumnScale(name: "", shift: 0, divisor: 1), count: network.outputs)
    limits = model.target.limits
    row = AlignedBuffer(count: network.inputs)
  }

  /// Predicts a row, with a model that has one output.
  ///
  /// - Parameter features: the row's numbers, in the order of ``featureNames``. A NaN is a missing
  ///   value, where training has learned how to fill it.
  /// - Precondition: there are as many numbers as features, and there is 1 output.
  /// - Throws: `VintnerError.table(.notFinite)` for a NaN elsewhere and for an infinity, its row being 0;
  ///   `VintnerError.outOfRange`; `VintnerError.categoricalFeatures` where features are categories.
  public func predict(_ features: [Double]) throws(VintnerError) -> Double {
    try features.withUnsafeBufferPointer { features throws(VintnerError) in try predict(features) }
  }

  /// Predicts a row in bare memory, with a model that has one output.
  public func predict(_ features: UnsafeBufferPointer<Double>) throws(VintnerError) -> Double {
    var result = 0.0
    try withUnsafeMutablePointer(to: &result) { result throws(VintnerError) in
      try predict(features, into: UnsafeMutableBufferPointer(start: result, count: 1))
    }
    return result
  }

  /// Predicts a row into an existing array.
  ///
  /// - Parameters:
  ///   - features: the row's numbers, as where one number is predicted.
  ///   - result: the outputs.
  /// - Precondition: there are as many numbers as features, and room for as many as outputs.
  /// - Throws: as where one number is predicted; the result is then unchanged.
  public func predict(_ features: [Double], into result: inout [Double]) throws(VintnerError) {
    try features.withUnsafeBufferPointer { features throws(VintnerError) in
      try result.withUnsafeMutableBufferPointer { result throws(VintnerError) in
        try predict(features, into: result)
      }
    }
  }

  /// Predicts a row in bare memory: as into an array.
  public func predict(
    _ features: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>
  ) throws(VintnerError) {
    guard categories.isEmpty else { throw .categoricalFeatures(categories) }
    precondition(
      features.count == width, "The model takes \(width) features a row, received \(features.count).")
    for index in steps.indices {
      let step = steps[index]
      let value = features[step.sources.0]
      try write(step.rule?.value(value, features[step.sources.1]) ?? value, of: index)
    }
    network.predict(UnsafeBufferPointer(start: row.pointer, count: row.count), into: result)
    for index in result.indices {
      result[index] = outputScales[index].unscaled(result[index])
      if let limits { result[index].clamp(to: limits[index]) }
    }
  }

  @inline(__always)
  private func write(_ value: Double, of feature: Int) throws(VintnerError) {
    let step = steps[feature]
    let isMissing = value.isNaN && !step.fill.isNaN
    let number = isMissing ? step.fill : value
    guard number.isFinite else { throw notFinite(number, feature) }
    let linear = step.curve?.value(of: number) ?? number
    let scaled = step.divisor == 0 ? 0 : (linear - step.shift) / step.divisor
    guard abs(scaled) <= FittedPreprocessor.largestNumber else {
      throw .outOfRange(column: outputNames[step.place])
    }
    row.pointer[step.place] = scaled
    if let indicator = step.indicator { row.pointer[indicator] = isMissing ? 1 : 0 }
  }

  @inline(never)
  private func notFinite(_ value: Double, _ feature: Int) -> VintnerError {
    .table(.notFinite(column: schemaNames[feature], row: 0, value: value.isNaN ? "nan" : "\(value)"))
  }
}

extension FittedImputer.ColumnRule {
  /// The number that fills the column; `nil` where none does.
  fileprivate var number: Double? {
    switch value {
    case .number(let number): number
    case .boolean(let boolean): boolean ? 1 : 0
    case .text, nil: nil
    }
  }
}

/// Rows of named values.
extension RowPredictor {
  /// Predicts a row of named values, as `FittedPipeline.predict(_:)`.
  ///
  /// - Parameter row: the values by the columns' names; `nil` is a missing one.
  public func predict(
    _ row: [String: (any ColumnValue)?]
  ) throws(VintnerError) -> Target.Fitted.RowPrediction { try model.predict(row) }

  /// Predicts a row that is a value of the app's own type: its properties are the columns.
  public func predict(_ row: some Encodable) throws(VintnerError) -> Target.Fitted.RowPrediction {
    try model.predict(row)
  }

  /// Predicts rows that are values of the app's own type.
  public func predict(_ rows: [some Encodable]) throws(VintnerError) -> [Target.Fitted.RowPrediction] {
    try model.predict(rows)
  }
}

extension FittedPipeline {
  /// Creates a predictor of one row after the other.
  public func predictor() -> RowPredictor<Target> { RowPredictor(self) }
}
