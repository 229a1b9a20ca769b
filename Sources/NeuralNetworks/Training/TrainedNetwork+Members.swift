import LinearAlgebra

extension TrainedNetwork {
  /// The networks of an ensemble.
  struct Members: Sendable {
    let networks: [TrainedNetwork]
    let combination: Ensemble.Combination

    /// What the names of a member's parameters begin with in files.
    static func prefix(_ index: Int) -> String { "members.\(index)." }

    var parameters: [Parameter] {
      networks.enumerated().flatMap { index, network in
        network.parameters.map { $0.named(Self.prefix(index) + $0.name) }
      }
    }

    /// The parameters of a member among those of all, named as its own.
    static func parameters(of index: Int, among all: [Parameter]) -> [Parameter] {
      let prefix = prefix(index)
      return all.filter { $0.name.hasPrefix(prefix) }
        .map { $0.named(String($0.name.dropFirst(prefix.count))) }
    }

    /// - Throws: ``NetworkError/unknownParameter(name:)`` for a parameter of none of these members.
    static func refuseStrangers(among parameters: [Parameter], of members: Range<Int>) throws(NetworkError) {
      let prefixes = members.map(prefix)
      let stranger = parameters.first { parameter in !prefixes.contains { parameter.name.hasPrefix($0) } }
      if let stranger { throw .unknownParameter(name: stranger.name) }
    }
  }

  /// Joins networks that were trained by themselves to an ensemble that predicts as one network.
  ///
  ///     let ensemble = TrainedNetwork(joining: [first, second, third], by: .median)
  ///
  /// - Parameters:
  ///   - members: 1 to 64 networks of one architecture and precision, none of them an ensemble.
  ///   - combination: how their outputs become one. Default: the mean.
  /// - Precondition: the members are such networks.
  public init(joining members: [TrainedNetwork], by combination: Ensemble.Combination = .mean) {
    self.init(joining: members, by: combination, history: History(meanOf: members.map(\.history)))
  }

  init(joining members: [TrainedNetwork], by combination: Ensemble.Combination, history: History) {
    precondition(
      Ensemble.allowedMembers.contains(members.count),
      "An ensemble has 1 to 64 members, received \(members.count).")
    self = members[0]
    for member in members {
      precondition(member.ensemble == nil, "A member is one network, received an ensemble.")
      precondition(
        member.inputs == inputs && member.precision == precision && member.network.isLike(network),
        "The members of an ensemble have one architecture and precision, received others.")
    }
    guard members.count > 1 else { return }
    ensemble = Members(networks: members, combination: combination)
    self.history = history
  }

  /// Gives a network, or the members of an ensemble, the weights of another training.
  ///
  /// - Parameters:
  ///   - network: the layers, 1 or more.
  ///   - inputs: the columns of its input, 1 or more.
  ///   - parameters: all, named as those of ``parameters``.
  ///   - precision: the width of its numbers.
  ///   - ensemble: how many networks there are, and how they predict together; `nil` for one.
  /// - Throws: ``NetworkError`` where one is missing, unknown or of another shape.
  package init(
    _ network: Sequential, inputs: Int, parameters: [Parameter], precision: Precision, ensemble: Ensemble?
  ) throws(NetworkError) {
    guard let ensemble else {
      try self.init(network, inputs: inputs, parameters: parameters, precision: precision)
      return
    }
    let indices = 0..<ensemble.members
    try Members.refuseStrangers(among: parameters, of: indices)
    var members: [TrainedNetwork] = []
    for index in indices {
      members.append(
        try TrainedNetwork(
          network, inputs: inputs, parameters: Members.parameters(of: index, among: parameters),
          precision: precision))
    }
    self.init(joining: members, by: ensemble.combination)
  }

  /// The networks of an ensemble, each with its own history; of one network itself.
  public var members: [TrainedNetwork] { ensemble?.networks ?? [self] }

  /// How the outputs of the members become one; `nil` of one network.
  public var combination: Ensemble.Combination? { ensemble?.combination }

  /// How many members there are and how they predict together; `nil` of one network.
  package var ensembleDescription: Ensemble? {
    ensemble.map { Ensemble(members: $0.networks.count, combination: $0.combination) }
  }

