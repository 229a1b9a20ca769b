import Benchmark

/// Times the parts of training and reading, one by one.
///
///     swift run -c release --package-path Benchmarks Micro --filter csv
@main
struct Micro {
  static func main() {
    BenchmarkColumn.register(Work.perUnit("median") { $0.median })
    BenchmarkColumn.register(Work.perUnit("lowest") { $0.first ?? .nan })
    BenchmarkColumn.register(Work.perUnit("highest") { $0.last ?? .nan })
    Benchmark.main(
      [products(), layers(), optimizers(), csvDialects()],
      customDefaults: [
        MinTime(seconds: 0.3), TimeUnit(.us), Columns(["name", "median", "lowest", "highest", "iterations"]),
      ])
  }
}

/// The units that a benchmark's run repeats, such as training steps: times are reported per unit.
enum Work {
  private static let counter = "units"

  static func perUnit(_ name: String, _ choose: @escaping ([Double]) -> Double) -> BenchmarkColumn {
    BenchmarkColumn(
      name: name, value: { choose($0.measurements.sorted()) / ($0.counters[counter] ?? 1) }, unit: .time)
  }

  static func isCounted(_ units: Int, in state: inout BenchmarkState) {
    state.counters[counter] = Double(units)
  }
}

extension [Double] {
  fileprivate var median: Double { isEmpty ? .nan : self[count / 2] }
}
