import Foundation
import LinearAlgebra
import Tabular
import Testing

struct MaxAbsScalerTests {
  private let frame = DataFrame(columns: [
    Column(name: "a", [-4, 2, 0]), Column(name: "b", [0.5, 0.25, 0]), Column(name: "zero", [0, 0, 0]),
  ])

  /// By hand: the largest magnitudes are 4, 0.5 and 0.
  @Test func dividesByTheLargestMagnitude() throws {
    let scaler = try MaxAbsScaler().fitted(to: frame)
    let scaled = scaler.scaled(try frame.matrix())
    #expect(scaled == Matrix([[-1, 1, 0], [0.5, 0.5, 0], [0, 0, 0]]))
    #expect(scaler.unscaled(scaled) == (try frame.matrix()))
    #expect(scaler.constantColumns == ["zero"])
  }

  @Test func isAKindOfScaling() throws {
    let fitted = try #require(Scaling(rawValue: "max_abs")).fitted(to: frame.selecting(columns: ["a"]))
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = #"{"columns":[{"magnitude":4,"name":"a"}],"method":"max_abs"}"#
    #expect(String(decoding: try encoder.encode(fitted), as: UTF8.self) == json)
    #expect(try JSONDecoder().decode(FittedScaling.self, from: Data(json.utf8)) == fitted)
  }
}
