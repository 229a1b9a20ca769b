import Foundation
import NeuralNetworks
import TestSupport
import Testing

@testable import Experiments
@testable import Pipelines
@testable import Servers

/// The figures of SECURITY.md are those of the code.
struct SecurityDocumentTests {
  private func figure(_ number: Int) -> String {
    number.formatted(.number.locale(Locale(identifier: "en_US")))
  }
  private func size(_ bytes: Int) -> String {
    bytes >= 1 << 20 && bytes % (1 << 20) == 0 ? "\(bytes >> 20) MB" : "\(bytes >> 10) kB"
  }
  private func seconds(_ seconds: Double) -> String { "\(Int(seconds)) s" }

  @Test func limitsAreThoseOfTheCode() throws {
    let limits = ServerLimits()
    let rows = [
      ("limit", "figure"), ("---", "---"),
      ("header of a model", size(Int(SafeTensorsHeader.byteLimit))),
      ("run file, experiment or recorded run", "\(size(Settings.byteLimit)), without YAML aliases"),
      ("layers of a network", figure(Sequential.mostLayers)),
      ("units of a layer", figure(Dense.allowedUnits.upperBound)),
      ("runs of an experiment", figure(Experiment<DescribedTrial>.mostRuns)),
      ("playground: table, unpacked", size(ServerLimits.csvBytes)),
      ("playground: columns of a table", figure(ServerLimits.columns)),
      ("playground: model", size(ServerLimits.modelBytes)),
      ("playground: command", "\(size(ServerLimits.jsonBytes)), nested \(ServerLimits.jsonDepth) deep"),
      (
        "playground: line and headers of a request",
        "\(size(ServerLimits.headBytes)), within \(seconds(limits.headSeconds))"
      ),
      ("playground: body of a request", "within \(seconds(limits.bodySeconds))"),
      ("playground: connections", "\(limits.connections), \(seconds(limits.idleSeconds)) without a request"),
      ("playground: runs and tables at a time", "\(limits.sessions) and \(limits.tables)"),
      ("playground: streams", "\(limits.streams), \(limits.streamsOfSession) of a run"),
      ("playground: sweep", seconds(ServerLimits.sweepSeconds)),
      (
        "playground: hidden layers and their units",
        "\(PlaygroundState.Limits.layers.upperBound), of \(PlaygroundState.Limits.tableUnits.upperBound)"
      ),
      (
        "playground: memory of tables and runs (`--memory`)",
        "half of the machine's, \(size(MemoryBudget.least)) or more"
      ),
    ].map { $0.0 == "---" ? "|---|---|" : "| \($0.0) | \($0.1) |" }
    let text = try String(contentsOf: Repository.root.appending(path: "SECURITY.md"), encoding: .utf8)
    let section = try #require(text.components(separatedBy: "## The limits").last)
    #expect(section.split(separator: "\n").filter { $0.hasPrefix("|") }.map(String.init) == rows)
  }
}
