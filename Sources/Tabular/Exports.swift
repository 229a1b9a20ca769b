// A frame becomes matrices: who imports `Tabular` can name them.
@_exported import struct LinearAlgebra.Matrix
