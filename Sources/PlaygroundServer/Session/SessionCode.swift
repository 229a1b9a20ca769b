import Foundation
import Vintner

/// A state as a program that does the same run: Swift, a command line, or Keras.
public enum SessionCode: String, Sendable, CaseIterable {
  case swift, shell, keras

  /// The program's text.
  ///
  /// - Parameter file: what the table's file is called.
  public func text(_ state: PlaygroundState, file: String?) -> String {
    let file = file ?? "table.csv"
    return switch (self, state.isTable) {
    case (.swift, false): state.playgroundSwift
    case (.swift, true): state.tableSwift(file)
    case (.shell, false): state.playgroundShell
    case (.shell, true): state.tableShell(file)
    case (.keras, _): state.kerasCode(file)
    }
  }
}

extension PlaygroundState {
  /// How long the program trains.
  var epochs: Int { stopEpoch > 0 ? stopEpoch : 500 }

  /// A text as a Swift literal, which is one of Python's, too.
  func literal(_ text: String) -> String {
    let parts = text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\"": "\\\""
      case "\\": "\\\\"
      case "\n": "\\n"
      case "\r": "\\r"
      case "\t": "\\t"
      default: scalar.value < 32 ? " " : String(scalar)
      }
    }
    return "\"" + parts.joined() + "\""
  }

  func literal(_ texts: [String]) -> String { "[" + texts.map(literal).joined(separator: ", ") + "]" }
}
