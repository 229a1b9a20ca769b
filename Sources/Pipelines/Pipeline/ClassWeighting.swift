import LinearAlgebra
import NeuralNetworks
import Tabular

/// How much the training rows of two classes count, by the classes' names.
///
///     ClassificationPipeline(target: "survived", classWeighting: .balanced)
///     ClassificationPipeline(target: "survived", classWeighting: .byClass(["yes": 3]))
public enum ClassWeighting: Sendable, Equatable {
  /// Both classes count alike in sum: `ClassWeights.balanced(for:)`.
  case balanced
  /// The weight of a class by its name, 0 or more; a class without one counts 1.
  case byClass([String: Double])

  /// The weights of the classes' numbers.
  ///
  /// Shape: targets (rows, 1) of 0 and 1
  /// - Throws: ``VintnerError/absentClass(_:present:)``.
  func weights(of target: ClassTarget, for targets: Matrix<Double>) throws(VintnerError) -> ClassWeights {
    switch self {
    case .balanced: return .balanced(for: targets)
    case .byClass(let weights):
      let names = target.classes.map { "\($0)" }
      if let absent = weights.keys.sorted().first(where: { !names.contains($0) }) {
        throw .absentClass(absent, present: names)
      }
      return ClassWeights(
        Dictionary(uniqueKeysWithValues: names.enumerated().map { ($0, weights[$1] ?? 1) }))
    }
  }
}
