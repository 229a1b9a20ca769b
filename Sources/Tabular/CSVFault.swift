public struct CSVFault: Sendable, Equatable {}
