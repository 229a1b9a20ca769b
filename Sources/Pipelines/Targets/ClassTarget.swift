import LinearAlgebra
import NeuralNetworks
import Tabular

/// The classes of a target, and how a table names them.
public struct ClassTarget: Sendable, Equatable, Codable {
  /// If set, a row is positive where the target is at least this value; the classes are `false` and `true`.
  public let positiveFrom: Double?
  /// The classes in ascending order.
  public let labels: FittedLabelEncoder
  /// How the training rows' file spells the classes, in the order of ``labels``, where it does otherwise than these.
  private var spellings: [String]?
  /// Whether the first of two classes is the positive one.
  private var isReversed: Bool?

  private enum CodingKeys: String, CodingKey {
    case labels, spellings
    case positiveFrom = "positive_from"
    case isReversed = "reversed"
  }

  /// Learns the two classes of the training rows, the positive one the second unless it is named.
  ///
  /// - Throws: ``VintnerError/absentPositive(_:present:)``, and ``VintnerError/table(_:)`` where there are not two.
  init(_ column: Column, positiveFrom: Double?, positive: String?) throws(VintnerError) {
    try self.init(column, .two, positiveFrom: positiveFrom)
    guard let positive else { return }
    guard let place = place(ofName: positive) else { throw .absentPositive(positive, present: names) }
    if place == 0 { isReversed = true }
  }

  /// Learns the classes of the training rows, two or more.
  init(
    _ column: Column, _ count: LabelEncoder.ClassCount = .twoOrMore, positiveFrom: Double? = nil
  ) throws(VintnerError) {
    self.positiveFrom = positiveFrom
    let labels = try tabular(LabelEncoder(count).fitted(to: try Self.column(column, positiveFrom)))
    self.labels = labels
    guard positiveFrom == nil, !column.spellings.isEmpty else { return }
    // A column of numbers has classes that are whole numbers.
    let spellings = Dictionary(
      column.spellings.map { value, text -> (Column.Value, String) in
        if case .number(let number) = value, let whole = Int(exactly: number) {
          return (.integer(whole), text)
        }
        return (value, text)
      }, uniquingKeysWith: { first, _ in first })
    let names = labels.classes.map { spellings[$0] ?? "\($0)" }
    if Set(names).count == names.count { self.spellings = names }
  }

  /// The classes by their numbers: of two the negative one, then the positive one.
  public var classes: [Column.Value] { ordered(labels.classes) }

  /// What the classes are called, as the training rows' file spells them.
  public var names: [String] { ordered(spellings ?? labels.classes.map { "\($0)" }) }

  /// Whether the positive class is the second of the labels, as by default.
  var isSecondPositive: Bool { isReversed != true }

  /// The numbers of the classes of a table's rows. Shape: (rows, 1)
  func rows(of frame: DataFrame) throws(VintnerError) -> FeatureRows {
    try tabular(
      frame.numberingRows { () throws(TabularError) in
        FeatureRows(
          [Column(name: labels.column, try encoded(try frame[labels.column]))], rowCount: frame.rowCount)
      })
  }

  /// The number of the class of each row.
  private func encoded(_ column: Column) throws(TabularError) -> [Double] {
    try labels.encoded(try Self.column(column, positiveFrom)).map { Double(isReversed == true ? 1 - $0 : $0) }
  }

  /// A column of the classes with the given numbers.
  func decoded(_ numbers: [Int], name: String) -> Column {
    guard spellings == nil else {
      let names = names
      return Column(name: name, numbers.map { names[$0] })
    }
    return FittedLabelEncoder(column: name, classes: labels.classes)
      .decoded(isReversed == true ? numbers.map { 1 - $0 } : numbers)
  }

  /// The number of the class of a name, in the file's spelling or in that of its value.
  func place(ofName name: String) -> Int? {
    names.firstIndex(of: name) ?? classes.firstIndex { "\($0)" == name }
  }

  /// Whether the parts fit together: a damaged file may not.
  var isConsistent: Bool {
    (spellings.map { $0.count == labels.classes.count } ?? true)
      && (isReversed == nil || labels.classes.count == 2)
  }

  private func ordered<Element>(_ elements: [Element]) -> [Element] {
    isReversed == true ? elements.reversed() : elements
  }

  private static func column(_ column: Column, _ positiveFrom: Double?) throws(TabularError) -> Column {
    try positiveFrom.map { threshold throws(TabularError) in try column.isAtLeast(threshold) } ?? column
  }
}

/// A target of classes in one column: what two and several of them have in common.
public protocol ClassifyingTarget: PredictionTarget where Fitted: FittedClasses, Baseline == Double {
  /// The column to predict.
  var target: String { get }
  /// If set, these weights of the classes replace those of the training.
  var classWeighting: ClassWeighting? { get }
}

extension ClassifyingTarget {
  public var columns: [String] { [target] }

  public func requireStreaming() throws(VintnerError) {
    guard classWeighting == nil else { throw .notStreamed(what: "class weights", instead: "none") }
  }

  /// Gives a training the weights of the classes.
  func weigh(_ training: inout Training, _ fitted: Fitted, _ targets: FeatureRows) throws(VintnerError) {
    guard let classWeighting else { return }
    training.classWeights = try classWeighting.weights(of: fitted.classTarget, for: targets.matrix())
  }

