import ArgumentParser

/// Times one piece of work in a process of its own and prints one line of JSON.
///
/// `Scripts/benchmark` runs these beside the same work in other libraries.
@main
struct Measure: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Times one piece of work and prints one line of JSON.",
    subcommands: [
      MainJob.self, SmallNetwork.self, PlaygroundLesson.self, OneRow.self, ManyRows.self, CSVReading.self,
      Growth.self, ThreadsThatPay.self,
    ])
}
