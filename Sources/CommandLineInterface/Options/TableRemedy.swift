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
      guard let remedy = self == .training ? Self.training(error) : Self.use(error) else { throw error }
      let failure = Failure(error)
      throw Failure(failure.status, "\(failure.message.dropLast()) (\(remedy)).")
    }
  }

  private static func training(_ error: VintnerError) -> String? {
    switch error {
    case .table(.missingValues): "--missing, --features"
    case .table(.textColumns): "--encode \(RunConfiguration.oneHot), --features"
    case .table(.nonNumericCell(let column, _, _)): "--drop \(column), --encode \(column)"
    case .table(.preparation(let fault)): training(fault)
    case .targetLacksValues: "--missing drop"
    case .oneClassInTraining: "--stratify yes, --split-seed"
    case .textTarget: "--task classification"
    default: nil
    }
  }

  private static func training(_ fault: PreparationFault) -> String? {
    switch fault {
    case .classCount(_, let classes, _) where classes.count > 2: "--positive-from"
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
