import LinearAlgebra

extension TrainedNetwork {
  /// What an ensemble is made of.
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
      return all.filter { $0.name.hasPrefix(prefix) }.map { $0.named(String($0.name.dropFirst(prefix.count))) }
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

  /// Gives an ensemble the weights of another training, named as those of ``parameters``.
  ///
  /// - Parameter members: how many there are, 1 to 64; `nil` for as many as are named. Default: that.
  /// - Throws: ``NetworkError`` where one is missing, unknown or of another shape.
  package init(
    _ network: Sequential, inputs: Int, parametersOfMembers parameters: [Parameter],
    by combination: Ensemble.Combination, precision: Precision, members count: Int? = nil
  ) throws(NetworkError) {
    let named = Ensemble.allowedMembers.lazy.prefix { index in
      parameters.contains { $0.name.hasPrefix(Members.prefix(index - 1)) }
    }
    var members: [TrainedNetwork] = []
    var known = 0
    for index in 0..<(count ?? max(named.count, 1)) {
      let own = Members.parameters(of: index, among: parameters)
      known += own.count
      members.append(try TrainedNetwork(network, inputs: inputs, parameters: own, precision: precision))
    }
    guard known == parameters.count else {
      let prefixes = members.indices.map(Members.prefix)
      let stranger = parameters.first { parameter in !prefixes.contains { parameter.name.hasPrefix($0) } }
      throw .unknownParameter(name: stranger!.name)
    }
    self.init(joining: members, by: combination)
  }

  /// The networks of an ensemble, each with its own history; of one network itself.
  public var members: [TrainedNetwork] { ensemble?.networks ?? [self] }

  /// How the outputs of the members become one; `nil` of one network.
  public var combination: Ensemble.Combination? { ensemble?.combination }

  func replacing(parametersOfMembers changed: [Parameter]) throws(NetworkError) -> TrainedNetwork {
    let prefixes = members.indices.map(Members.prefix)
    if let stranger = changed.first(where: { parameter in
      !prefixes.contains { parameter.name.hasPrefix($0) }
    }) {
      throw .unknownParameter(name: stranger.name)
    }
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
    for epoch in 0..<longest.epochs { append(EpochMetrics(meanOf: histories.compactMap { $0.metrics(of: epoch) })) }
    end(with: histories)
    threads = longest.threads
  }

  /// Takes endings and kept epochs of the members' histories.
  mutating func end(with histories: [History]) {
    ending = Self.ending(of: histories.map(\.ending))
    let kept = histories.compactMap(\.keptEpoch).sorted()
    // The smaller of two in the middle is an epoch of a member's.
    keptEpoch = kept.count == histories.count && !kept.isEmpty ? kept[(kept.count - 1) / 2] : nil
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
