import CVectorKernels

extension Float: OptimizerKernels {
  public static func gradientDescent(
    weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>, rate: Self, count: Int
  ) {
    vk_sgd_f(weights, gradient, rate, count)
  }

  public static func momentumDescent(
    weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>, velocity: UnsafeMutablePointer<Self>,
    rate: Self, momentum: Self, nesterov: Bool, count: Int
  ) {
    vk_sgd_momentum_f(weights, gradient, velocity, rate, momentum, nesterov, count)
  }

  public static func adam(
    weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>, mean: UnsafeMutablePointer<Self>,
    variance: UnsafeMutablePointer<Self>, oneMinusBeta1: Self, oneMinusBeta2: Self, alpha: Self,
    epsilon: Self, count: Int
  ) {
    vk_adam_f(weights, gradient, mean, variance, oneMinusBeta1, oneMinusBeta2, alpha, epsilon, count)
  }

  public static func amsgrad(
    weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>, mean: UnsafeMutablePointer<Self>,
    variance: UnsafeMutablePointer<Self>, highest: UnsafeMutablePointer<Self>, oneMinusBeta1: Self,
    oneMinusBeta2: Self, alpha: Self, epsilon: Self, count: Int
  ) {
    vk_amsgrad_f(
      weights, gradient, mean, variance, highest, oneMinusBeta1, oneMinusBeta2, alpha, epsilon, count)
  }

  public static func nadam(
    weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>, mean: UnsafeMutablePointer<Self>,
    variance: UnsafeMutablePointer<Self>, oneMinusBeta1: Self, oneMinusBeta2: Self, next: Self,
    oneMinusNextProduct: Self, oneMinusNow: Self, oneMinusProduct: Self, oneMinusBeta2Power: Self,
    rate: Self, epsilon: Self, count: Int
  ) {
    vk_nadam_f(
      weights, gradient, mean, variance, oneMinusBeta1, oneMinusBeta2, next, oneMinusNextProduct, oneMinusNow,
      oneMinusProduct, oneMinusBeta2Power, rate, epsilon, count)
  }

  public static func adamax(
    weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>, mean: UnsafeMutablePointer<Self>,
    norm: UnsafeMutablePointer<Self>, oneMinusBeta1: Self, beta2: Self, oneMinusBeta1Power: Self,
    rate: Self, epsilon: Self, count: Int
  ) {
    vk_adamax_f(weights, gradient, mean, norm, oneMinusBeta1, beta2, oneMinusBeta1Power, rate, epsilon, count)
  }

  public static func adagrad(
    weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>,
    accumulator: UnsafeMutablePointer<Self>, rate: Self, epsilon: Self, count: Int
  ) {
    vk_adagrad_f(weights, gradient, accumulator, rate, epsilon, count)
  }

  public static func adadelta(
    weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>,
    accumulatedGradient: UnsafeMutablePointer<Self>, accumulatedChange: UnsafeMutablePointer<Self>,
    rho: Self, oneMinusRho: Self, rate: Self, epsilon: Self, count: Int
  ) {
    vk_adadelta_f(
      weights, gradient, accumulatedGradient, accumulatedChange, rho, oneMinusRho, rate, epsilon, count)
  }

  public static func rmsprop(
    weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>, variance: UnsafeMutablePointer<Self>,
    mean: UnsafeMutablePointer<Self>?, velocity: UnsafeMutablePointer<Self>?, rho: Self, oneMinusRho: Self,
    momentum: Self, rate: Self, epsilon: Self, count: Int
  ) {
    vk_rmsprop_f(
      weights, gradient, variance, mean, velocity, rho, oneMinusRho, momentum, rate, epsilon, count)
  }

  public static func addPenalty(
    to gradient: UnsafeMutablePointer<Self>, weights: UnsafePointer<Self>, l1: Self, l2: Self, count: Int
  ) {
    vk_add_penalty_f(gradient, weights, l1, l2, count)
  }

  public static func sumOfMagnitudes(_ values: UnsafePointer<Self>, count: Int) -> Double {
    vk_sum_magnitudes_f(values, count)
  }

  public static func sumOfSquares(_ values: UnsafePointer<Self>, count: Int) -> Double {
    vk_sum_squares_f(values, count)
  }

  public static func clamp(_ values: UnsafeMutablePointer<Self>, limit: Self, count: Int) {
    vk_clamp_f(values, limit, count)
  }

  public static func rescale(
    _ values: UnsafeMutablePointer<Self>, by factor: Self, over divisor: Self, count: Int
  ) {
    vk_rescale_f(values, factor, divisor, count)
  }

  public static func decay(_ weights: UnsafeMutablePointer<Self>, by decay: Self, rate: Self, count: Int) {
    vk_decay_f(weights, decay, rate, count)
  }

  public static func raiseToZero(_ weights: UnsafeMutablePointer<Self>, count: Int) {
    vk_raise_to_zero_f(weights, count)
  }

  public static func limitNorms(
    ofColumns weights: UnsafeMutablePointer<Self>, norms: UnsafeMutablePointer<Self>, limit: Self,
    epsilon: Self, rows: Int, columns: Int
  ) {
    vk_limit_norms_f(weights, norms, limit, epsilon, rows, columns)
  }
}
