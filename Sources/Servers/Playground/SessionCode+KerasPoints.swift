import Vintner

/// The Playground's points sampled in Python from the same random numbers, so that they are the page's. Data set and
/// features are known.
extension PlaygroundState {
  var pointsPython: String {
    let kind = PlaygroundData(rawValue: self.data)!
    let place = PlaygroundData.allCases.firstIndex(of: kind)!
    return """
      # The page's points: its random numbers (SplitMix64), its data set, its split.
      MASK, STEP, NOISE, COUNT = 2**64 - 1, 0x9E3779B97F4A7C15, \(self.noise), \(kind.defaultCount)


      def mixed(bits):
          bits = (bits ^ bits >> 30) * 0xBF58476D1CE4E5B9 & MASK
          bits = (bits ^ bits >> 27) * 0x94D049BB133111EB & MASK
          return bits ^ bits >> 31


      state = mixed(mixed(\(self.seed) + STEP) + \(place) + STEP & MASK)


      def draw():
          global state
          state = state + STEP & MASK
          return mixed(state)


      def uniform(low, high):
          return low + (high - low) * ((draw() >> 11) * 2.0**-53)


      def shift(reach):
          return uniform(-reach, reach) * NOISE


      def below(limit):
          product = draw() * limit
          while product & MASK < (2**64 - limit) % limit:
              product = draw() * limit
          return product >> 64


      \(Self.pointPython(kind))


      points = [point(i) for i in range(COUNT)]
      for last in range(COUNT - 1, 0, -1):
          other = below(last + 1)
          points[last], points[other] = points[other], points[last]
      x1, x2, label = np.array(points).T
      size = int(COUNT * \(self.trainFraction) + 1e-9)
      x = np.stack([\(self.features.map { Self.featurePython[$0]! }.joined(separator: ", "))], axis=1)\
      .astype("float32")
      y = \(isProbability ? "(label > 0)" : "label").astype("float32").reshape(-1, 1)
      x, y, test_x, test_y = x[:size], y[:size], x[size:], y[size:]
      \(differencesPython)
      """
  }

  /// Where Keras differs from the Playground.
  private var differencesPython: String {
    guard isPlayground else { return "" }
    let rows = Int(Double(PlaygroundData(rawValue: self.data)!.defaultCount) * self.trainFraction + 1e-9)
    var notes = ""
    if !rows.isMultiple(of: self.batchSize) {
      notes +=
        "# Points that do not fill a batch wait for the next epoch on the page; here they are a batch.\n"
    }
    if self.regularization == .l1, self.regularizationRate > 0 {
      notes += "# On the page a weight that L1 takes across 0 stays 0 from then on; here it does not.\n"
    }
    return notes
  }

  private static let featurePython = [
    "x1": "x1", "x2": "x2", "x1_squared": "x1 * x1", "x2_squared": "x2 * x2", "x1_times_x2": "x1 * x2",
    "sin_x1": "np.sin(x1)", "sin_x2": "np.sin(x2)",
  ]

  private static func pointPython(_ data: PlaygroundData) -> String {
    switch data {
    case .circle:
      """
      def point(i):
          r = uniform(0, 2.5) if i < COUNT // 2 else uniform(3.5, 5)
          angle = uniform(0, 2 * math.pi)
          a, b = r * math.sin(angle), r * math.cos(angle)
          return a, b, 1 if np.hypot(a + shift(5), b + shift(5)) < 2.5 else -1
      """
    case .xor:
      """
      def point(i):
          a, b = uniform(-5, 5), uniform(-5, 5)
          a, b = a + (0.3 if a > 0 else -0.3), b + (0.3 if b > 0 else -0.3)
          return a, b, 1 if (a + shift(5)) * (b + shift(5)) >= 0 else -1
      """
    case .gaussian:
      """
      def normal():
          radius = math.sqrt(-2 * math.log(1 - uniform(0, 1)))
          return radius * math.cos(2 * math.pi * uniform(0, 1))


      def point(i):
          sign, deviation = 1 if i < COUNT // 2 else -1, math.sqrt(0.5 + 7 * NOISE)
          return 2 * sign + deviation * normal(), 2 * sign + deviation * normal(), sign
      """
    case .spiral:
      """
      def point(i):
          sign, share = 1 if i < COUNT // 2 else -1, i % (COUNT // 2) / (COUNT // 2)
          r, t = 5 * share, 1.75 * 2 * math.pi * share + (0 if sign > 0 else math.pi)
          return r * math.sin(t) + shift(1), r * math.cos(t) + shift(1), sign
      """
    case .plane:
      """
      def point(i):
          a, b = uniform(-6, 6), uniform(-6, 6)
          return a, b, ((a + shift(6)) + (b + shift(6))) / 10
      """
    case .multiGaussian:
      """
      HILLS = [(-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1)]


      def point(i):
          a, b = uniform(-6, 6), uniform(-6, 6)
          c, d = a + shift(6), b + shift(6)
          return a, b, max((s * max(0, 1 - np.hypot(c - p, d - q) / 2) for p, q, s in HILLS), key=abs)
      """
    }
  }
}
