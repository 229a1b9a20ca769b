import Tabular

/// A small table of numbers and texts, some of them missing.
enum Passengers {
  static let age = Column(name: "age", [22, 38, 26, nil, 35, 54, nil, 2, 27, 14] as [Double?])
  static let fare = Column(
    name: "fare", [7.25, 71.28, 7.925, 53.1, 8.05, 51.86, 21.075, 11.13, 30.07, nil] as [Double?])
  static let port = Column(name: "port", ["S", "C", "S", "S", "S", "Q", "S", "C", "Q", "S"])
  static let deck = Column(name: "deck", [nil, "C", nil, "C", "E", nil, "A", "G", nil, nil] as [String?])
  static let frame = DataFrame(columns: [age, fare, port, deck])
}
