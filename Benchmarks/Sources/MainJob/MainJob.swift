import Foundation
import Vintner

/// Times an epoch of the main job beside its matrix products alone, alternately in one run.
///
///     swift run -c release --package-path Benchmarks MainJob [CSV] [THREADS] [ROUNDS]
@main
struct MainJob {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst() + []
    let path = arguments.first ?? "data/winequality-red.csv"
    let lanes = arguments.dropFirst().first.flatMap { Int($0) } ?? 2
    let rounds = arguments.dropFirst(2).first.flatMap { Int($0) } ?? 7
    var pipeline = RegressionPipeline(target: "quality")
    pipeline.training.callbacks = []
    pipeline.training.epochs = 30
    pipeline.training.threads = lanes
    let prepared = try pipeline.prepared(try DataFrame(contentsOfCSVFile: path))
    let products = MatrixProducts()
    var ratios: [Double] = []
    for _ in 0..<rounds {
      let floor = products.seconds(lanes: lanes, epochs: 30) * 1000
      let epoch = try prepared.fitted().report!.millisecondsPerEpoch
      ratios.append(epoch / floor)
      print(
        String(format: "epoch %.1f ms, its products alone %.1f ms, ratio %.3f", epoch, floor, epoch / floor))
    }
    print(String(format: "median ratio %.3f on %d threads", ratios.sorted()[rounds / 2], lanes))
  }
}
