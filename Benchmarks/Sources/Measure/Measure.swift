import ArgumentParser

/// Times one task in its own process and prints one line of JSON.
///
/// `Scripts/benchmark` compares these with the same tasks in other libraries.
@main
struct Measure: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Times one task and prints one line of JSON.",
    subcommands: [
      MainJob.self, SmallNetwork.self, PlaygroundLesson.self, OneRow.self, ManyRows.self, CSVReading.self,
      Growth.self, ThreadsThatPay.self,
    ])
}
