import Foundation
import LinearAlgebra
import Synchronization
import Vintner

/// A small network with a training, as bytes choose them among everything that files can describe.
struct FuzzedNetwork {
  private let network: Sequential
  private let inputs: Int
  private let precision: Precision
  private var training: Training
  private var bytes: FuzzedBytes

  /// - Returns: `nil` where the choices do not go together.
  init?(_ content: [UInt8]) {
    var bytes = FuzzedBytes(content)
    precision = bytes.happens(oneIn: 3) ? .double : .single
    inputs = bytes.number(1...bytes.element([3, 9, 40]))
    let layers = (0..<bytes.number(0...4)).map { _ in Self.description(of: LayerKinds.self, &bytes) }
    let last = Self.description(of: LayerKinds.self, &bytes, kind: 0)
    let (loss, optimizer) = (
      Self.description(of: LossKinds.self, &bytes), Self.description(of: OptimizerKinds.self, &bytes)
    )
    let metrics = (0..<bytes.number(0...3)).map { _ in Self.description(of: MetricKinds.self, &bytes) }
    let callbacks = bytes.happens(oneIn: 3) ? [Self.description(of: CallbackKinds.self, &bytes)] : []
    let text = """
      {"network":[\((layers + [last]).joined(separator: ","))],"loss":\(loss),"optimizer":\(optimizer),\
      "metrics":[\(metrics.joined(separator: ","))],"callbacks":[\(callbacks.joined(separator: ","))]}
      """
    struct Choices: Decodable {
      let network: Sequential
      let loss: LossDescription
      let optimizer: OptimizerDescription
      let metrics: [MetricDescription]
      let callbacks: [Described<CallbackKinds>]
    }
    guard let choices = try? JSONDecoder().decode(Choices.self, from: Data(text.utf8)) else { return nil }
    network = choices.network
    guard (try? network.checkLayers(inputs: inputs)) != nil else { return nil }
    let isWeighted = bytes.happens(oneIn: 3)
    training = Training(
      optimizer: choices.optimizer.value, loss: choices.loss.value,
      metrics: isWeighted ? [] : choices.metrics.map(\.value),
      weightedMetrics: isWeighted ? choices.metrics.map(\.value) : [],
      batchSize: bytes.number(1...bytes.element([4, 20, 70])), epochs: bytes.number(1...3),
      callbacks: choices.callbacks.map(\.value).filter { !($0 is ModelCheckpoint) }, threads: 1)
    switch bytes.number(0...5) {
    case 1: training.shuffles = false
    case 2: training.shuffleWindow = bytes.number(1...90)
    case 3: (training.shuffles, training.carriesPartialBatches) = (false, true)
    default: break
    }
    training.evaluatesAfterEpoch = bytes.happens(oneIn: 4)
    training.evaluationInterval = bytes.number(1...3)
    training.stopsOnDivergence = !bytes.happens(oneIn: 4)
    training.seed = UInt64(bytes.next())
    self.bytes = bytes
  }

  /// Trains it for some updates and predicts with it.
  func use() throws { try precision == .single ? use(as: Float.self) : use(as: Double.self) }

  private func use<Scalar: MatrixScalar>(as _: Scalar.Type) throws {
    var (bytes, training) = (bytes, training)
    let rows = bytes.number(1...bytes.element([4, 33, 130]))
    let outputs = TrainedNetwork(network, inputs: inputs, precision: precision).outputs
    let weights = bytes.happens(oneIn: 4) ? (0..<rows).map { Double($0 % 3) } : nil
    if weights == nil, bytes.happens(oneIn: 4) { training.classWeights = [0: 2, 1: 0.5] }
    func sample(_ count: Int) -> (x: Matrix<Scalar>, y: Matrix<Scalar>) {
      let kind = bytes.number(0...4)
      let isClass = kind == 1 && training.loss.takes(targets: 1, outputs: outputs)
      let width = isClass ? 1 : outputs
      let y = (0..<count * width).map { index in
        switch kind {
        case 1: Scalar(index % max(outputs, 2))
        case 2: Scalar(index % 2 * 2 - 1)
        case 3: Scalar(index % outputs == (index / outputs * 7) % outputs ? 1 : 0)
        default: Scalar(index * 5 % 9) / 8
        }
      }
      let x = bytes.scalars(count * inputs).map { Scalar($0) }
      return (
        Matrix(rows: count, columns: inputs, scalars: x), Matrix(rows: count, columns: width, scalars: y)
      )
    }
    let data = sample(rows)
    let validation = bytes.happens(oneIn: 2) ? sample(bytes.number(1...40)) : nil
    func trained(threads: Int) throws -> TrainedNetwork {
      var training = training
      let remaining = UpdateLimit(updates: 12)
      (training.threads, training.isCancelled) = (threads, { remaining.isReached() })
      return try network.fitted(
        to: data.x, data.y, sampleWeights: weights, validation: validation, with: training,
        precision: precision)
    }
    let result = try trained(threads: 1)
    if bytes.happens(oneIn: 8) {
      let other = try trained(threads: 3)
      let isSame = zip(result.parameters, other.parameters).allSatisfy { left, right in
        zip(left.scalars, right.scalars).allSatisfy { $0.bitPattern == $1.bitPattern }
      }
      precondition(isSame, "The results do not depend on the number of threads.")
    }
    let predictions = result.predict(data.x, threads: 1)
    precondition(predictions.columns == outputs && predictions.rows == rows, "A prediction for each row.")
    let copy = try TrainedNetwork(
      network, inputs: inputs, parameters: result.parameters, precision: precision)
    let (predictor, row) = (copy.predictor(), (0..<inputs).map { Double(data.x[0, $0]) })
    var prediction = [Double](repeating: 0, count: outputs)
    predictor.predict(row, into: &prediction)
    if training.loss.takes(targets: data.y.columns, outputs: outputs) {
      _ = copy.gradients(data.x, data.y, loss: training.loss)
    }
  }
}

