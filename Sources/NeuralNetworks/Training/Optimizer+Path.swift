import LinearAlgebra

extension Optimizer {
  /// Minimizes a function of a few variables by its gradient, as training minimizes the loss of a network: with
  /// clipping, weight decay and schedules of rate and decay. In double precision.
  ///
  ///     let path = SGD(learningRate: 0.1).path(from: [3], steps: 20) { [10 * $0[0] - 2] }
  ///
  /// Shapes: start (variables), the gradient's argument and result (variables) → (steps + 1, variables)
  /// - Parameters:
  ///   - start: the first place.
  ///   - steps: how many updates, 0 or more.
  ///   - gradient: the function's gradient at a place.
  /// - Returns: the start and the place after each update. Where a step leaves the range of numbers, the places
  ///   after it are not finite.
  /// - Precondition: one variable or more, and a gradient of as many.
  public func path(
    from start: [Double], steps: Int, gradient: ([Double]) -> [Double]
  ) -> [[Double]] {
    precondition(!start.isEmpty, "A path goes through one variable or more, received none.")
    precondition(steps >= 0, "A path has 0 steps or more, received \(steps).")
    let variables = ParameterDescription("variables", shape: [1, start.count], initializer: .zeros)
    let layout = ParameterLayout([(layer: 0, variables)])
    let parameters = ParameterStore<Double>(layout: layout)
    let gradients = AlignedBuffer<Double>(count: layout.count)
    let update = ParameterUpdate(
      parameters: parameters, gradients: gradients,
      state: OptimizerState(initial: initialState, layout: layout), optimizer: self, lanes: 1)
    let place = UnsafeMutableBufferPointer(start: parameters.values.pointer, count: start.count)
    _ = place.update(fromContentsOf: start)
    var path = [start]
    for iteration in 1..<steps + 1 {
      let slope = gradient(Array(place))
      precondition(
        slope.count == start.count, "A gradient of \(start.count) variables, received \(slope.count).")
      gradients.pointer.update(from: slope, count: slope.count)
      let time = TrainingTime(after: iteration - 1, of: Double(steps))
      let step = OptimizerStep(
        iteration: iteration, learningRate: learningRate.rate(at: time, in: Double.self),
        decayFactor: weightDecaySchedule?.rate(at: time, in: Double.self) ?? 1)
      if update.needsNorms { update.plan.blocks.forEach(update.measure) }
      for span in update.plan.lanes[0] { update.apply(span, at: step) }
      path.append(Array(place))
    }
    return path
  }
}
