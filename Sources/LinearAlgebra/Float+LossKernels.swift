import CVectorKernels

extension Float: LossKernels {
  public static func loss(_ kernel: LossKernel, option: Self, of rows: LossRows<Self>) -> Double {
    vk_loss_f(
      vk_loss(kernel.rawValue), option, rows.prediction, rows.target, rows.weights, rows.gradient, rows.scale,
      rows.count, rows.outputs)
  }

  public static func categoricalCrossEntropy(
    fromLogits: Bool, labelSmoothing: Self, of rows: LossRows<Self>
  ) -> Double {
    vk_categorical_f(
      fromLogits, labelSmoothing, rows.prediction, rows.target, rows.weights, rows.gradient, rows.scale,
      rows.count, rows.outputs)
  }
}
