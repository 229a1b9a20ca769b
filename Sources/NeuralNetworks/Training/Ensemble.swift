/// Several networks of one architecture that are trained from other seeds and predict together.
///
///     Training(loss: .meanAbsoluteError, epochs: 256, ensemble: Ensemble(members: 6, combination: .median))
///
/// Member i is trained with the seed of the training plus i, counted from 0: the first member is the network that is
/// trained without an ensemble, bit for bit. All see the same rows. Each has its own memory of callbacks, so that each
/// stops and keeps its best epoch by itself.
///
/// ``TrainedNetwork/members`` has the networks. Source: L. K. Hansen and P. Salamon, "Neural network ensembles", IEEE
/// Transactions on Pattern Analysis and Machine Intelligence 12, 1990.
public struct Ensemble: Sendable, Equatable, Codable {
  /// How the members' outputs become one, output by output, after the last activation. Where a loss takes logits, these
  /// are combined.
  public enum Combination: String, Sendable, Codable, CaseIterable {
    /// The arithmetic mean.
    case mean
    /// The middle value, of an even number of members the mean of the two in the middle.
    ///
    /// The medians of a softmax's outputs need not add up to 1: they are divided by their sum, and are the means where
    /// that is 0.
    case median
  }

  /// How many networks there can be.
  public static let allowedMembers = 1...64

  /// How many networks are trained.
  public let members: Int
  /// How their outputs become one.
  public let combination: Combination

  /// Describes an ensemble.
  ///
  /// - Parameters:
  ///   - members: how many networks are trained, 1 to 64.
  ///   - combination: how their outputs become one. Default: the mean.
  /// - Precondition: there are 1 to 64 members.
  public init(members: Int, combination: Combination = .mean) {
    precondition(
      Self.allowedMembers.contains(members), "An ensemble has 1 to 64 members, received \(members).")
    self.members = members
    self.combination = combination
  }

  /// - Throws: `DecodingError` where there are not 1 to 64 members.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let members = try container.decode(Int.self, forKey: .members)
    guard Self.allowedMembers.contains(members) else {
      throw DecodingError.dataCorruptedError(
        forKey: .members, in: container, debugDescription: "An ensemble has 1 to 64 members.")
    }
    self.init(
      members: members, combination: try container.decode(Combination.self, forKey: .combination))
  }
}

extension Training {
  /// How a member of an ensemble is trained.
  ///
  /// - Parameters:
  ///   - index: the member, counted from 0.
  ///   - threads: how many it uses.
  func ofMember(_ index: Int, threads: Int) -> Training {
    var training = self
    training.ensemble = nil
    training.seed &+= UInt64(index)
    training.threads = threads
    training.callbacks.removeAll(where: \.watchesEnsemble)
    training.checkpoints = nil
    training.save = { _, _ in throw MemberSaving() }
    return training
  }
}

/// Why a callback of one member saves nothing.
private struct MemberSaving: Error, CustomStringConvertible {
  let description = "a member of an ensemble is not saved by itself: have the callback watch the ensemble."
}
