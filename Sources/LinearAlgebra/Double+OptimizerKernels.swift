import CVectorKernels

extension Double: OptimizerKernels {
  public static func gradientDescent(
    weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>, rate: Self, count: Int
  ) {
    vk_sgd_d(weights, gradient, rate, count)
  }

  public static func momentumDescent(
    weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>, velocity: UnsafeMutablePointer<Self>,
    rate: Self, momentum: Self, nesterov: Bool, count: Int
  ) {
    vk_sgd_momentum_d(weights, gradient, velocity, rate, momentum, nesterov, count)
  }

  public static func adam(
    weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>, mean: UnsafeMutablePointer<Self>,
    variance: UnsafeMutablePointer<Self>, oneMinusBeta1: Self, oneMinusBeta2: Self, alpha: Self,
    epsilon: Self, count: Int
  ) {
    vk_adam_d(weights, gradient, mean, variance, oneMinusBeta1, oneMinusBeta2, alpha, epsilon, count)
  }

  public static func amsgrad(
    weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>, mean: UnsafeMutablePointer<Self>,
    variance: UnsafeMutablePointer<Self>, highest: UnsafeMutablePointer<Self>, oneMinusBeta1: Self,
    oneMinusBeta2: Self, alpha: Self, epsilon: Self, count: Int
  ) {
    vk_amsgrad_d(
      weights, gradient, mean, variance, highest, oneMinusBeta1, oneMinusBeta2, alpha, epsilon, count)
  }

  public static func nadam(
    weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>, mean: UnsafeMutablePointer<Self>,
    variance: UnsafeMutablePointer<Self>, oneMinusBeta1: Self, oneMinusBeta2: Self, next: Self,
    oneMinusNextProduct: Self, oneMinusNow: Self, oneMinusProduct: Self, oneMinusBeta2Power: Self,
    rate: Self, epsilon: Self, count: Int
  ) {
    vk_nadam_d(
      weights, gradient, mean, variance, oneMinusBeta1, oneMinusBeta2, next, oneMinusNextProduct, oneMinusNow,
      oneMinusProduct, oneMinusBeta2Power, rate, epsilon, count)
  }

  public static func adamax(
    weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>, mean: UnsafeMutablePointer<Self>,
    norm: UnsafeMutablePointer<Self>, oneMinusBeta1: Self, beta2: Self, oneMinusBeta1Power: Self,
    rate: Self, epsilon: Self, count: Int
  ) {
    vk_adamax_d(weights, gradient, mean, norm, oneMinusBeta1, beta2, oneMinusBeta1Power, rate, epsilon, count)
  }

  public static func adagrad(
    weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>,
    accumulator: UnsafeMutablePointer<Self>, rate: Self, epsilon: Self, count: Int
  ) {
    vk_adagrad_d(weights, gradient, accumulator, rate, epsilon, count)
  }

  public static func adadelta(
    weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>,
    accumulatedGradient: UnsafeMutablePointer<Self>, accumulatedChange: UnsafeMutablePointer<Self>,
    rho: Self, oneMinusRho: Self, rate: Self, epsilon: Self, count: Int
  ) {
    vk_adadelta_d(
      weights, gradient, accumulatedGradient, accumulatedChange, rho, oneMinusRho, rate, epsilon, count)
  }

  public static func rmsprop(
    weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>, variance: UnsafeMutablePointer<Self>,
    mean: UnsafeMutablePointer<Self>?, velocity: UnsafeMutablePointer<Self>?, rho: Self, oneMinusRho: Self,
    momentum: Self, rate: Self, epsilon: Self, count: Int
  ) {
    vk_rmsprop_d(
      weights, gradient, variance, mean, velocity, rho, oneMinusRho, momentum, rate, epsilon, count)
  }

  public static func addPenalty(
    to gradient: UnsafeMutablePointer<Self>, weights: UnsafePointer<Self>, l1: Self, l2: Self, count: Int
  ) {
    vk_add_penalty_d(gradient, weights, l1, l2, count)
  }

  public static func sumOfMagnitudes(_ values: UnsafePointer<Self>, count: Int) -> Double {
    vk_sum_magnitudes_d(values, count)
  }

  public static func sumOfSquares(_ values: UnsafePointer<Self>, count: Int) -> Double {
    vk_sum_squares_d(values, count)
  }

  public static func clamp(_ values: UnsafeMutablePointer<Self>, limit: Self, count: Int) {
    vk_clamp_d(values, limit, count)
  }

  public static func rescale(
    _ values: UnsafeMutablePointer<Self>, by factor: Self, over divisor: Self, count: Int
  ) {
    vk_rescale_d(values, factor, divisor, count)
  }

  public static func decay(_ weights: UnsafeMutablePointer<Self>, by decay: Self, rate: Self, count: Int) {
    vk_decay_d(weights, decay, rate, count)
  }

  public static func raiseToZero(_ weights: UnsafeMutablePointer<Self>, count: Int) {
    vk_raise_to_zero_d(weights, count)
  }

  public static func limitNorms(
    ofColumns weights: UnsafeMutablePointer<Self>, norms: UnsafeMutablePointer<Self>, limit: Self,
    epsilon: Self, rows: Int, columns: Int
  ) {
    vk_limit_norms_d(weights, norms, limit, epsilon, rows, columns)
  }
}
