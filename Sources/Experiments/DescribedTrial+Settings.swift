import Pipelines

extension DescribedTrial {
  /// What `numerics` can be.
  enum Numerics: String, CaseIterable {
    case playground, keras
  }

  /// All settings, in the order in which a description has them.
  static let allSettings: [Setting<DescribedTrial>] = {
    let own: [Setting<DescribedTrial>] = [
      Setting("count", \.count, "2 or more", where: { $0 >= 2 }),
      Setting("noise", \.noise, "0 to 0.5", where: PlaygroundData.allowedNoise.contains),
      Setting("numerics", \.numerics, oneOf: Numerics.allCases.map(\.rawValue)),
    ]
    let others: Set = ["data", "data_sha256", "seed", "threads", "stream_window"]
    let shared = RunSetting.all.filter { !others.contains($0.name) }.map { $0.within(\DescribedTrial.run) }
    return [Setting("data", \.run.data, problem: problem(ofData:))] + shared + own
  }()

  /// A word that is neither a data set's name nor looks like a path is a name with a slip in it.
  private static func problem(ofData data: String) -> String? {
    if PlaygroundData(rawValue: data) != nil || data.contains(where: { "./\\".contains($0) }) { return nil }
    return unknownName(data, among: PlaygroundData.names)
      + "; a CSV file has an ending or a folder in its path"
  }
}
