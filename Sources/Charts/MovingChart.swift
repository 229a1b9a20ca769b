/// A chart that moves: a rule at work, as pictures of one size that follow each other.
///
///     let charts = (0...30).map { step in descent(after: step) }
///     try AtomicFile.write(MovingChart(charts, seconds: 4).svg(), to: "descent.svg")
///
/// It rests on one picture, plays all of them, and rests again. The picture on which it rests is all that is shown
/// where motion is unwanted (`prefers-reduced-motion`) or unknown, so it must say what the chart says: by default it
/// is the last. It moves in an `<img>` as well. What all pictures share is written once: axes, contour lines, points
/// that stay.
public struct MovingChart: Chart {
  /// The pictures in their order.
  public var charts: [any Chart]
  /// How long all pictures take together, in seconds.
  public var seconds: Double
  /// How long it rests before each pass, in seconds.
  public var pause: Double
  /// How often it plays before it rests for good; nil for ever.
  public var passes: Int?
  /// The place of the picture on which it rests.
  public var still: Int

  /// Creates a chart that moves. Default: 4 seconds, a pause of 2 before each of three passes, at rest on the last
  /// picture.
  ///
  /// - Precondition: at least one chart, the still one among them; a positive time; no more than three pictures a
  ///   second are flashes, so charts that differ much should take a third of a second each (WCAG 2.1, 2.3.1).
  public init(
    _ charts: [any Chart], seconds: Double = 4, pause: Double = 2, passes: Int? = 3, still: Int? = nil
  ) {
    let still = still ?? charts.count - 1
    precondition(charts.indices.contains(still), "\(charts.count) charts do not include one at \(still).")
    precondition(seconds > 0 && pause >= 0, "A positive time, received \(seconds) s and \(pause) s.")
    precondition(passes ?? 1 > 0, "At least one pass.")
    (self.charts, self.seconds, self.pause, self.passes) = (charts, seconds, pause, passes)
    self.still = still
  }

  public var naturalSize: (width: Int, height: Int) { charts[still].naturalSize }

  public func drawn(width: Int, height: Int) -> SVGDocument {
    let pictures = charts.map { $0.drawn(width: width, height: height) }
    var document = SVGDocument(
      width: width, height: height,
      label: "\(pictures[still].label). Moves through \(charts.count) pictures")
    for picture in pictures { document.add(rules: picture.rules) }
    document.add(rules: rules)
    for element in merged(pictures.map(\.elements)) { document.add(element) }
    return document
  }

  /// The CSS class of the pictures, which no chart of other times or of another length shares.
  private var name: String {
    "m\(charts.count)-\(still)-\(milliseconds(seconds))-\(milliseconds(pause))-\(passes ?? 0)"
  }

  private func milliseconds(_ seconds: Double) -> Int { Int((1000 * seconds).rounded()) }

  /// Without motion all pictures but one are hidden; with it each appears for its share of a pass.
  private var rules: [String] {
    let cycle = milliseconds(pause) + milliseconds(seconds)
    func start(_ index: Int) -> Int {
      milliseconds(pause) + milliseconds(seconds) * index / charts.count
    }
    func share(_ time: Int) -> String {
      let tenThousandths = 1_000_000 * time / cycle
      return "\(tenThousandths / 10000).\(String(tenThousandths % 10000 + 10000).dropFirst())%"
    }
    func keyframes(_ suffix: String, _ times: [(Int, Bool)]) -> String {
      let steps = times.map { "\(share($0.0)) { visibility: \($0.1 ? "visible" : "hidden"); }" }
      return "@keyframes \(name)\(suffix) { \(steps.joined(separator: " ")) }"
    }
    let own =
      still == charts.count - 1 ? [(start(still), true)] : [(start(still), true), (start(still + 1), false)]
    let delays = charts.indices.filter { $0 != still }.map {
      ".\(name).f\($0) { animation-delay: \(start($0))ms; }"
    }
    return [
      """
      .\(name) { visibility: hidden; }
      .\(name).f\(still) { visibility: visible; }
      @media (prefers-reduced-motion: no-preference) {
      .\(name) { animation: \(name) \(cycle)ms step-end \(passes.map(String.init) ?? "infinite"); }
      .\(name).f\(still) { animation-name: \(name)s; }
      \(delays.joined(separator: "\n"))
      }
      \(keyframes("", [(0, true), (start(1) - start(0), false)]))
      \(keyframes("s", [(0, true), (start(0), still == 0)] + own))
      """
    ]
  }

  /// The elements of all pictures: those that they share once, and between these what belongs to one, in a
  /// group that is shown in its turn.
  private func merged(_ pictures: [[SVGElement]]) -> [SVGElement] {
    let shared = pictures.dropFirst().reduce(pictures[0].map(\.key)) { Self.common($0, $1.map(\.key)) }
    var starts = Array(repeating: 0, count: pictures.count)
    var result: [SVGElement] = []
    func addOwn(upTo ends: [Int]) {
      for (index, picture) in pictures.enumerated() where starts[index] < ends[index] {
        let own = Array(picture[starts[index]..<ends[index]])
        result.append(.group(open: "<g class=\"\(name) f\(index)\">\n", own, close: "</g>\n"))
      }
    }
    for key in shared {
      let places = pictures.indices.map { index in
        pictures[index][starts[index]...].firstIndex { $0.key == key }!
      }
      addOwn(upTo: places)
      switch pictures[0][places[0]] {
      case .leaf: result.append(pictures[0][places[0]])
      case .group(let open, _, let close):
        let parts = pictures.indices.map { pictures[$0][places[$0]].parts }
        result.append(.group(open: open, merged(parts), close: close))
      }
      starts = places.map { $0 + 1 }
    }
    addOwn(upTo: pictures.map(\.count))
    return result
  }

  /// The longest sequence of elements that is in both, in its order.
  private static func common(_ a: [String], _ b: [String]) -> [String] {
    let kept = b.difference(from: a).removals.map { removal -> Int in
      guard case .remove(let offset, _, _) = removal else { return -1 }
      return offset
    }
    let removed = Set(kept)
    return a.indices.filter { !removed.contains($0) }.map { a[$0] }
  }
}

extension SVGElement {
  /// What two pictures have in common if it is equal: a group, whatever it holds.
  fileprivate var key: String {
    switch self {
    case .leaf(let text): text
    case .group(let open, _, _): open
    }
  }

  fileprivate var parts: [SVGElement] {
    switch self {
    case .leaf: []
    case .group(_, let parts, _): parts
    }
  }
}