  func replacing(parametersOfMembers changed: [Parameter]) throws(NetworkError) -> TrainedNetwork {
    try Members.refuseStrangers(among: changed, of: members.indices)
    var networks: [TrainedNetwork] = []
    for (index, member) in members.enumerated() {
      networks.append(try member.replacing(parameters: Members.parameters(of: index, among: changed)))
    }
    return TrainedNetwork(joining: networks, by: combination!, history: history)
  }

  /// The learned states of all members.
  func states<Scalar: MatrixScalar>() -> [LearnedState<Scalar>] { members.map { $0.weights.state() } }
}

extension Parameter {
  fileprivate func named(_ name: String) -> Parameter {
    Parameter(name: name, shape: shape, isTrainable: isTrainable, values: values)
  }
}

extension Sequential {
  /// Whether another network has the same layers.
  fileprivate func isLike(_ other: Sequential) -> Bool {
    layers.count == other.layers.count
      && zip(layers, other.layers).allSatisfy { $0.swiftSource == $1.swiftSource }
  }
}

extension History {
  /// The history of an ensemble whose members were trained by themselves: see ``TrainedNetwork/history``.
  ///
  /// The time of an epoch is the sum of the members' times.
  init(meanOf histories: [History]) {
    self.init()
    guard let longest = histories.max(by: { $0.epochs < $1.epochs }) else { return }
    for epoch in 0..<longest.epochs {
      append(EpochMetrics(meanOf: histories.compactMap { $0.metrics(of: epoch) }))
    }
    end(with: histories)
    threads = longest.threads
  }

  /// Takes endings and kept epochs of the members' histories.
  mutating func end(with histories: [History]) {
    ending = Self.ending(of: histories.map(\.ending))
    let kept = histories.compactMap(\.keptEpoch)
    let isComplete = kept.count == histories.count && !kept.isEmpty
    keptEpochsOfMembers = isComplete ? kept : nil
    // Of two in the middle the smaller: a member has it.
    keptEpoch = isComplete ? kept.sorted()[(kept.count - 1) / 2] : nil
  }

  private static func ending(of endings: [Ending]) -> Ending {
    let diverged = endings.first { if case .diverged = $0 { true } else { false } }
    return diverged ?? endings.first { $0 == .interrupted } ?? endings.last { $0 != .completed } ?? .completed
  }

  /// - Parameter epoch: counted from 0.
  private func metrics(of epoch: Int) -> EpochMetrics? {
    guard epoch < epochs else { return nil }
    let values = names.map { name in self[name][epoch].isNaN ? nil : self[name][epoch] }
    return EpochMetrics(
      epoch: epoch + 1, lastEpoch: epochs, isEvaluated: values.allSatisfy { $0 != nil }, names: names,
      values: values,
      lossesWithoutPenalty: includesPenalty
        ? LossesWithoutPenalty(
          training: lossWithoutPenalty[epoch],
          validation: validationLoss.isEmpty || validationLoss[epoch].isNaN
            ? nil : validationLossWithoutPenalty[epoch]) : nil,
      seconds: seconds[epoch], learningRate: 0)
  }
}

extension EpochMetrics {
  /// An epoch of an ensemble: the means over those members that have a value, and the sum of their times.
  ///
  /// - Precondition: there is a member.
  init(meanOf members: [EpochMetrics]) {
    func mean(_ values: [Double?]) -> Double? {
      let present = values.compactMap { $0 }
      return present.isEmpty ? nil : present.reduce(0, +) / Double(present.count)
    }
    let first = members[0]
    let penalized = members.compactMap(\.lossesWithoutPenalty)
    self.init(
      epoch: first.epoch, lastEpoch: members.map(\.lastEpoch).max()!, isEvaluated: first.isEvaluated,
      names: first.names, values: first.names.map { name in mean(members.map { $0[name] }) },
      lossesWithoutPenalty: penalized.isEmpty
        ? nil
        : LossesWithoutPenalty(
          training: mean(penalized.map(\.training))!, validation: mean(penalized.map(\.validation))),
      seconds: members.reduce(0) { $0 + $1.seconds }, learningRate: mean(members.map(\.learningRate))!)
  }
}
