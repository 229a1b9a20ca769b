// Networks are made and trained in a precision: who imports `NeuralNetworks` can name it.
@_exported import enum LinearAlgebra.Precision
