// Networks are made and trained in a precision, custom layers and losses compute in both, noise comes from a stream,
// and parts of one's own are registered: who imports `NeuralNetworks` can name these.
@_exported import class LinearAlgebra.PartRegistry
@_exported import enum LinearAlgebra.Precision
@_exported import enum LinearAlgebra.Registry
@_exported import protocol LinearAlgebra.MatrixScalar
@_exported import struct LinearAlgebra.RandomStream
