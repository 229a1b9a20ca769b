import Foundation
import Vintner

/// What a command suggests for a table that it cannot use.
enum TableRemedy {
  /// For training: the options that help.
  case training
  /// For training on a table that stays in its file.
  case streaming
  /// For a model: the options to train it with.
  case use

  /// Calls `body`, which takes a table; its errors end the command with the remedy after their sentence.
  func naming<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as VintnerError {
      let own =
        switch self {
        case .training: Self.training(error)
        case .streaming: Self.streaming(error) ?? Self.training(error)
        case .use: Self.use(error)
        }
      let ofFile: String? = if case .table(.csv(let fault)) = error { reading(fault) } else { nil }
      guard let remedy = own ?? ofFile else { throw error }
      throw Self.naming(remedy, Failure(error))
    } catch let error as TabularError {
      guard case .csv(let fault) = error, let remedy = reading(fault) else { throw error }
      throw Self.naming(remedy, Failure(error))
    }
  }

  private static func naming(_ remedy: String, _ failure: Failure) -> Failure {
    Failure(failure.status, "\(failure.message.dropLast()) (\(remedy)).")
  }

  /// The options of every command that reads a CSV file.
  private func reading(_ fault: CSVFault) -> String? {
    switch fault.kind {
    case .raggedRow(let expected, let found) where found < expected: "or fill short rows with --ragged fill"
    case .linesAbove(let count): "--skip-rows \(count)"
    case .invalidUTF8: "--encoding \(fault.encodings.map(\.rawValue).joined(separator: " or "))"
    case .utf16: "--encoding utf-16"
    case .notInEncoding: "--encoding"
    case .wrongType: "--types"
    case .tooLarge: self == .training ? "--stream trains from the file in chunks" : nil
    default: nil
    }
  }

  private static func training(_ error: VintnerError) -> String? {
    switch error {
    case .table(.missingValues): "--missing fill, --missing drop"
    case .table(.textColumns): "--encode \(RunConfiguration.oneHot), --features"
    case .table(.nonNumericCell(let column, _, _, let others, let mayBeCategories)):
      "--drop \(list([column] + others))" + (mayBeCategories ? ", --encode \(list([column] + others))" : "")
    case .table(.overflow(_, _, let text, isTarget: true)): missing(text)
    case .faultyTarget(_, _, let text): missing(text) + ", --task multiclass"
    case .table(.overflow(let column, _, _, _)): "--drop \(list([column]))"
    case .table(.preparation(let fault)): training(fault)
    // The rules for other columns stay.
    case .targetLacksValues(let name, _): "in --missing \(list([name]))=drop"
    case .oneClassInTraining(_, _, isInOrder: true): "--train-fraction, or no --split-by"
    case .oneClassInTraining: "--stratify yes, --split-seed"
    case .textTarget(_, isOneOfSeveral: false): "--task classification"
    case .manyClasses: "--task multiclass"
    case .noFeatures(_, _, textsRecur: true): "--encode \(RunConfiguration.byTarget)"
    default: nil
    }
  }

  /// The option that takes a cell's text for a missing value.
  private static func missing(_ text: String) -> String {
    "--missing-values \(list(["NA", text.trimmingCharacters(in: .whitespaces)]))"
  }

  /// Names as the value of an option.
  private static func list(_ names: [String]) -> String { names.text.shellWord }

  private static func streaming(_ error: VintnerError) -> String? {
    switch error {
    case .table(.missingValues): "--missing constant=0, or no --stream"
    case .targetLacksValues: "without --stream they are left out"
    default: nil
    }
  }

  private static func training(_ fault: PreparationFault) -> String? {
    switch fault {
    case .notWhole: "--task regression"
    case .classCount(_, let classes, _) where classes.count > 2: "--positive-from, --task multiclass"
    case .noFeature: "--features"
    case .ruleDoesNotFit(let column, _, _): "--missing \(list([column]))=RULE"
    case .allMissing(let column, _): "--drop \(list([column]))"
    case .noCompleteRows(let columns): "--drop \(list(columns))"
    case .tooManyCategories(let column, _): "--drop \(list([column])), --max-categories"
    case .unknownCategory: "--unknown ignore"
    default: nil
    }
  }

  private static func use(_ error: VintnerError) -> String? {
    switch error {
    case .table(.missingValues): "a model trained with --missing median takes them"
    case .table(.preparation(.unknownCategory)): "a model trained with --unknown ignore takes it"
    default: nil
    }
  }
}
