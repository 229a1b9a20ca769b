// `import Vintner` is all a user writes.
@_exported import NeuralNetworks
@_exported import Tabular

/// The version of this package, as `vintner --version` prints it and model files record it.
public let vintnerVersion = "0.1.0"
