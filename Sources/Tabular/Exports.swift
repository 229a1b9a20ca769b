// A frame becomes matrices, and scalers of one's own are registered: importing `Tabular` makes the types available.
@_exported import class LinearAlgebra.PartRegistry
@_exported import enum LinearAlgebra.Registry
@_exported import struct LinearAlgebra.Matrix
// What a process may have: who serves tables asks before it takes memory, or a thread.
@_exported import enum LinearAlgebra.PageMemory
@_exported import enum LinearAlgebra.SystemThread
