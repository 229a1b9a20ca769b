import Vintner

/// Checks that a layer keeps the contract of `Layer`.
///
///     try checkLayer(Dense(4, activation: .tanh))
///
/// - its outputs have the width that it states, and in inference a row's depend on that row alone;
/// - its gradients, of inputs and parameters, are those of central differences;
/// - inference is deterministic, and any number of threads gives the same bits, in training as well;
/// - written to a file and read again, it computes the same.
///
/// - Parameters:
///   - layer: with options that exercise it. It need not be registered.
///   - inputs: how many values a row it gets. Default 3.
///   - tolerance: the largest error of a gradient, relative to slopes above 1. Default 10⁻⁷.
/// - Throws: ``ContractViolation`` with a sentence for each fault, `NetworkError` where it cannot be trained.
public func checkLayer<Part: Layer>(_ layer: Part, inputs: Int = 3, tolerance: Double = 1e-7) throws {
  var findings = Findings(layer)
  let outputs = layer.outputs(inputs: inputs)
  findings.require(outputs > 0, "Its outputs for \(inputs) inputs are \(outputs), not 1 or more.")
  let names = layer.parameters(inputs: inputs).map(\.name)
  findings.require(Set(names).count == names.count, "Its parameters' names repeat: \(names).")
  findings.require(layer.scratch(inputs: inputs) >= 0, "Its scratch is below 0.")
  try findings.end()

  // Noise and normalization differ between training and inference: gradients are those of training.
  var check = GradientCheck([layer], inputs: inputs)
  check.tolerance = tolerance
  findings.add(try check.faults())

  let network = Sequential([layer])
  let fresh = TrainedNetwork(network, inputs: inputs, seed: 3, precision: .double)
  let rows = sampled(rows: 500, columns: inputs, seed: 4)
  let predicted = fresh.predict(rows, threads: 1)
  findings.require(
    fresh.predict(rows, threads: 1) == predicted, "Two predictions of the same rows differ.")
  findings.require(
    fresh.predict(rows, threads: 3) == predicted, "Three threads predict otherwise than one.")
  for row in stride(from: 0, to: rows.rows, by: 71) {
    let alone = fresh.predict(Matrix([rows.row(row)])).scalars
    findings.require(
      zip(alone, predicted.row(row)).allSatisfy { $0.isClose(to: $1) },
      "Row \(row) alone gives \(alone), among others \(predicted.row(row)).")
  }

  let targets = sampled(rows: 40, columns: outputs, seed: 5)
  let inputs40 = rows[rows: 0..<40]
  func trained(_ layer: Part, threads: Int) throws -> [Parameter] {
    try Sequential([Dense(inputs), layer, Dense(outputs)]).fitted(
      to: inputs40, targets,
      with: Training(
        optimizer: SGD(learningRate: 0.01), loss: .meanSquaredError, batchSize: 16, epochs: 2, seed: 6,
        threads: threads)
    ).parameters
  }
  let one = try trained(layer, threads: 1)
  findings.require(try trained(layer, threads: 3) == one, "Three threads train otherwise than one.")
  findings.require(try trained(layer, threads: 1) == one, "Two trainings of one seed differ.")

  let read = try findings.reread(layer)
  findings.require(
    try TrainedNetwork(Sequential([read]), inputs: inputs, parameters: fresh.parameters, precision: .double)
      .predict(rows, threads: 1) == predicted && trained(read, threads: 1) == one,
    "Written to a file and read again, it computes otherwise: its configuration lacks an option.")
  try findings.end()
}
