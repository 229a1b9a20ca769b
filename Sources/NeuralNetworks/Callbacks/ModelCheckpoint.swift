/// Requests that the network is saved after epochs: each, every so many, or only those that improve.
///
/// Writing is done by ``Training/save``: this module knows no files. Where that fails, so does the fit, with
/// ``NetworkError/notSaved(path:reason:)``; a training without it stops the program.
///
///     ModelCheckpoint(path: "wine-{epoch:03d}-{val_loss:.4f}.safetensors")     // wine-012-0.0931.safetensors
///
/// Epochs that are not evaluated are skipped where only the best is saved or the path has a value that they lack.
/// Source: Keras, `keras.callbacks.ModelCheckpoint`.
public struct ModelCheckpoint: Callback, Configurable, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration(
      "model_checkpoint", defaults: Self(path: "model.safetensors"),
      options: [
        ConfigurableOption(
          "filepath", \.path,
          AllowedValues("has only names in braces, with Python's formats: m-{epoch:03d}-{val_loss:.2f}") {
            PathTemplate($0) != nil
          }, isRequired: true, label: "path"),
        ConfigurableOption("monitor", \.monitor),
        ConfigurableOption("mode", \.mode),
        ConfigurableOption("save_best_only", \.savesBestOnly, label: "savesBestOnly"),
        ConfigurableOption("every_epochs", \.everyEpochs, .aboveZero),
      ])
  }

  /// Where to save. `{epoch}` in it stands for the epoch's number, counted from 1, and `{val_loss}` and the like for
  /// the epoch's metrics; after a colon Python's formats: `{epoch:03d}`, `{val_loss:.2f}`.
  public var path: String
  /// The name of the metric that says which epoch is best.
  public var monitor: String
  /// Whether lower or higher is better, by default as the metric's name says.
  public var mode: MonitorMode
  /// Whether to save only where the metric is the best so far.
  public var savesBestOnly: Bool
  /// Every how many epochs one is considered, 1 or more. (Keras counts batches here.)
  public var everyEpochs: Int

  private var best: Double?

  /// Creates the callback from its properties; the defaults are Keras's.
  ///
  /// - Precondition: every option lies in its range.
  public init(
    path: String, monitor: String = "val_loss", mode: MonitorMode = .auto, savesBestOnly: Bool = false,
    everyEpochs: Int = 1
  ) {
    self.path = path
    self.monitor = monitor
    self.mode = mode
    self.savesBestOnly = savesBestOnly
    self.everyEpochs = everyEpochs
    checkOptions()
  }

  /// It saves an ensemble as one network.
  public var watchesEnsemble: Bool { true }

  public mutating func trainingBegins() { best = nil }

  public mutating func epochEnded(_ metrics: EpochMetrics) -> [TrainingRequest] {
    guard metrics.epoch % everyEpochs == 0 else { return [] }
    if savesBestOnly, metrics.names.contains(monitor) {
      guard let current = metrics[monitor] else { return [] }
      guard Monitor(name: monitor, mode: mode, minDelta: 0).improves(current, on: best) else { return [] }
      best = current
    }
    guard let template = PathTemplate(path) else {
      preconditionFailure("A path has only names in braces, with Python's formats, received \(path).")
    }
    do throws(PathTemplate.Fault) {
      return [.save(path: try template.path(of: metrics))]
    } catch {
      switch error {
      case .notEvaluated: return []
      case .impossible(let reason): return [.failToSave(path: path, reason: reason)]
      }
    }
  }

  public var memory: [String: Double] {
    get { best.map { ["best": $0] } ?? [:] }
    set { best = newValue["best"] }
  }
}
