import Foundation
import Vintner

/// A run as a program that does the same: Swift, a command line, or Keras.
public enum SessionCode: String, Sendable, CaseIterable {
  case swift, shell, keras

  /// The program's text.
  func text(_ state: PlaygroundState, _ context: CodeContext) -> String {
    let mark = self == .swift ? "// " : "# "
    let notes = context.notes.map { mark + $0 + "\n" }.joined()
    let program =
      switch (self, state.isTable) {
      case (.swift, false): state.isPlayground ? state.playgroundSwift(context) : state.pointsSwift(context)
      case (.swift, true): state.tableSwift(context)
      case (.shell, false): state.pointsShell(context)
      case (.shell, true): state.tableShell(context)
      case (.keras, false): state.pointsKeras(context)
      case (.keras, true): state.tableKeras(context)
      }
    return notes + program
  }
}

/// What a program has to know beside a state.
struct CodeContext: Sendable {
  /// How long the program trains where nothing says it.
  static let usualEpochs = 500

  /// What the table's file is called.
  var file = "table.csv"
  /// How long the program trains.
  var epochs = usualEpochs
  /// The table's features: those that stay numbers, and those that become categories.
  var numbers: [String] = []
  var categories: [String] = []
  /// What differs from what the page shows, a sentence each.
  var notes: [String] = []
}

extension PlaygroundSession {
  /// The run as a program that comes to what the page shows.
  ///
  /// It trains to the last epoch that is set; where none is, to the epoch that the page has reached.
  /// - Parameter file: what the table's file is called.
  public func code(_ kind: SessionCode, file: String? = nil) throws(SessionError) -> String {
    let (snapshot, wasChanged) = try command { control throws(SessionError) in
      (control.run.snapshot, control.run.wasChanged)
    }
    var context = CodeContext()
    if let file { context.file = file.hasPrefix("-") ? "./" + file : file }
    (context.epochs, context.notes) = Self.length(of: snapshot)
    if wasChanged {
      context.notes.append(
        "Settings or weights were changed on the way: this is the run with the last settings from its beginning."
      )
    }
    if let columns = snapshot.material.columns { (context.numbers, context.categories) = columns }
    return kind.text(snapshot.state, context)
  }

  /// How long a program trains to come to what a run shows, and what it cannot say.
  private static func length(of snapshot: SessionSnapshot) -> (epochs: Int, notes: [String]) {
    let state = snapshot.state
    let reached = snapshot.epoch > 0 ? snapshot.epoch : CodeContext.usualEpochs
    let most = state.stopEpoch > 0 && snapshot.epoch <= state.stopEpoch ? state.stopEpoch : reached
    switch snapshot.ending {
    case .stopLoss: return (snapshot.epoch, [])
    case .earlyStopping where state.isPlayground:
      return (snapshot.best?.epoch ?? snapshot.epoch, ["Early stopping went back to this epoch."])
    default: break
    }
    var notes: [String] = []
    if state.earlyStopping, state.isPlayground, snapshot.ending == nil {
      notes.append(
        "The page also stops early: patience \(state.patience), at least \(state.minDelta) better.")
    }
    if let stopLoss = state.stopLoss, snapshot.ending == nil {
      notes.append("The page also stops where the test loss is at most \(stopLoss).")
    }
    // Early stopping ends by itself what has time to.
    let isOpen = state.earlyStopping && !state.isPlayground && state.stopEpoch == 0
    return (isOpen ? max(most, CodeContext.usualEpochs) : most, notes)
  }
}

extension PlaygroundState {
  /// A text as a literal of a language.
  ///
  /// - Parameter escape: how it writes a character by its number.
  private func literal(_ text: String, _ escape: (UInt32) -> String) -> String {
    let parts = text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\"": "\\\""
      case "\\": "\\\\"
      case "\n": "\\n"
      case "\r": "\\r"
      case "\t": "\\t"
      default: scalar.properties.generalCategory == .control ? escape(scalar.value) : String(scalar)
      }
    }
    return "\"" + parts.joined() + "\""
  }

  func swiftLiteral(_ text: String) -> String { literal(text) { "\\u{\(String($0, radix: 16))}" } }

  func swiftLiteral(_ texts: [String]) -> String {
    "[" + texts.map { swiftLiteral($0) }.joined(separator: ", ") + "]"
  }

  /// Control characters lie below 256.
  func pythonLiteral(_ text: String) -> String {
    literal(text) { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }
  }

  func pythonLiteral(_ texts: [String]) -> String {
    "[" + texts.map { pythonLiteral($0) }.joined(separator: ", ") + "]"
  }
}
