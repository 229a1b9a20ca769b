import Foundation

/// Logistic regression of two or more classes by Newton's method.
///
///     let model = try LogisticRegression.fitted(to: x, labels, classes: 3)
///     LogisticRegression.probabilities(model.predict(x))
///
/// It minimises, with the intercepts b not penalised,
///
///     f(B, b) = C·Σᵢ −log pᵢ(yᵢ) + ½‖B‖²
///     two classes:  p(1) = 1 / (1 + exp(−z))        several:  p(k) = exp(zₖ) / Σ exp(zⱼ)        z = X·B + b
///
/// With several classes ½(Σ bₖ)² is added: it does not move the minimum, where Σ bₖ may have any value and is 0 here, and
/// makes the Hessian positive definite. Each step solves H·Δ = ∇f by LAPACK `dposv` and is halved until f decreases enough.
///
/// Shapes: X (rows, features), B (features, outputs), b (outputs); one output for two classes, else one for each class
/// Source: scikit-learn's `LogisticRegression(C=1)`, whose objective this is; S. Boyd, L. Vandenberghe, "Convex
/// Optimization", 2004, algorithm 9.5.
package struct LogisticRegression {
  private let design: Matrix<Double>
  private let labels: [Int]
  private let outputs: Int
  private let strength: Double
  /// The features and the intercept.
  private var width: Int { design.columns }
  private var count: Int { width * outputs }

  /// The most coefficients that are fitted: the Hessian has their number squared.
  package static let mostCoefficients = 4000

  /// Fits a model, whose predictions are logits.
  ///
  /// - Parameters:
  ///   - x: the features. Shape: (rows, features)
  ///   - labels: the class of each row, from 0 on.
  ///   - classes: how many there are, 2 or more.
  ///   - strength: C, above 0: the inverse of the penalty. Default 1.
  /// - Throws: ``LinearAlgebraError/noConvergence(routine:info:)`` where the Hessian is not positive definite to the last
  ///   digit, as with features of extreme values.
  /// - Precondition: as many labels as rows, one at least; finite features; at most ``mostCoefficients``.
  package static func fitted(
    to x: Matrix<Double>, _ labels: [Int], classes: Int, strength: Double = 1
  ) throws(LinearAlgebraError) -> LinearModel {
    precondition(
      x.rows == labels.count && x.rows > 0 && x.scalarsAreFinite,
      "A regression takes rows of finite numbers with a label each, received \(x.rows) and \(labels.count).")
    precondition(
      classes >= 2 && labels.allSatisfy((0..<classes).contains),
      "Labels are of 2 classes or more, counted from 0.")
    precondition(strength > 0 && strength.isFinite, "A strength is above 0, received \(strength).")
    let problem = LogisticRegression(
      design: Matrix((0..<x.rows).map { x.row($0) + [1] }), labels: labels,
      outputs: classes == 2 ? 1 : classes, strength: strength)
    precondition(
      problem.count <= mostCoefficients,
      "At most \(mostCoefficients) coefficients are fitted, received \(problem.count).")
    return try problem.solved()
  }

  /// How many coefficients a model has.
  package static func coefficients(features: Int, classes: Int) -> Int {
    (features + 1) * (classes == 2 ? 1 : classes)
  }

  /// The probabilities of logits: of one output that of the second class. Shape: (rows, outputs)
  package static func probabilities(_ logits: Matrix<Double>) -> Matrix<Double> {
    var result = logits
    let outputs = logits.columns
    result.withUnsafeMutableBufferPointer { scalars in
      if outputs == 1 {
        for place in scalars.indices { scalars[place] = 1 / (1 + exp(-scalars[place])) }
        return
      }
      for row in stride(from: 0, to: scalars.count, by: max(outputs, 1)) {
        let values = scalars[row..<row + outputs]
        let largest = values.max()!
        var sum = 0.0
        for place in values.indices {
          scalars[place] = exp(scalars[place] - largest)
          sum += scalars[place]
        }
        for place in values.indices { scalars[place] /= sum }
      }
    }
    return result
  }
}

extension LogisticRegression {
  /// Newton's method from B = 0 and b = 0, until a step changes no coefficient by more than 10⁻⁶ of the largest or of 1.
  private func solved() throws(LinearAlgebraError) -> LinearModel {
    var weights = Matrix<Double>(rows: width, columns: outputs)
    var value = objective(weights)
    for _ in 0..<100 {
      let probabilities = Self.probabilities(design * weights)
      let gradient = gradient(weights, probabilities)
      let step = try solvePositiveDefinite(hessian(probabilities), gradient.scalars)
      func stepped(by share: Double) -> Matrix<Double> {
        Matrix(rows: width, columns: outputs, scalars: zip(weights.scalars, step).map { $0 - share * $1 })
      }
      let largest = weights.scalars.reduce(1) { max($0, abs($1)) }
      // So close to the minimum a full step squares the error, whatever the last digits of f say.
      if step.allSatisfy({ abs($0) <= 1e-6 * largest }) {
        weights = stepped(by: 1)
        break
      }
      let slope = zip(step, gradient.scalars).reduce(0) { $0 + $1.0 * $1.1 }
      var share = 1.0
      var reached = objective(stepped(by: share))
      while !(reached <= value - 1e-4 * share * slope), share > 1e-10 {
        share /= 2
        reached = objective(stepped(by: share))
      }
      weights = stepped(by: share)
      value = reached
    }
    return LinearModel(coefficients: weights[rows: 0..<width - 1], intercepts: weights.row(width - 1))
  }

