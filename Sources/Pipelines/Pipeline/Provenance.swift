import Foundation
import LinearAlgebra
import NeuralNetworks
import Tabular

/// The origin of a model: how it was trained, how that ended, and on which data.
public struct Provenance: Sendable, Codable {
  /// The version of Vintner that trained it.
  public var version = vintnerVersion
  /// The optimizer's name in files.
  public var optimizer: String
  /// The optimizer with all its options.
  public var optimizerOptions: OptimizerDescription
  /// The rate of the first update.
  public var learningRate: Double
  /// The loss's name in files.
  public var loss: String
  /// The loss with all its options.
  public var lossOptions: LossDescription
  /// The classes' weights; `nil` where every row counted 1.
  public var classWeights: ClassWeights?
  /// The column that said how much rows counted; `nil` where none did.
  public var sampleWeight: String?
  /// Rows an update.
  public var batchSize: Int
  /// Whether the rows came in a new order in each epoch.
  public var shuffles: Bool
  /// The seed of the training.
  public var seed: UInt64
  /// How many networks there are and how they predict together; `nil` of one.
  public var ensemble: Ensemble?
  /// The share of the rows that were trained on.
  public var trainFraction: Double
  /// Into how many folds the rows were divided, each network being trained on all but one: see ``Bagging``. `nil` where
  /// they were not.
  public var folds: Int?
  /// How many rows the model was trained on again, those that the first training was validated on among them: see
  /// ``Pipeline/refitted(_:to:)``. `nil` where it was not.
  public var refitRows: Int?
  /// The seed of the split.
  public var splitSeed: UInt32
  /// How the rows of one table were divided; `nil` where training had other rows to validate on, folds or a stream, and
  /// in older models.
  public var split: RowSplit?
  /// The width of the network's numbers.
  public var precision: Precision
  /// The callbacks that files describe: what may end training before its last epoch, and others.
  public var callbacks: [CallbackDescription]
  /// The largest number of epochs that training was given.
  public var epochLimit: Int
  /// How many epochs were trained.
  public var epochs: Int
  /// The epoch, counted from 1, whose weights the model has.
  public var bestEpoch: Int?
  /// The same of each member of an ensemble; ``bestEpoch`` is their median. `nil` of one network.
  public var bestEpochs: [Int]?
  /// The training loss of the last epoch, with what penalties on the weights add.
  public var finalLoss: Double?
  /// The validation loss of the last epoch, with what penalties on the weights add.
  public var finalValidationLoss: Double?
  /// The same without penalties, to be compared with other models; `nil` where nothing is penalized, and in older
  /// models.
  public var finalLossWithoutPenalty: Double?
  /// The same without penalties; `nil` where nothing is penalized, and in older models.
  public var finalValidationLossWithoutPenalty: Double?
  /// The SHA-256 of the CSV file, where the table came from one.
  public var dataSHA256: String?
  /// The kernels of OpenBLAS that trained it, on which its last bits depend: `Haswell`. `nil` in older models.
  public var blasKernels: String?

  init(
    _ pipeline: Pipeline<some PredictionTarget>, network: TrainedNetwork, split: RowSplit?,
    dataSHA256: String?
  ) {
    let (training, history) = (pipeline.training, network.history)
    optimizer = type(of: training.optimizer).kind
    optimizerOptions = OptimizerDescription(training.optimizer)
    callbacks = training.callbacks.compactMap { $0 as? any Callback & Configurable }.map {
      CallbackDescription($0)
    }
    epochLimit = training.epochs
    learningRate = training.optimizer.learningRate.base
    loss = training.loss.name
    lossOptions = LossDescription(training.loss)
    classWeights = training.classWeights
    sampleWeight = pipeline.sampleWeight
    batchSize = training.batchSize
    shuffles = training.shuffles
    seed = training.seed
    trainFraction = pipeline.trainFraction
    splitSeed = pipeline.splitSeed
    self.split = split
    precision = pipeline.precision
    self.dataSHA256 = dataSHA256
    blasKernels = BLASKernels.name
    epochs = history.epochs
    ensemble = network.ensembleDescription
    bestEpoch = history.keptEpoch
    bestEpochs = history.keptEpochsOfMembers
    finalLoss = history.loss.last
    finalValidationLoss = history.validationLoss.last
    if history.includesPenalty {
      finalLossWithoutPenalty = history.lossWithoutPenalty.last
      finalValidationLossWithoutPenalty = history.validationLossWithoutPenalty.last
    }
  }

  private enum CodingKeys: String, CodingKey {
    case version, optimizer, loss, shuffles, seed, precision, epochs, callbacks, split, ensemble, folds
    case optimizerOptions = "optimizer_options"
    case lossOptions = "loss_options"
    case classWeights = "class_weights"
    case sampleWeight = "sample_weight"
    case epochLimit = "epoch_limit"
    case learningRate = "learning_rate"
    case batchSize = "batch_size"
    case trainFraction = "train_fraction"
    case splitSeed = "split_seed"
    case bestEpoch = "best_epoch"
    case bestEpochs = "best_epochs"
    case refitRows = "refit_rows"
    case finalLoss = "final_loss"
    case finalValidationLoss = "final_val_loss"
    case finalLossWithoutPenalty = "final_loss_without_penalty"
    case finalValidationLossWithoutPenalty = "final_val_loss_without_penalty"
    case dataSHA256 = "data_sha256"
    case blasKernels = "blas_kernels"
  }
}
