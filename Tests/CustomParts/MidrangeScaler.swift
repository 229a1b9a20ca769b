import Vintner

/// To the range from −1 to 1, the middle of a column's range to 0.
struct MidrangeScaler: NamedScaler {
  static let name = "midrange"

  struct Midrange: ScaledColumn {
    let name: String
    let middle: Double
    let reach: Double

    var scale: ColumnScale { ColumnScale(name: name, shift: middle, divisor: reach) }
  }

  func fitted(to frame: DataFrame) throws(TabularError) -> FittedColumnScaler<Midrange> {
    try FittedColumnScaler(frame) { column, minimum, maximum throws(TabularError) in
      Midrange(name: column.name, middle: (minimum + maximum) / 2, reach: (maximum - minimum) / 2)
    }
  }
}
