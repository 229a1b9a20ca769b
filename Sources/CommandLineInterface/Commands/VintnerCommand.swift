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

      Completions for a shell: vintner --generate-completion-script bash (or zsh, or fish).
      """,
    version: vintnerVersion,
    subcommands: [
      TrainCommand.self, FindLearningRateCommand.self, PredictCommand.self, EvaluateCommand.self,
      ExplainCommand.self,
      InspectCommand.self, CompareCommand.self, ExperimentCommand.self, ParityCommand.self,
      PlaygroundCommand.self,
    ])

  /// Runs the command and ends the process: the one place where errors become a line and an exit code.
  static func main() {
    Console.reserveDescriptors()
    Exhaustion.watch()
    // Even if the parent process ignores it: a reader that closes the pipe ends the work.
    signal(SIGPIPE, SIG_DFL)
    do {
      let arguments = try RawArguments.all()
      try requireCommand(arguments)
      var command = try parseAsRoot(arguments)
      try command.run()
    } catch {
      failure(error)?.exit()
    }
  }

  /// Refuses a command that there is not, with the one that is probably meant.
  private static func requireCommand(_ arguments: [String]) throws(Failure) {
    let words = arguments.first == "help" ? arguments.dropFirst() : arguments[...]
    let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard let word = words.first, !word.hasPrefix("-"), !names.contains(word) else { return }
    let meant = similarName(to: word, among: names).map { ": did you mean '\($0)'? See" } ?? "; see"
    throw Failure(.usage, "There is no command '\(word)'\(meant) 'vintner --help'.")
  }

  /// The failure that an error means; `nil` after help or the version, which the argument parser throws too.
  private static func failure(_ error: any Error) -> Failure? {
    if let failure = error as? Failure { return failure }
    if let error = error as? any ReportedError { return Failure(error) }
    let text = fullMessage(for: error)
    switch exitCode(for: error) {
    case .success:
      do throws(Failure) { try Console.print(text.trimmingCharacters(in: .newlines)) } catch { return error }
      return nil
    case .validationFailure:
      let message = message(for: error)
      let isSentence = message.last.map { ".?!".contains($0) } ?? false
      // The last line of the full message names the command whose help explains the arguments.
      let help = text.firstMatch(of: /See '(.+ --help)' for more information/)?.1 ?? "vintner --help"
      return Failure(.usage, message + (isSentence ? " See" : "; see") + " '\(help)'.")
    default: return Failure(.software, "An unexpected error: \(error). Please report it.")
    }
  }
}
