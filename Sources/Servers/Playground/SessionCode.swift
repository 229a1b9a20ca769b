import Foundation
import Vintner

/// A run as a program that does the same: Swift, a command line, or Keras.
enum SessionCode: String, Sendable, CaseIterable {
  case swift, shell, keras

  /// The program's text.
  func text(_ state: PlaygroundState, _ context: CodeContext) throws(SessionError) -> String {
    let mark = self == .swift ? "// " : "# "
    let notes = context.notes.map { mark + $0 + "\n" }.joined()
    let program: String =
      switch (self, state.isTable) {
      case (.swift, false): state.isPlayground ? state.playgroundSwift(context) : state.pointsSwift(context)
      case (.swift, true): try state.tableSwift(context)
      case (.shell, false): state.pointsShell(context)
      case (.shell, true): state.tableShell(context)
      case (.keras, _): state.keras(context)
      }
    return notes + program
  }
}

/// What a program needs to know besides a state.
struct CodeContext: Sendable {
  /// The name of the table's file.
  var file = "table.csv"
  /// The epochs that the program trains.
  var epochs: Int
  /// The table's features: those that stay numbers, and those that become categories.
  var numbers: [String] = []
  var categories: [String] = []
  /// What differs from what the page shows, a sentence each.
  var notes: [String] = []
}

extension PlaygroundSession {
  /// The run as a program with the result that the page shows.
  ///
  /// It trains to the last epoch that is set; where none is, to the epoch that the page has reached.
  /// - Parameter file: the name of the table's file.
  func code(_ kind: SessionCode, file: String? = nil) throws(SessionError) -> String {
    let snapshot = newestSnapshot
    var context = Self.context(of: snapshot)
    if let file { context.file = file.hasPrefix("-") ? "./" + file : file }
    if snapshot.wasChanged {
      context.notes.append(
        "Settings or weights were changed on the way: this is the run with the last settings from its beginning."
      )
    }
    if let columns = snapshot.material.columns { (context.numbers, context.categories) = columns }
    return try kind.text(snapshot.state, context)
  }

  /// How long a program trains to reach what a run shows, and what it leaves out: one epoch at least, also where a rule
  /// has ended the run before its first.
  private static func context(of snapshot: SessionSnapshot) -> CodeContext {
    let state = snapshot.state
    switch snapshot.ending {
    case .stopLoss: return CodeContext(epochs: max(1, snapshot.epoch))
    case .earlyStopping where state.isPlayground:
      return CodeContext(
        epochs: max(1, snapshot.best?.epoch ?? snapshot.epoch),
        notes: ["Early stopping restored the weights of this epoch."])
    default: break
    }
    let reached = snapshot.epoch > 0 ? snapshot.epoch : state.epochLimit
    let last = state.run.epochs.map { max($0, snapshot.epoch) }
    // Early stopping ends by itself, given enough epochs.
    let isOpen = state.earlyStopping && !state.isPlayground && last == nil
    var context = CodeContext(epochs: isOpen ? max(reached, state.epochLimit) : last ?? reached)
    guard snapshot.ending == nil else { return context }
    if state.earlyStopping, state.isPlayground {
      context.notes.append(
        "The page also stops early: patience \(state.patience), minimum improvement \(state.minDelta.text).")
    }
    if let stopLoss = state.stopLoss {
      context.notes.append("The page also stops where the test loss is at most \(stopLoss).")
    }
    return context
  }
}

/// The same run as a command line.
extension PlaygroundState {
  /// An experiment of one run.
  func pointsShell(_ context: CodeContext) -> String {
    let run = configuration(epochs: context.epochs)
    let rows = run.given.filter { $0.name != "seed" }.map { "\($0.name): \($0.json(of: run).line)\n" }
    return "cat > playground.yaml <<'END'\n" + rows.joined() + "seeds: [\(self.seed)]\n"
      + "END\nvintner experiment playground.yaml --restart\n"
  }

  /// What differs from the defaults of `vintner train`, an option each.
  func tableShell(_ context: CodeContext) -> String {
    let run = configuration(epochs: context.epochs)
    guard (run.features ?? []).allSatisfy(Self.fitsInAList) else {
      return "cat > run.yaml <<'END'\n" + RunFile.text(of: run, inFolder: ".")
        + "END\nvintner train \(context.file.shellWord) --config run.yaml\n"
    }
    let defaults = RunConfiguration.defaults(for: run.runTask)
    let options = run.given.compactMap { field -> String? in
      guard let text = field.text(of: run), text != field.text(of: defaults) else { return nil }
      return field.type == Bool.self && field.traits.placeholder != FieldTraits.yesOrNo
        ? (text == "true" ? "--" : "--no-") + field.flag
        : "--\(field.flag)\(text.hasPrefix("-") ? "=" : " ")\(text.shellWord)"
    }
    return (["vintner train \(context.file.shellWord)"] + options).joined(separator: " \\\n  ") + "\n"
  }

  /// Whether a column's name can be in a list between commas.
  private static func fitsInAList(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, let last = name.unicodeScalars.last else { return false }
    return !name.contains(",") && !first.properties.isWhitespace && !last.properties.isWhitespace
  }
}
