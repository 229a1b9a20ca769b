import NeuralNetworks
import Tabular

/// The fields of a run, in the order in which a file has them.
///
/// A field is declared here and nowhere else: ``RunConfiguration`` has a property of its name and type; run files,
/// experiments, the command line's help and the playground's page follow from the declaration.
public struct RunFields: Sendable {
  package init() {}

  // MARK: Data

  public let data = Field<String>(
    "data", help: "The CSV file, or a data set of the Playground.", .init(in: .data))
  public let dataSHA256 = Field<String>(
    "data_sha256", help: "The SHA-256 that the CSV file must have.", .init(.table))
  public let blasKernels = Field<String>(
    "blas_kernels", help: "The kernels of OpenBLAS that the run was made with.", .init(.table))
  public let count = Field<Int>(
    "count", .within(2...1_000_000), help: "The number of points.",
    .init(.plane, placeholder: "points", defaultText: "the data set's own"))
  public let noise = Field(
    "noise", default: 0, .within(PlaygroundData.allowedNoise), help: "How noisy the points are.",
    .init(.plane, in: .data, placeholder: "share", offers: (0...50).map { Double($0) / 100 }))
  public let target = Field<TargetNames>(
    "target", help: "The column to predict, or several of numbers, separated by commas.",
    .init(.table, in: .table))
  public let task = Field<RunTask>(
    "task",
    help: """
      What is predicted: a number (regression), several numbers (multioutput), one of two classes (classification) \
      or of several (multiclass).
      """,
    .init(
      .table, in: .data,
      defaultText: "classes for texts, true or false, and two different values; else numbers"))
  public let positiveFrom = Field<Double>(
    "positive_from", .finite, help: "For a classification: the target's value from which a row is positive.",
    .init(.table, in: .table, placeholder: "value", defaultText: "its two classes"))
  public let positive = Field<String>(
    "positive", help: "For a classification: which of its two classes is the positive one.",
    .init(.table, placeholder: "class", defaultText: "the second"))
  public let threshold = Field<Double>(
    "threshold", .share,
    help: "For a classification: the probability above which a row is called positive.",
    .init(.table, placeholder: "share", defaultText: "0.5"))
  public let classWeights = Field<ClassWeighting>(
    "class_weights",
    help: "For a classification: how much rows of each class count, balanced or CLASS=WEIGHT.",
    .init(.table, placeholder: "weights", defaultText: "all count 1"))
  public let sampleWeight = Field<String>(
    "sample_weight",
    help: "The column that says how much each row counts in the losses of training and validation.",
    .init(.table))
  public let features = Field<[String]>(
    "features",
    help: """
      The columns to predict it from, separated by commas; also a_squared, a_times_b and sin_a of columns a and b.
      """, .init(in: .data, placeholder: "names", defaultText: "all others"))

  public let drop = Field<[String]>(
    "drop", help: "The columns not to predict it from, separated by commas.",
    .init(.table, placeholder: "names", defaultText: "none"))

  // MARK: Reading the CSV file