  /// The accuracy of always naming the most frequent class of the training rows, the first of equal ones.
  ///
  /// Source: scikit-learn, `DummyClassifier`.
  public func baselines(of prepared: PreparedPipeline<Self>, truth: Matrix<Double>) -> Double? {
    let majority = Double(MulticlassMetrics.called(prepared.classShares))
    return Double(truth.scalars.count { $0 == majority }) / Double(truth.rows)
  }
}

/// Classes learned from the training rows: what two and several of them have in common.
///
/// Shape: targets (rows, 1), the numbers of the classes
public protocol FittedClasses: FittedTarget where Prediction == Column, RowPrediction == ClassPrediction {
  /// The classes, and how a table names them.
  var classTarget: ClassTarget { get }

  /// The number of the class that each row is called.
  ///
  /// - Parameter values: the probabilities. Shape: (rows, outputs)
  func called(_ values: Matrix<Double>) -> [Int]
}

extension FittedClasses {
  public var targetCount: Int { 1 }
  public var scaling: FittedScaling? { nil }

  public func rows(of frame: DataFrame) throws(VintnerError) -> FeatureRows {
    try classTarget.rows(of: frame)
  }

  /// The class of every row: a column of the target's name.
  public func prediction(_ values: Matrix<Double>) -> Column {
    classes(of: values, named: classTarget.labels.column)
  }

  /// The class of each row with the probabilities of all.
  public func rowPredictions(_ values: Matrix<Double>) -> [ClassPrediction] {
    let (names, classes) = (classTarget.names, classTarget.classes)
    return called(values).enumerated().map { row, number in
      let outputs = values.row(row)
      let probabilities = outputs.count == 1 ? [1 - outputs[0], outputs[0]] : outputs
      return ClassPrediction(
        name: names[number], value: classes[number],
        probabilities: Dictionary(zip(names, probabilities), uniquingKeysWith: { first, _ in first }))
    }
  }

  /// The class of every row: a column of any name.
  func classes(of values: Matrix<Double>, named name: String) -> Column {
    classTarget.decoded(called(values), name: name)
  }

  /// The entry of a model file's metadata that has the classes.
  static var classesKey: String { "classes" }

  /// The classes in a model file.
  static func classTarget(
    of file: SafeTensors, where fits: (ClassTarget) -> Bool
  ) throws(ModelFileError.Fault) -> ClassTarget {
    try file.value(ClassTarget.self, classesKey) { $0.isConsistent && fits($0) }
  }
}

extension Report where Target: ClassifyingTarget {
  /// The accuracy of always naming the most frequent class of the training rows.
  public var majorityAccuracy: Double { baselines! }

  /// The simple model that is more accurate.
  func losesTo(_ accuracy: Double) -> [Rival] {
    guard accuracy < majorityAccuracy else { return [] }
    return [Rival(name: "the most frequent class", evidence: "accuracy \(Format.number(majorityAccuracy))")]
  }

  /// What is compared with the accuracy.
  ///
  /// - Parameter accuracy: without the validation rows that repeat a training row.
  func comparisons(withoutRepeated accuracy: Double?) -> [(String, JSON)] {
    [
      ("accuracy_without_repeated", .optional(accuracy)),
      ("baseline_majority_accuracy", .number(majorityAccuracy)),
    ]
  }
}

extension [Rival] {
  /// The most frequent class of measured rows, where always naming it is more accurate.
  ///
  /// - Parameters:
  ///   - counts: the rows of each class.
  ///   - accuracy: the model's.
  static func mostFrequentClass(of counts: [Int], above accuracy: Double) -> [Rival] {
    let share = Double(counts.max() ?? 0) / Double(counts.reduce(0, +))
    guard accuracy < share else { return [] }
    return [
      Rival(name: "the most frequent class", evidence: "accuracy \(Format.number(share)) on these rows")
    ]
  }
}

extension DataFrame {
  /// Calls `body`, whose errors count rows within this frame; they are thrown with the numbers of the rows.
  func numberingRows<Result>(_ body: () throws(VintnerError) -> Result) throws(VintnerError) -> Result {
    do {
      return try body()
    } catch {
      guard case .table(let fault) = error else { throw error }
      return try tabular(numberingRows { () throws(TabularError) -> Result in throw fault })
    }
  }
}

extension ClassWeighting {
  /// The weights of the classes' numbers.
  ///
  /// Shape: targets (rows, 1), the classes' numbers
  /// - Throws: ``VintnerError/absentClass(_:present:)``.
  func weights(
    of target: ClassTarget, for targets: Matrix<Double>
  ) throws(VintnerError) -> ClassWeights {
    switch self {
    case .balanced: return .balanced(for: targets)
    case .byClass(let weights):
      var numbers = Dictionary(uniqueKeysWithValues: target.classes.indices.map { ($0, 1.0) })
      for (name, weight) in weights.sorted(by: { $0.key < $1.key }) {
        guard let place = target.place(ofName: name) else {
          throw .absentClass(name, present: target.names)
        }
        numbers[place] = weight
      }
      return ClassWeights(numbers)
    }
  }
}
