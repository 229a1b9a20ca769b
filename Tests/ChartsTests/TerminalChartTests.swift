import Testing
import Vintner

@Suite struct TerminalChartTests {
  static let curves = LearningCurves(
    loss: [4, 2, 1, 0], validationLoss: [3, 2, 2, 3], bestEpoch: 2, title: "Curves")

  /// Of 12 lines title, label, axis, figures, "epoch" and two of legend leave 5: 4, 2 and 0 stand at rows 0, 2
  /// and 4. Of 32 characters the figures and the axis leave 29: epochs 1 to 4 stand at columns 0, 9, 19 and 28.
  /// Between the first two, training falls two rows in nine columns: it is nearest to row 0 up to column 2, to
  /// row 1 up to column 6. Validation falls one row and lies above: row 1 up to column 4.
  @Test func drawsLetters() {
    let text = TerminalChart(Self.curves.chart, width: 32, height: 12, characters: .ascii).description
    #expect(
      text == """
        Curves
        loss
        4 +ooo
          |*****oo                 *****
        2 +     ****@**************
          |              oooooooooo
        0 +                        ooooo
          ++--------+---------+--------+
           1        2         3        4
                       epoch
        * validation   o training
        @ best epoch 2: 2
        """)
  }

  /// The value 1 holds from 1 up to 2, at the last of 28 columns: a stair, whose two heights are the first and
  /// the last of five rows.
  @Test func drawsStairs() {
    let chart = LineChart(
      x: Axis(""), y: Axis("", range: 0...1), series: [.init("rate", values: [1, 0], form: .steps)])
    let text = TerminalChart(chart, width: 32, height: 10, characters: .ascii).description
    let rows = text.split(separator: "\n").prefix(7).map { $0.drop { $0 != "|" && $0 != "+" }.dropFirst() }
    #expect(rows.first.map { $0.count { $0 == "*" } } == rows.first?.count)
    #expect(rows.dropFirst().allSatisfy { $0.last == "*" && $0.count { $0 == "*" } == 1 })
  }

  /// Recorded, and looked at; training is dotted.
  @Test func drawsBraille() {
    let text = TerminalChart(Self.curves.chart, width: 32, height: 12).description
    #expect(
      text == """
        Curves
        loss
        4 ┤⠁⠂⠄⡀
          │⠒⠤⠤⣀⣁⠂⠄⡀                ⣀⣀⠤⠤⠒
        2 ┤     ⠉⠉⠒⠓◆⠤⡤⡤⡤⠤⠤⠤⠤⠤⠤⠒⠒⠉⠉
          │              ⠁⠁⠂⠂⠄⠄⡀⡀
        0 ┤                      ⠁⠁⠂⠂⠄⠄⡀
          └┬────────┬─────────┬────────┬
           1        2         3        4
                       epoch
        ⠉⠉⠉ validation   ⠁⠁⠁ training
        ◆ best epoch 2: 2
        """)
  }

  @Test(arguments: LineChartSVGTests.odd.indices.dropLast(2), [30, 72, 200])
  func keepsItsSize(index: Int, width: Int) {
    for characters in [TerminalChart.Characters.unicode, .ascii] {
      let chart = TerminalChart(LineChartSVGTests.odd[index], width: width, characters: characters)
      let lines = chart.description.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count == 20)
      #expect(lines.allSatisfy { $0.count <= width })
      #expect(characters == .unicode || chart.description.allSatisfy(\.isASCII))
    }
  }

  @Test func coloursWithoutChangingTheText() {
    let plain = TerminalChart(Self.curves.chart)
    var colored = plain
    colored.isColored = true
    let text = colored.description
    #expect(text.contains("\u{1B}[34m") && text.contains("\u{1B}[33m"))
    #expect(text.replacing(/\u{1B}\[[0-9]+m/, with: "") == plain.description)
  }
}
