import CVectorKernels

extension Float: LayerScalar {
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
