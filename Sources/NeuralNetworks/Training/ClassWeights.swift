import LinearAlgebra

/// How much the rows of each class count.
///
///     Training(loss: .binaryCrossEntropy, classWeights: [0: 1, 1: 3])
///     Training(loss: .binaryCrossEntropy, classWeights: .balanced(for: y))
///
/// A row's class is its target, rounded; of several targets, the place of the greatest. Classes without a
/// weight count 1.
/// Source: Keras, `fit(class_weight=)` and `class_weight_to_sample_weights`.
public struct ClassWeights: Sendable, Equatable, Codable, ExpressibleByDictionaryLiteral {
  /// The weight of each class, 0 or more; a class without one counts 1.
  public var weights: [Int: Double]

  /// Creates the weights.
  ///
  /// - Parameter weights: of each class, 0 or more.
  /// - Precondition: each is finite and 0 or more.
  public init(_ weights: [Int: Double]) {
    precondition(
      weights.values.allSatisfy { $0 >= 0 && $0.isFinite }, "A class weight is a number of 0 or more.")
    self.weights = weights
  }

  public init(dictionaryLiteral elements: (Int, Double)...) {
    self.init(Dictionary(uniqueKeysWithValues: elements))
  }

  /// The weights with which all classes have the same total weight, and rows a mean weight of 1.
  ///
  ///     weight of a class = rows / (classes · rows of the class)
  ///
  /// Shape: targets (rows, 1), or (rows, classes)
  /// Source: scikit-learn, `compute_class_weight("balanced")`.
  public static func balanced<Scalar: MatrixScalar>(for targets: Matrix<Scalar>) -> ClassWeights {
    let counts = Dictionary(classes(of: targets).map { ($0, 1) }, uniquingKeysWith: +)
    return ClassWeights(counts.mapValues { Double(targets.rows) / (Double(counts.count) * Double($0)) })
  }

  /// The weight of each row.
  ///
  /// Shape: targets (rows, 1), or (rows, classes)
  /// - Throws: ``NetworkError/absentClass(_:present:)`` where no row has a class with a weight.
  /// - Precondition: a class is finite.
  package func sampleWeights<Scalar: MatrixScalar>(
    for targets: Matrix<Scalar>
  ) throws(NetworkError) -> [Double] {
    let classes = Self.classes(of: targets)
    let present = Set(classes)
    if let absent = weights.keys.sorted().first(where: { !present.contains($0) }) {
      throw .absentClass(absent, present: present.sorted())
    }
    return classes.map { weights[$0] ?? 1 }
  }

  private static func classes<Scalar: MatrixScalar>(of targets: Matrix<Scalar>) -> [Int] {
    let targets = Matrix<Double>(targets)
    return (0..<targets.rows).map { row in
      let values = targets.row(row)
      let greatest = values.max()!
      guard values.count == 1 else { return values.firstIndex(of: greatest) ?? 0 }
      precondition(greatest.isFinite, "A class is a number, received \(greatest) in row \(row).")
      return Int(greatest.rounded(.toNearestOrEven))
    }
  }
}
