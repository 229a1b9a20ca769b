import LinearAlgebra

// What the parts of a network and of its training print.

/// What files can describe prints as in source code: `SGD(learningRate: 0.03, momentum: 0.9)`.
extension Configurable where Self: CustomStringConvertible {
  public var description: String { swiftSource }
}

extension Described: CustomStringConvertible {
  public var description: String { "\(value)" }
}

extension Dense: CustomStringConvertible {}
extension BatchNormalization: CustomStringConvertible {}
extension UnitNormalization: CustomStringConvertible {}
extension Dropout: CustomStringConvertible {}
extension GaussianNoise: CustomStringConvertible {}

extension SGD: CustomStringConvertible {}
extension Adam: CustomStringConvertible {}
extension AdamW: CustomStringConvertible {}
extension Adamax: CustomStringConvertible {}
extension Nadam: CustomStringConvertible {}
extension AdaGrad: CustomStringConvertible {}
extension AdaDelta: CustomStringConvertible {}
extension RMSprop: CustomStringConvertible {}
extension Lion: CustomStringConvertible {}
extension PlaygroundDescent: CustomStringConvertible {}

extension ExponentialDecay: CustomStringConvertible {}
extension InverseTimeDecay: CustomStringConvertible {}
extension PiecewiseConstantDecay: CustomStringConvertible {}
extension PolynomialDecay: CustomStringConvertible {}
extension CosineDecay: CustomStringConvertible {}
extension CosineDecayRestarts: CustomStringConvertible {}
extension LinearWarmup: CustomStringConvertible {}

extension MeanAbsoluteError: CustomStringConvertible {}
extension MeanSquaredError: CustomStringConvertible {}
extension Huber: CustomStringConvertible {}
extension LogCosh: CustomStringConvertible {}
extension Quantile: CustomStringConvertible {}
extension HalfSquaredError: CustomStringConvertible {}
extension BinaryCrossEntropy: CustomStringConvertible {}
extension CategoricalCrossEntropy: CustomStringConvertible {}
extension SparseCategoricalCrossEntropy: CustomStringConvertible {}

extension RSquared: CustomStringConvertible {}
extension TopKCategoricalAccuracy: CustomStringConvertible {}
extension SparseTopKCategoricalAccuracy: CustomStringConvertible {}
extension BinaryAccuracy: CustomStringConvertible {}
extension CategoricalAccuracy: CustomStringConvertible {}
extension SparseCategoricalAccuracy: CustomStringConvertible {}
extension Accuracy: CustomStringConvertible {}
extension AUC: CustomStringConvertible {}
extension BinaryPrecision: CustomStringConvertible {}
extension BinaryRecall: CustomStringConvertible {}
extension SignAccuracy: CustomStringConvertible {}
extension RootMeanSquaredError: CustomStringConvertible {}

extension EarlyStopping: CustomStringConvertible {}
extension StopOnNaN: CustomStringConvertible {}
extension LearningRateLog: CustomStringConvertible {}
extension ReduceLearningRateOnPlateau: CustomStringConvertible {}
extension ModelCheckpoint: CustomStringConvertible {}

extension MeanLoss: CustomStringConvertible {
  public var description: String { "MeanLoss(\(loss.swiftSource))" }
}

extension ClosureCallback: CustomStringConvertible {
  public var description: String { watchesUpdates ? "ClosureCallback of updates" : "ClosureCallback" }
}

extension CSVLog: CustomStringConvertible {
  public var description: String { "CSVLog" }
}

extension LearningRateScheduler: CustomStringConvertible {
  public var description: String { "LearningRateScheduler" }
}

extension OptimizerSettings: CustomStringConvertible {
  public var description: String { Brief.properties(of: self) }
}

extension Regularizer: CustomStringConvertible {
  public var description: String { Brief.properties(of: self) }
}

extension PlaygroundRegularization: CustomStringConvertible {
  public var description: String { kind == .none ? "none" : "\(kind.rawValue) \(Brief.number(rate))" }
}
