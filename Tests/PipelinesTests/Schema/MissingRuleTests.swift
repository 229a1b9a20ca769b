import Testing
import Vintner

@Suite struct MissingRuleTests {
  @Test func readsRulesForAllColumnsAndForOne() {
    let cases: [(String, String?, MissingValues)] = [
      ("fill", nil, .automatic), ("refuse", nil, .refuse), ("drop", nil, .dropRows),
      ("mean", nil, .fill(.mean)),
      ("most-frequent", nil, .fill(.mostFrequent)), ("category", nil, .ownCategory),
      ("constant=0", nil, .fill(.constant(0))), ("constant=-1.5e2", nil, .fill(.constant(-150))),
      ("constant=none", nil, .fill(.constant("none"))), ("constant=\"0\"", nil, .fill(.constant("0"))),
      ("constant=true", nil, .fill(.constant(true))), ("constant=a=b", nil, .fill(.constant("a=b"))),
      ("age=median", "age", .fill(.median)), ("deck=constant=none", "deck", .fill(.constant("none"))),
      ("deck=constant=mean", "deck", .fill(.constant("mean"))), ("a=b=drop", "a=b", .dropRows),
      ("\"a, b\"=drop", "a, b", .dropRows),
      ("=drop", "", .dropRows),
      ("constant=mean", nil, .fill(.constant("mean"))),
    ]
    for (text, column, rule) in cases {
      #expect(MissingRule(text)?.rule == rule && MissingRule(text)?.column == column, "\(text)")
    }
  }

  @Test(arguments: [
    "", "average", "Mean", "constant", "constant=", "constant=nan", "age=", "age=constant=", "a,b",
  ])
  func refusesWhatIsNoRule(_ text: String) {
    #expect(MissingRule(text) == nil)
  }

  @Test func writesWhatItReads() {
    for text in [
      "fill", "refuse", "drop", "mean", "median", "most-frequent", "category", "constant=0.5",
      "constant=true",
    ] {
      #expect(MissingRule(text)?.rule.settingName == text)
    }
    #expect(MissingRule.names.last == "constant=VALUE")
  }
}
