import LinearAlgebra

/// One node of a network: a layer, or what a residual block has around its layers.
struct NetworkStep {
  enum Kind {
    case layer(any Layer)
    /// The beginning of a residual block, and the step that is its sum.
    case beginning(sum: Int)
    /// The sum of a residual block, and the step that is its beginning.
    case sum(beginning: Int)
  }

  let kind: Kind
  /// The place of the layer in the network, `2`, or of one within a residual block, `2.0`: what comes before a
  /// parameter's name.
  let place: String
  let inputs: Int

  var outputs: Int { layer?.outputs(inputs: inputs) ?? inputs }

  var layer: (any Layer)? {
    guard case .layer(let layer) = kind else { return nil }
    return layer
  }

  /// The step whose output, or output gradient, a residual block needs here.
  var other: Int? {
    switch kind {
    case .layer: nil
    case .beginning(let sum): sum
    case .sum(let beginning): beginning
    }
  }

  func node<Scalar>(parameters: [ParameterMemory<Scalar>]) -> any LayerNode<Scalar> {
    switch kind {
    case .layer(let layer): layer.node(inputs: inputs, parameters: parameters)
    case .beginning: ResidualBeginningNode(width: inputs)
    case .sum: ResidualSumNode(width: inputs)
    }
  }
}

extension Sequential {
  /// The nodes, in the order in which rows pass through them; without residual blocks one for each layer.
  func steps(inputs: Int) -> [NetworkStep] {
    var steps: [NetworkStep] = []
    var width = inputs
    func append(_ kind: NetworkStep.Kind, _ place: String) {
      steps.append(NetworkStep(kind: kind, place: place, inputs: width))
      width = steps.last!.outputs
    }
    for (place, layer) in layers.enumerated() {
      guard let block = layer as? Residual else {
        append(.layer(layer), "\(place)")
        continue
      }
      let beginning = steps.count
      append(.beginning(sum: beginning + block.layers.count + 1), "\(place)")
      for (inner, layer) in block.layers.enumerated() { append(.layer(layer), "\(place).\(inner)") }
      append(.sum(beginning: beginning), "\(place)")
    }
    return steps
  }

  /// The last step of each layer.
  var ends: [Int] {
    layers.reduce(into: []) { ends, layer in
      ends.append((ends.last ?? -1) + 1 + ((layer as? Residual).map { $0.layers.count + 1 } ?? 0))
    }
  }

  /// Refuses layers that cannot take what comes before them.
  ///
  /// - Throws: ``NetworkError/layerDoesNotFit(layer:kind:problem:)``.
  package func checkLayers(inputs: Int) throws(NetworkError) {
    var width = inputs
    for (place, layer) in layers.enumerated() {
      if let problem = layer.fault(inputs: width) {
        throw .layerDoesNotFit(layer: place, kind: layer.kindInFiles, problem: problem)
      }
      width = layer.outputs(inputs: width)
    }
  }
}
