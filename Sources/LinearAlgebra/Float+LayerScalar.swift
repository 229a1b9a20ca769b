import CVectorKernels

extension Float: LayerScalar {
  public static func activate(
    _ kernel: ActivationKernel, parameter: Self, _ z: UnsafeMutablePointer<Self>,
    bias: UnsafePointer<Self>?, keepingSums sums: UnsafeMutablePointer<Self>?, rows: Int, units: Int
  ) {
    vk_activate_f(vk_activation(kernel.rawValue), parameter, z, bias, sums, rows, units)
  }

  public static func activateBackward(
    _ kernel: ActivationKernel, parameter: Self, sums: UnsafePointer<Self>?, output: UnsafePointer<Self>,
    gradient: UnsafeMutablePointer<Self>, rows: Int, units: Int
  ) {
    vk_activate_backward_f(
      vk_activation(kernel.rawValue), parameter, sums, output, gradient, rows, units)
  }

  public static func columnMoments(
    _ x: UnsafePointer<Self>, mean: UnsafeMutablePointer<Self>, variance: UnsafeMutablePointer<Self>,
    rows: Int, leading: Int, columns: Int
  ) {
    vk_column_moments_f(x, mean, variance, rows, leading, columns)
  }

  public static func movingAverage(
    _ moving: UnsafeMutablePointer<Self>, batch: UnsafePointer<Self>, momentum: Double, count: Int
  ) {
    vk_moving_average_f(moving, batch, Self(momentum), Self(1 - momentum), count)
  }

  public static func normalize(
    _ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>, mean: UnsafePointer<Self>,
    variance: UnsafePointer<Self>, gamma: UnsafePointer<Self>?, beta: UnsafePointer<Self>?,
    epsilon: Self, rows: Int, columns: Int
  ) {
    vk_normalize_f(x, y, mean, variance, gamma, beta, epsilon, rows, columns)
  }

  public static func normalizeSums(
    _ x: UnsafePointer<Self>, gradient: UnsafePointer<Self>, mean: UnsafePointer<Self>,
    variance: UnsafePointer<Self>, gamma: UnsafePointer<Self>?, epsilon: Self,
    into sums: NormalizationSums<Self>, rows: Int, leading: Int, columns: Int
  ) {
    vk_normalize_sums_f(
      x, gradient, mean, variance, gamma, epsilon, sums.betaGradient, sums.gammaGradient, sums.factor,
      sums.slope, sums.offset, rows, leading, columns)
  }

  public static func normalizeBackward(
    _ x: UnsafePointer<Self>, gradient: UnsafePointer<Self>, into inputGradient: UnsafeMutablePointer<Self>,
    mean: UnsafePointer<Self>, sums: NormalizationSums<Self>, rows: Int, columns: Int
  ) {
    vk_normalize_backward_f(
      x, gradient, inputGradient, mean, sums.factor, sums.slope, sums.offset, rows, columns)
  }

  public static func dropOut(
    _ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>, factors: UnsafeMutablePointer<Self>,
    rate: Double, from stream: RandomStream, count: Int
  ) {
    vk_drop_out_f(
      x, y, factors, stream.state, dropoutThreshold(rate: rate), 1 / (1 - Self(rate)), count)
  }

  public static func addNoise(
    _ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>, standardDeviation: Self,
    from stream: RandomStream, count: Int
  ) {
    vk_add_noise_f(x, y, stream.state, standardDeviation, count)
  }

  public static func multiplyElements(
    _ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>, into c: UnsafeMutablePointer<Self>, count: Int
  ) {
    vk_multiply_f(a, b, c, count)
  }
}
