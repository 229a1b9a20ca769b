import LinearAlgebra

/// A way to scale columns, before it has seen any.
public protocol Scaler: Sendable {
  associatedtype Fitted: FittedScaler

  /// Learns every column's shift and divisor from a frame, in general the training rows.
  ///
  /// - Throws: `TabularError.noRows`, `.rangeOverflows`, and for columns that are not all finite numbers
  ///   what `DataFrame.matrix()` throws.
  func fitted(to frame: DataFrame) throws(TabularError) -> Fitted

  /// The shift and the divisor of the columns of a pandas frame `part`, in Python, for programs that are exported.
  /// A divisor of 0 makes its column 0. Default: a function that the exported program does not have, named after the type.
  var pandasSource: (shift: String, divisor: String) { get }
}

extension Scaler {
  public var pandasSource: (shift: String, divisor: String) {
    ("shift_of_\(Self.self)(part)", "divisor_of_\(Self.self)(part)")
  }
}

/// What a scaler has learned: for each column a shift and a divisor.
///
///     y = (x − shift) / divisor         scaled; 0 where the divisor is 0
///     x = y · divisor + shift           unscaled
///
/// A scaler with a curve, such as a logarithm, scales its values instead of x. All arithmetic is in double precision. A constant column has the divisor 0: every value becomes 0, and
/// every 0 becomes the constant again; `constantColumns` names such columns. Rows that the scaler was not
/// fitted to may be outside the range of those it was fitted to.
public protocol FittedScaler: Codable, Sendable, Equatable {
  /// The shift and divisor of every column, in the order of the frame that was fitted.
  var columnScales: [ColumnScale] { get }

  /// Warnings for the user, one sentence each: which columns are constant.
  var warnings: [String] { get }

  /// The scaler of the named columns alone, in the order of the names.
  ///
  /// - Throws: `TabularError.unknownColumn`.
  func selecting(columns names: [String]) throws(TabularError) -> Self
}

/// What a scaler has learned about one column, in the column's units.
public protocol ScaledColumn: Codable, Sendable, Equatable {
  var name: String { get }
  /// The shift and divisor that follow; the divisor of a constant column is 0.
  var scale: ColumnScale { get }
  /// A warning for the user, besides that the column is constant. Default: none.
  var warning: String? { get }
}

extension ScaledColumn {
  public var warning: String? { nil }
}

/// A fitted scaler that has learned the same kind of values about every column.
public struct FittedColumnScaler<Learned: ScaledColumn>: FittedScaler {
  /// The values, in the order of the frame that was fitted.
  public let columns: [Learned]

  public var columnScales: [ColumnScale] { columns.map(\.scale) }

  /// One sentence for each constant column, followed by the columns' own warnings.
  public var warnings: [String] {
    constantColumns.map { "The column \"\($0)\" is constant in the fitted rows: it becomes 0." }
      + columns.compactMap(\.warning)
  }

  public func selecting(columns names: [String]) throws(TabularError) -> Self {
    let places = Dictionary(zip(columnNames, columns)) { first, _ in first }
    var selected: [Learned] = []
    for name in names {
      guard let found = places[name] else { throw .unknownColumn(name, among: columnNames) }
      selected.append(found)
    }
    return Self(columns: selected)
  }
}

extension FittedColumnScaler {
  /// Learns from every column of a frame.
  ///
  /// - Parameters:
  ///   - frame: its columns are numbers.
  ///   - learn: receives a column of finite numbers, none missing, with the smallest and the largest.
  /// - Throws: `TabularError.noRows`, for columns that are not all finite numbers what `DataFrame.matrix()` throws, and
  ///   what `learn` throws.
  public init(
    _ frame: DataFrame,
    _ learn: (Column, _ minimum: Double, _ maximum: Double) throws(TabularError) -> Learned
  ) throws(TabularError) {
    guard frame.rowCount > 0 else { throw .noRows }
    try frame.requireFiniteNumbers()
    var columns: [Learned] = []
    for (column, extremes) in zip(frame.columns, frame.columns.extremes) {
      columns.append(try learn(column, extremes!.minimum, extremes!.maximum))
    }
    self.init(columns: columns)
  }
}

/// How one column is scaled: `(x − shift) / divisor`.
public struct ColumnScale: Sendable, Equatable {
  public let name: String
  /// What is subtracted, in the column's units.
  public let shift: Double
  /// The divisor of the shifted value; 0 in a constant column.
  public let divisor: Double
  /// What is scaled in place of the value; `nil`, in general, for the value itself.
  public var curve: Curve?

