extension Sequential {
  /// Says what speaks against a loss behind this network's last activation, a sentence each.
  ///
  ///     Sequential([Dense(1)]).warnings(for: .binaryCrossEntropy)
  ///
  /// Training does not mind: they are for whoever started it. Empty where nothing is known against it.
  public func warnings(for loss: any Loss) -> [String] {
    guard let last = layers.last as? any ActivatedLayer else { return [] }
    return loss.warning(behind: last.activation, outputs: fixedOutputs).map { [$0] } ?? []
  }

  /// The number of outputs where it does not hang on the number of inputs.
  private var fixedOutputs: Int? {
    let outputs = widths(inputs: 1).last!
    return outputs == widths(inputs: 2).last! ? outputs : nil
  }

  /// Refuses what cannot learn.
  ///
  /// - Throws: ``NetworkError/softmaxOfOneUnit(layer:)``.
  func checkSoftmax(inputs: Int) throws(NetworkError) {
    for (index, width) in widths(inputs: inputs).dropFirst().enumerated() where width == 1 {
      if (layers[index] as? any ActivatedLayer)?.activation == .softmax {
        throw .softmaxOfOneUnit(layer: index)
      }
    }
  }
}