// MARK: - Descriptions

extension FuzzedNetwork {
  /// A value of a list's kinds as a file describes it: with options that it takes, each alone.
  private static func description<Kinds: KindList>(
    of list: Kinds.Type, _ bytes: inout FuzzedBytes, kind: Int? = nil
  ) -> String {
    let type = list.kinds[kind ?? Int(bytes.next()) % list.kinds.count]
    var members = ["\"\(type.kindKey)\":\"\(type.kind)\""]
    for (key, values, isRequired) in options(of: type, in: list) where !values.isEmpty {
      // Only a pipeline knows units that are left out.
      let isGiven = bytes.happens(oneIn: 4) || key == "units"
      if isRequired || isGiven { members.append("\"\(key)\":\(bytes.element(values))") }
    }
    return "{\(members.joined(separator: ","))}"
  }

  private typealias Options = [(key: String, values: [String], isRequired: Bool)]

  private static let known = Mutex<[ObjectIdentifier: Options]>([:])

  /// What a kind can be given, found by trying.
  private static func options<Kinds: KindList, Value: Configurable>(
    of type: Value.Type, in list: Kinds.Type
  ) -> Options {
    if let known = known.withLock({ $0[ObjectIdentifier(type)] }) { return known }
    let all = type.configuration.options
    let required = all.filter(\.isRequired).map { "\"\($0.keys[0])\":3" }
    let options = all.flatMap { option in
      option.keys.map { key in
        let others = required.filter { !$0.hasPrefix("\"\(key)\"") }
        func fits(_ value: String) -> Bool {
          let members = ["\"\(type.kindKey)\":\"\(type.kind)\"", "\"\(key)\":\(value)"] + others
          let text = Data("{\(members.joined(separator: ","))}".utf8)
          return (try? JSONDecoder().decode(Described<Kinds>.self, from: text)) != nil
        }
        let fitting = numbers.filter(fits)
        return (key, fitting + (fitting.count > 2 ? schedules : functions).filter(fits), option.isRequired)
      }
    }
    known.withLock { $0[ObjectIdentifier(type)] = options }
    return options
  }

  private static let numbers = [
    "0", "1", "2", "3", "5", "8", "16", "17", "33", "65", "0.5", "0.01", "0.9", "0.999", "1e-7", "-1", "1e30",
    "1e308", "null", "true", "false",
  ]

  private static let schedules = [
    #"{"name":"exponential_decay","initial_learning_rate":0.1,"decay_steps":2,"decay_rate":0.5,"staircase":true}"#,
    #"{"name":"inverse_time_decay","initial_learning_rate":0.1,"decay_steps":2,"decay_rate":0.5}"#,
    #"{"name":"polynomial_decay","initial_learning_rate":0.1,"decay_steps":3,"cycle":true}"#,
    #"{"name":"cosine_decay","initial_learning_rate":0.1,"decay_steps":3,"warmup_target":1,"warmup_steps":2}"#,
    #"{"name":"cosine_decay_restarts","initial_learning_rate":0.1,"first_decay_steps":2}"#,
    #"{"name":"piecewise_constant_decay","boundaries":[1,3],"values":[0.1,0.01,1e-9]}"#,
  ]

  private static let functions: [String] = {
    let names =
      Activation.all.map(\.name) + Initializer.all.map(\.name) + MonitorMode.allCases.map(\.rawValue)
      + PlaygroundRegularization.Kind.allCases.map(\.rawValue)
      + ["non_neg", "max_norm", "loss", "val_loss", "ROC", "PR", "interpolation", "majoring", "minoring"]
    let others = [
      #"{"name":"leaky_relu","negative_slope":0}"#, #"{"name":"elu","alpha":0.3}"#,
      #"{"name":"gelu","approximate":true}"#, #"{"name":"orthogonal","gain":2}"#,
      #"{"name":"constant","value":-1e30}"#, #"{"name":"random_normal","stddev":30}"#,
      #"{"name":"max_norm","max_value":0.1}"#,
    ]
    return names.map { "\"\($0)\"" } + others
  }()
}