  /// Describes the scale of a column by its properties. Default: of the values themselves.
  public init(name: String, shift: Double, divisor: Double, curve: Curve? = nil) {
    (self.name, self.shift, self.divisor, self.curve) = (name, shift, divisor, curve)
  }

  /// The numbers alone.
  fileprivate var unnamed: ColumnScale {
    .init(name: "", shift: shift, divisor: divisor, curve: curve)
  }
}

extension FittedScaler {
  /// The names of the columns, in the order of the frame that was fitted.
  public var columnNames: [String] { columnScales.map(\.name) }

  /// Whether all that was learned are numbers; a damaged file may hold NaN or infinity.
  package var isFinite: Bool { columnScales.allSatisfy { $0.shift.isFinite && $0.divisor.isFinite } }

  /// The columns that had the same value in every fitted row. They become 0 and carry no information.
  public var constantColumns: [String] { columnScales.filter { $0.divisor == 0 }.map(\.name) }

  /// The frame with the scaler's columns scaled, found by name; other columns stay unchanged.
  ///
  /// - Throws: `TabularError.unknownColumn` where the frame lacks one of the scaler's columns, and for
  ///   columns that are not all finite numbers what `DataFrame.matrix()` throws.
  public func scaled(_ frame: DataFrame) throws(TabularError) -> DataFrame {
    try frame.replacingNumbers(by: columnScales) { $1.scaled($0) }
  }

  /// The frame with the scaler's columns in their original units.
  ///
  /// - Throws: as `scaled(_:)`.
  public func unscaled(_ frame: DataFrame) throws(TabularError) -> DataFrame {
    try frame.replacingNumbers(by: columnScales) { $1.unscaled($0) }
  }

  /// The matrix scaled. Shape: (rows, columns), the columns in the scaler's order.
  ///
  /// - Precondition: the matrix has as many columns as the scaler.
  public func scaled(_ matrix: Matrix<some MatrixScalar>) -> Matrix<Double> {
    mapped(matrix) { $1.scaled($0) }
  }

  /// The matrix in the columns' original units. Shape: (rows, columns), the columns in the scaler's order.
  ///
  ///     let quality = try scaler.selecting(columns: ["quality"]).unscaled(network.predict(x))
  ///
  /// - Precondition: the matrix has as many columns as the scaler.
  public func unscaled(_ matrix: Matrix<some MatrixScalar>) -> Matrix<Double> {
    mapped(matrix) { $1.unscaled($0) }
  }

  /// The scaler's columns of a frame, found by name, scaled when they are requested.
  ///
  /// - Throws: as `scaled(_:)`.
  package func rows(of frame: DataFrame) throws(TabularError) -> FeatureRows {
    let selected = try frame.selecting(columns: columnNames)
    try selected.requireFiniteNumbers()
    var writers: [FeatureWriter] = []
    for (column, scale) in zip(selected.columns, columnScales) {
      writers.append(
        FeatureWriter(
          place: writers.count,
          content: .numbers(try column.curved(scale), shift: scale.shift, divisor: scale.divisor)))
    }
    return FeatureRows(
      writers, width: writers.count, inputs: selected.columns, rowCount: selected.rowCount)
  }

  @inline(__always)
  private func mapped(
    _ matrix: Matrix<some MatrixScalar>, _ change: (Double, ColumnScale) -> Double
  ) -> Matrix<Double> {
    // Without their names, because a loop over scales would count references to them.
    let scales = columnScales.map(\.unnamed)
    precondition(
      matrix.columns == scales.count,
      "The scaler takes \(scales.count) columns, received a matrix of \(matrix.columns).")
    var result = Matrix<Double>(matrix)
    result.withUnsafeMutableBufferPointer { scalars in
      for row in stride(from: 0, to: scalars.count, by: max(scales.count, 1)) {
        for (place, scale) in scales.enumerated() {
          scalars[row + place] = change(scalars[row + place], scale)
        }
      }
    }
    return result
  }
}

extension DataFrame {
  @inline(__always)
  fileprivate func replacingNumbers(
    by scales: [ColumnScale], _ change: (Double, ColumnScale) -> Double
  ) throws(TabularError) -> DataFrame {
    let selected = try selecting(columns: scales.map(\.name))
    try selected.requireFiniteNumbers()
    var changed = columns
    for (scale, column) in zip(scales, selected.columns) {
      let unnamed = scale.unnamed
      let values = try column.storedValues(as: Double.self).map { change($0, unnamed) }
      changed[try place(ofColumn: scale.name)] = column.replacing(storage: .number(values), missing: nil)
    }
    return replacing(columns: changed)
  }
}