  public let delimiter = Field<Character>(
    "delimiter", help: "The character between two cells of the CSV file; tab and space by name.",
    .init(.table, placeholder: "character", defaultText: "found in the file"))
  public let header = Field<HeaderPresence>(
    "header", help: "Whether the first row holds the columns' names.",
    .init(.table, placeholder: "yes|no", defaultText: "judged by the rows below it"))
  public let decimal = Field<Character>(
    "decimal", help: "The character before a number's fraction: a point or a comma.",
    .init(.table, placeholder: "character", defaultText: "a point, or a comma where the numbers show it"))
  public let thousands = Field<Character>(
    "thousands", help: "The character between groups of three digits: one of , . ' _ and space.",
    .init(
      .table, placeholder: "character", defaultText: "a comma or a blank where all of a column can be read so"
    ))
  public let missingValues = Field<[String]>(
    "missing_values",
    help: "The texts that mean a missing value, separated by commas, in place of the default ones.",
    .init(
      .table, placeholder: "texts",
      defaultText: CSVReadingOptions.defaultMissingValues.joined(separator: ",")
        + "; among numbers also a single ?, -, --, . or the like"))
  public let types = Field<[ColumnTypeRule]>(
    "types",
    help:
      "The types of columns, COLUMN=TYPE separated by commas; a type is integer, number, text or boolean.",
    .init(.table, placeholder: "types", defaultText: "found from all values"))
  public let skipRows = Field<Int>(
    "skip_rows", .atLeast(0), help: "How many lines to leave out at the start of the CSV file.",
    .init(.table, placeholder: "lines", defaultText: "0"))
  public let comment = Field<Character>(
    "comment", help: "The character from which on the rest of a line is left out, outside quotes.",
    .init(.table, placeholder: "character", defaultText: "none"))
  public let ragged = Field<CSVReadingOptions.RaggedRows>(
    "ragged", help: "What becomes of rows with fewer cells than there are columns.",
    .init(.table, defaultText: "refuse"))
  public let encoding = Field<CSVReadingOptions.TextEncoding>(
    "encoding", help: "How the CSV file's text is encoded.", .init(.table, defaultText: "utf-8"))

  // MARK: Table

  public let missing = Field<[MissingRule]>(
    "missing", default: [MissingRule(.automatic)],
    help: """
      What is done about missing values: \(MissingRule.names.joined(separator: ", ")); one rule for all columns, \
      COLUMN=RULE for single ones, separated by commas.
      """, .init(.table, in: .table, placeholder: "rules"))
  public let missingIndicator = Field<Bool>(
    "missing_indicator",
    help: "Follow each filled column by one that says which values were missing.",
    .init(.table, defaultText: "with the rule fill, where more than 1 % are missing"))
  public let encode = Field<[String]>(
    "encode",
    help: """
      The columns that become a 0 or 1 for each category besides those of text: \(RunConfiguration.oneHot) for none, \
      or names; \(RunConfiguration.byTarget) for texts of more than the most categories to become mean targets, \
      \(RunConfiguration.embedding) for the network to learn an embedding of them; \
      \(RunConfiguration.signs) for two categories to become one column of 1 and -1.
      """, .init(.table, in: .table, placeholder: "columns", defaultText: RunConfiguration.oneHot))
  public let dates = Field(
    "dates", default: DateEncoding.cyclic,
    help: """
      How a column of dates becomes year, month, day of the week and hour: as sines and cosines except the \
      year, as numbers, or not at all.
      """, .init(.table))
  public let unknown = Field(
    "unknown", default: OneHotEncoder.UnknownCategories.allCases[0],
    help: "What becomes of a category that training did not see.", .init(.table, placeholder: "rule"))
  public let maxCategories = Field(
    "max_categories", default: OneHotEncoder().maximumCategories, .atLeast(1),
    help: "The most categories of a column; texts of more are left out.", .init(.table, placeholder: "count"))
  public let scaling = Field(
    "scaling", default: Scaling.minMax,
    .init { $0 == .log ? "is log, which is for targets with a long tail: use another" : nil },
    help: "How the features' numbers are scaled; log is for targets.",
    .init(.table, in: .table))
  public let targetScaling = Field(
    "target_scaling", default: Scaling.minMax,
    .init {
      $0 == .robustSmoothClip ? "is robust-smooth-clip, which clips and is for features: use another" : nil
    },
    help: "How the target of a regression is scaled; log for one with a long tail, such as prices.",
    .init(.table))

  public let clampPredictions = Field<Bool>(
    "clamp_predictions",
    help: "Keep the predictions of a regression within the range of the target in the training rows.",
    .init(.table, defaultText: "no"))

  // MARK: Network

