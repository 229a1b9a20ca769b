import Vintner

/// What a command suggests for a table that it cannot use.
enum TableRemedy {
  /// For training: the options that help.
  case training
  /// For a model: the options to train it with.
  case use

  /// Calls `body`, which takes a table; its errors end the command with the remedy after their sentence.
  func naming<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as VintnerError {
      let own = self == .training ? Self.training(error) : Self.use(error)
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
    case .invalidUTF8: "--encoding latin1, windows-1252, big5, shift_jis"
    case .utf16: "--encoding utf-16"
    case .notInEncoding: "--encoding"
    case .wrongType: "--types"
    case .tooLarge: self == .training ? "--stream trains from the file in chunks" : nil
    default: nil
    }
  }

  private static func training(_ error: VintnerError) -> String? {
    switch error {
    case .table(.missingValues): "--missing, --features"
    case .table(.textColumns): "--encode \(RunConfiguration.oneHot), --features"
    case .table(.nonNumericCell(let column, _, _)): "--drop \(column), --encode \(column)"
    case .table(.overflow): "--features"
    case .table(.preparation(let fault)): training(fault)
    case .targetLacksValues: "--missing drop"
    case .oneClassInTraining: "--stratify yes, --split-seed"
    case .textTarget: "--task classification"
    case .manyClasses: "--task multiclass"
    default: nil
    }
  }

  private static func training(_ fault: PreparationFault) -> String? {
    switch fault {
    case .classCount(_, let classes, _) where classes.count > 2: "--positive-from, --task multiclass"
    case .noFeature: "--features"
    case .ruleDoesNotFit(let column, _, _): "--missing \(column)=RULE"
    case .allMissing, .noCompleteRows: "--missing, --features"
    case .tooManyCategories: "--features, --max-categories"
    case .unknownCategory: "--unknown ignore"
    default: nil
    }
  }

  private static func use(_ error: VintnerError) -> String? {
    switch error {
    case .table(.missingValues): "a model trained with --missing takes them"
    case .table(.preparation(.unknownCategory)): "a model trained with --unknown ignore takes it"
    default: nil
    }
  }
}
