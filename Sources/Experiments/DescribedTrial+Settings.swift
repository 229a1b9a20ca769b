import Pipelines

extension DescribedTrial {
  /// What an experiment can say of its run, and vary. Seeds and threads are the experiment's.
  static let fields: [any RunField] = RunFields.all.filter { field in
    !["data_sha256", "seed", "threads", "stream_window"].contains(field.name)
  }

  /// What is wrong with the run's data: a word that is neither a data set's name nor looks like a path is a
  /// misspelled name.
  func problemOfData() -> String? {
    guard let data = run.data, PlaygroundData(rawValue: data) == nil,
      !data.contains(where: { "./\\".contains($0) })
    else { return nil }
    return unknownName(data, among: PlaygroundData.names)
      + "; a CSV file has an ending or a folder in its path"
  }

  /// Refuses what does not apply to a data set of the Playground.
  func requireScope(
    _ scope: FieldTraits.Scope, _ problem: String
  ) throws(RunConfigurationError) {
    try run.check()
    if let field = run.given.first(where: { !$0.traits.scope.contains(scope) }) {
      throw RunConfigurationError(setting: field.name, problem: problem)
    }
  }

  /// The features of points that the run names.
  func pointFeatures() throws(RunConfigurationError) -> [String]? {
    guard let features = run.features else { return nil }
    let known = PlaygroundData.features
    guard !features.isEmpty else {
      throw RunConfigurationError(
        setting: "features", problem: "has none: name one or more of \(known.joined(separator: ", "))")
    }
    for (place, name) in features.enumerated() where !known.contains(name) {
      throw RunConfigurationError(setting: "features[\(place)]", problem: unknownName(name, among: known))
    }
    return features
  }
}
