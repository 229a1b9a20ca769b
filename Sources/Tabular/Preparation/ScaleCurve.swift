extension ColumnScale {
  /// What is scaled in place of a value: a strictly rising function of it.
  public enum Curve: Sendable, Equatable {
    /// Of ``LogScaler``.
    case logarithm(Logarithm)
    /// Of ``SmoothClipScaler``.
    case smoothClip(SmoothClip)
    /// Of ``QuantileNormalScaler``.
    case quantiles(NormalQuantiles)

    /// The curve's value at x.
    package func value(of x: Double) -> Double {
      switch self {
      case .logarithm(let logarithm): logarithm.value(of: x)
      case .smoothClip(let clip): clip.value(of: x)
      case .quantiles(let quantiles): quantiles.value(of: x)
      }
    }

    /// The x that a value is of; of a value beyond the curve's the x at its end.
    package func inverse(of value: Double) -> Double {
      switch self {
      case .logarithm(let logarithm): logarithm.inverse(of: value)
      case .smoothClip(let clip): clip.inverse(of: value)
      case .quantiles(let quantiles): quantiles.inverse(of: value)
      }
    }

    /// The values that the curve distinguishes: those beyond are like its ends. `nil` for all.
    public var range: ClosedRange<Double>? {
      if case .quantiles(let quantiles) = self { quantiles.range } else { nil }
    }
  }

  /// The value scaled; 0 where the divisor is 0.
  @inline(__always)
  package func scaled(_ value: Double) -> Double {
    divisor == 0 ? 0 : ((curve?.value(of: value) ?? value) - shift) / divisor
  }

  /// The value in the column's units.
  @inline(__always)
  package func unscaled(_ value: Double) -> Double {
    let linear = value * divisor + shift
    return curve?.inverse(of: linear) ?? linear
  }
}

extension Column {
  /// The curve's values of a column of finite numbers, where a scale has one.
  func curved(_ scale: ColumnScale?) throws(TabularError) -> Column {
    guard let curve = scale?.curve else { return self }
    let values = try storedValues(as: Double.self).map { curve.value(of: $0) }
    return replacing(storage: .number(values), missing: missing)
  }
}
