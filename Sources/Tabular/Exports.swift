// A frame becomes matrices: importing `Tabular` makes the type available.
@_exported import struct LinearAlgebra.Matrix
