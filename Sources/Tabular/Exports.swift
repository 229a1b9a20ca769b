// A frame becomes matrices: importing `Tabular` makes the type available.
@_exported import struct LinearAlgebra.Matrix
// What a process may have: who serves tables asks before it takes memory, or a thread.
@_exported import enum LinearAlgebra.PageMemory
@_exported import enum LinearAlgebra.SystemThread
