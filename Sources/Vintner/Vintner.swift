// `import Vintner` is all a user writes.
@_exported import Charts
@_exported import Experiments
@_exported import Exports
@_exported import NeuralNetworks
@_exported import Parity
@_exported import Pipelines
@_exported import Tabular
@_exported import Tuning