  public let layers = Field<[LayerDescription]>(
    "layers", .members(1...Sequential.mostLayers),
    help: """
      The whole network, its output layer included, in place of hidden, activation, dropout, batch normalization \
      and regularization: dense:units=16;dropout:rate=0.2;dense. A last layer without units gets those that the target needs.
      """, .init(.keras, placeholder: "layers"))
  public let hidden = Field(
    "hidden", default: [512, 512, 512],
    // Each is up to four layers of the network.
    .members(0...Sequential.mostLayers / 5).and(
      .each("a layer of 1 to 1000000 units", Dense.allowedUnits.contains)),
    help: "The units of each hidden layer.",
    .init(in: .network, placeholder: "units"))
  public let activation = Field(
    "activation", default: Activation.relu, help: "The function of the hidden layers.", .init(in: .network))
  public let regularization = Field(
    "regularization", default: PlaygroundRegularization.Kind.none, help: "A penalty on the weights.",
    .init(in: .network))
  public let regularizationRate = Field<Double>(
    "regularization_rate", .zeroOrMore, help: "How strong the penalty is, 0 or more.",
    .init(
      in: .network, placeholder: "rate", defaultText: "required with --regularization",
      offers: [0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]))
  public let batchNormalization = Field(
    "batch_normalization", default: false,
    help: "Normalize each hidden layer's sums over the batch, before the activation.",
    .init(.keras, in: .training))
  public let dropout = Field(
    "dropout", default: 0, .fraction, help: "The share of each hidden layer's outputs to drop in training.",
    .init(.keras, in: .training, placeholder: "share", offers: (0...18).map { Double(5 * $0) / 100 }))

  // MARK: Training

  public let numerics = Field(
    "numerics", default: Numerics.playground,
    help: "Whose arithmetic a data set of the Playground is trained with.",
    .init(.plane, in: .training))
  public let optimizer = Field(
    "optimizer", default: OptimizerDescription(Adam()), help: "The rule that updates the weights.",
    .init(.keras, in: .training))
  public let learningRate = Field<LearningRate>(
    "learning_rate",
    .init { rate in
      guard case .constant(let rate) = rate, !LearningRate.isUsable(rate) else { return nil }
      return rate.isSubnormal
        ? "is \(rate), which counts as 0: give a larger number"
        : "is \(rate), where a number above 0 is expected"
    }, help: "The size of a step, or a schedule of it.",
    .init(
      restarts: .nothing, in: .training, placeholder: "rate",
      defaultText: "the optimizer's own, 0.001 for adam",
      offers: [0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]))
  public let loss = Field(
    "loss", default: LossDescription(.meanAbsoluteError),
    help: "What training minimizes; binary_crossentropy by default for a classification.",
    .init(.keras, in: .training))
  public let metrics = Field<[MetricDescription]>(
    "metrics", .members(0...100),
    help: "What is reported of every epoch next to the loss, separated by commas: rmse, r2, auc and others.",
    .init(.table, placeholder: "names"))
  public let batchSize = Field(
    "batch_size", default: 256, .within(1...Int(Int32.max)), help: "Rows per update.",
    .init(
      restarts: .nothing, in: .data, placeholder: "rows", offers: (1...30).map(Double.init), isOfFit: true))
  public let epochs = Field(
    "epochs", default: 500, .within(1...Int(Int32.max)), help: "The most epochs to train.",
    .init(restarts: .nothing, in: .stopping, placeholder: "count", isOfFit: true))
  public let earlyStopping = Field(
    "early_stopping", default: true, help: "Stop when the validation loss no longer improves.",
    .init(.keras, restarts: .nothing, in: .stopping))
  public let patience = Field(
    "patience", default: 20, .atLeast(0), help: "Epochs without improvement before stopping.",
    .init(.keras, restarts: .nothing, in: .stopping, placeholder: "count"))
  public let minDelta = Field(
    "min_delta", default: MinimumDelta.standard, .zeroOrMore,
    help:
      "The smallest improvement that counts: of the loss, or as 1 % of the best so far, or the smaller of both.",
    .init(.keras, restarts: .nothing, in: .stopping, placeholder: "loss"))
  public let callbacks = Field<[CallbackDescription]>(
    "callbacks", .members(0...100),
    help:
      "Callbacks with their options, separated by semicolons: reduce_lr_on_plateau:patience=5;terminate_on_nan.",
    .init(.keras, placeholder: "callbacks"))

