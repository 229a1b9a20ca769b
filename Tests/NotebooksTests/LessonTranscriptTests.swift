import Testing

@testable import Notebooks

@Suite struct LessonTranscriptTests {
  @Test func takesTheOutputApart() {
    let transcript = LessonTranscript(
      """
      \u{1E}block {"index":0}
      a   
      \u{1E}figure {"label":"y over x","name":"line"}

      b
      \u{1E}block {"index":1}
      \u{1E}claim {"claim":3,"measured":"m","statements":[{"isTrue":true,"text":"t"}]}

      """)
    #expect(transcript.blocks.count == 2)
    #expect(transcript.blocks[0].output == ["a", "", "b"])
    #expect(transcript.blocks[0].figures == [.init(name: "line", label: "y over x")])
    #expect(
      transcript.blocks[1].measurements
        == [.init(claim: 3, measured: "m", statements: [.init(text: "t", isTrue: true)])])
  }
}
