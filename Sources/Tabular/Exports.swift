// A frame becomes matrices, and scalers of one's own are registered: importing `Tabular` makes the types available.
@_exported import class LinearAlgebra.PartRegistry
@_exported import enum LinearAlgebra.Registry
@_exported import struct LinearAlgebra.Matrix
