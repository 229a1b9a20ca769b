import ArgumentParser
import Foundation
import Vintner

/// `vintner`: the command that holds all others.
@main
struct VintnerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vintner",
    abstract: "Turns a table into a trained neural network.",
    discussion: """
      Examples:
        vintner train data/winequality-red.csv --target quality
        vintner predict vintner-output/model.safetensors new-wines.csv
        vintner inspect data/winequality-red.csv
      """,
    version: vintnerVersion,
    subcommands: [
      TrainCommand.self, FindLearningRateCommand.self, PredictCommand.self, EvaluateCommand.self,
      InspectCommand.self, ExperimentCommand.self, ParityCommand.self, PlaygroundCommand.self,
    ])

  /// Runs the command and ends the process: the one place where errors become a line and an exit code.
  static func main() {
    // Also where whoever started the process ignores it: a reader that leaves ends the work.
    signal(SIGPIPE, SIG_DFL)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      Failure(error).exit()
    }
  }
}
