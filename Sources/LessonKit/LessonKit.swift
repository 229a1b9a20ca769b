/// What the blocks of a lesson find: Vintner, Foundation, and the few functions of this module that print
/// tables, show charts and measure claims.
@_exported import Foundation
@_exported import Vintner
// Noise and random places, drawn from a seed.
@_exported import struct LinearAlgebra.RandomStream