  /// f.
  private func objective(_ weights: Matrix<Double>) -> Double {
    let logits = design * weights
    var sum = 0.0
    for (row, label) in labels.enumerated() {
      let values = logits.row(row)
      if outputs == 1 {
        let z = label == 1 ? values[0] : -values[0]
        // log(1 + exp(−z)) without overflow.
        sum += max(-z, 0) + log1p(exp(-abs(z)))
      } else {
        let largest = values.max()!
        sum += largest + log(values.reduce(0) { $0 + exp($1 - largest) }) - values[label]
      }
    }
    let penalty = weights[rows: 0..<width - 1].scalars.reduce(0) { $0 + $1 * $1 }
    return strength * sum + penalty / 2 + squaredSum(of: weights.row(width - 1)) / 2
  }

  /// (Σ bₖ)² of several classes.
  private func squaredSum(of intercepts: [Double]) -> Double {
    guard outputs > 1 else { return 0 }
    let sum = intercepts.reduce(0, +)
    return sum * sum
  }

  /// ∇f. Shape: (features + 1, outputs)
  private func gradient(_ weights: Matrix<Double>, _ probabilities: Matrix<Double>) -> Matrix<Double> {
    var errors = probabilities
    for (row, label) in labels.enumerated() {
      if outputs > 1 { errors[row, label] -= 1 } else { errors[row, 0] -= Double(label) }
    }
    var gradient = Matrix<Double>(rows: width, columns: outputs)
    product(design, errors, into: &gradient, strength)
    for feature in 0..<width - 1 {
      for output in 0..<outputs { gradient[feature, output] += weights[feature, output] }
    }
    guard outputs > 1 else { return gradient }
    let sum = weights.row(width - 1).reduce(0, +)
    for output in 0..<outputs { gradient[width - 1, output] += sum }
    return gradient
  }

  /// ∇²f, in the order of the weights. Shape: (coefficients, coefficients)
  private func hessian(_ probabilities: Matrix<Double>) -> Matrix<Double> {
    var hessian = Matrix<Double>(rows: count, columns: count)
    var weighted = design
    var block = Matrix<Double>(rows: width, columns: width)
    for output in 0..<outputs {
      for other in output..<outputs {
        weigh(&weighted) { row in
          let p = probabilities[row, output]
          return output == other ? p * (1 - p) : -p * probabilities[row, other]
        }
        product(design, weighted, into: &block, strength)
        for first in 0..<width {
          for second in 0..<width {
            let (place, mirrored) = (first * outputs + output, second * outputs + other)
            hessian[place, mirrored] = block[first, second]
            hessian[mirrored, place] = block[first, second]
          }
        }
      }
    }
    for feature in 0..<width - 1 {
      for output in 0..<outputs { hessian[feature * outputs + output, feature * outputs + output] += 1 }
    }
    guard outputs > 1 else { return hessian }
    let first = (width - 1) * outputs
    for output in 0..<outputs {
      for other in 0..<outputs { hessian[first + output, first + other] += 1 }
    }
    return hessian
  }

  /// The design, each row times a factor.
  private func weigh(_ weighted: inout Matrix<Double>, by factor: (_ row: Int) -> Double) {
    let width = width
    weighted.withUnsafeMutableBufferPointer { weighted in
      design.withUnsafeBufferPointer { design in
        for row in 0..<labels.count {
          let factor = factor(row)
          for place in row * width..<(row + 1) * width { weighted[place] = design[place] * factor }
        }
      }
    }
  }

  /// C = factor · Aᵀ·B. Shapes: A (rows, left), B (rows, right) → C (left, right)
  private func product(
    _ a: Matrix<Double>, _ b: Matrix<Double>, into c: inout Matrix<Double>, _ factor: Double
  ) {
    c.withUnsafeMutableBufferPointer { c in
      a.withUnsafeBufferPointer { left in
        b.withUnsafeBufferPointer { right in
          Double.multiply(
            rows: a.columns, columns: b.columns, inner: a.rows, alpha: factor, left.baseAddress!,
            leadingA: a.columns, transposeA: true, right.baseAddress!, leadingB: b.columns,
            transposeB: false, beta: 0, into: c.baseAddress!, leadingC: b.columns)
        }
      }
    }
  }
}