  // MARK: Split and seeds

  public let trainFraction = Field(
    "train_fraction", default: 0.7, .share, help: "The share of the rows to train on.",
    .init(in: .data, placeholder: "share", offers: (10...90).map { Double($0) / 100 }))
  public let splitSeed = Field(
    "split_seed", default: 0, .within(0...Int(UInt32.max)),
    help: "The seed of the split, pandas's random_state.",
    .init(.table, in: .table, placeholder: "seed"))
  public let stratify = Field<Bool>(
    "stratify", help: "Have the target's classes in the same proportions in all parts.",
    .init(.table, placeholder: FieldTraits.yesOrNo, defaultText: "yes for classes"))
  public let splitBy = Field<String>(
    "split_by",
    help: "The column, of times for example, in whose order the rows are split: the first to train on.",
    .init(.table))
  public let group = Field<String>(
    "group", help: "The column whose equal values stay in one part, of persons for example.", .init(.table))
  public let validation = Field<String>(
    "validation", help: "A CSV file of rows to validate on; then all rows of the other file are trained on.",
    .init(.table, placeholder: "csv"))
  public let folds = Field<Int>(
    "folds", .within(2...1_000_000),
    help:
      "Train that many times, each time validating on another part of the rows, and report mean and spread.",
    .init(.table, placeholder: "count"))
  public let foldModels = Field<FoldModels>(
    "fold_models",
    help: "With folds, which models to write: one of all rows, each fold's, or one ensemble of the folds'.",
    .init(.table, defaultText: FoldModels.all.rawValue))
  public let refit = Field<Bool>(
    "refit", help: "Train again on all rows, for as many epochs as the first training needed.",
    .init(.table, defaultText: "no"))
  public let testFraction = Field<Double>(
    "test_fraction", .fraction,
    help: "The share of the rows that nothing sees until the model is measured on them at the end.",
    .init(.table, placeholder: "share", defaultText: "none"))
  public let seed = Field(
    "seed", default: 0, .atLeast(0), help: "The seed of the weights and of the rows' order.",
    .init(in: .data, placeholder: "seed"))
  public let ensemble = Field<Int>(
    "ensemble", .within(Ensemble.allowedMembers),
    help:
      "How many networks to train side by side, with the seeds from the seed on: their outputs are combined.",
    .init(.table, placeholder: "count", defaultText: "1"))
  public let ensembleCombination = Field<Ensemble.Combination>(
    "ensemble_combination", help: "How the outputs of an ensemble's networks are combined.",
    .init(.table, defaultText: "mean"))
  public let threads = Field<Int>(
    "threads", .within(1...1024), help: "Threads to use; the results do not depend on it.",
    .init(.keras, placeholder: "count", defaultText: "$VINTNER_THREADS, otherwise as many as help"))
  public let streamWindow = Field<Int>(
    "stream_window", .atLeast(1), help: "The rows in memory at a time, of a table that stays in its file.",
    .init(.table, placeholder: "rows"))

  /// The fields.
  package static let shared = RunFields()
  /// The same as a list, in their order.
  package static let all: [any RunField] = Mirror(reflecting: shared).children.map {
    $0.value as! any RunField
  }

  package static func named(_ name: String) -> (any RunField)? { all.first { $0.name == name } }

  /// The name in files of a property: `batch_size` of `batchSize`.
  package static func name(ofProperty label: some StringProtocol) -> String {
    label.map { $0.isUppercase ? "_" + $0.lowercased() : String($0) }.joined()
  }
}
