import Vintner

/// A table prepared in pandas as the pipeline does it: the same rows, rules, categories and scales.
extension PlaygroundState {
  func tablePython(_ context: CodeContext) -> String {
    """
    table = pd.read_csv(\(Self.python(.text(context.file))), sep=None, engine="python")
    target = \(Self.python(.text(run.target!.first)))
    numbers = \(Self.python(.texts(context.numbers)))
    categories = \(Self.python(.texts(context.categories)))
    train = table.sample(frac=\(self.trainFraction), random_state=\(self.splitSeed))
    test = table.drop(train.index)
    \(missingPython)known = {name: sorted(train[name].dropna().unique()) for name in categories}


    def scale(part):
        part = part.astype(float)
        return \(self.scaling.pandasSource.shift), (\(self.scaling.pandasSource.divisor)).replace(0, np.inf)


    shift, width = scale(train[numbers])


    def inputs(part):
        columns = [((part[numbers].astype(float) - shift) / width).to_numpy()]
        for name in categories:
            columns += [(part[[name]] == kind).to_numpy() for kind in known[name]]
            if train[name].isna().any():
                columns.append(part[[name]].isna().to_numpy())
        return np.hstack(columns).astype("float32")


    \(labelsPython)


    x, y, test_x, test_y = inputs(train), labels(train), inputs(test), labels(test)
    """
  }

  /// What is done about missing values, learned from the training rows.
  private var missingPython: String {
    let fill: String? =
      switch self.missing.first?.rule {
      case .dropRows?:
        "train, test = (part.dropna(subset=numbers + categories + [target]) for part in (train, test))"
      case .fill(.mean, _)?: "fill = train[numbers].astype(float).mean()"
      case .fill(.median, _)?: "fill = train[numbers].astype(float).median()"
      case .fill(.mostFrequent, _)?: "fill = train[numbers + categories].mode().iloc[0]"
      default: nil
      }
    guard let fill else { return "" }
    return fill + "\n"
      + (fill.hasPrefix("fill") ? "train, test = train.fillna(fill), test.fillna(fill)\n" : "")
  }

  private var labelsPython: String {
    guard isClassification else {
      return """
        least, spread = scale(train[[target]])


        def labels(part):
            return ((part[[target]].astype(float) - least) / spread).to_numpy("float32")
        """
    }
    let condition =
      run.positiveFrom.map { "part[[target]] >= \($0)" }
      ?? "part[[target]] == sorted(train[target].unique())[1]"
    return """
      def labels(part):
          return (\(condition)).to_numpy("float32")
      """
  }
}
