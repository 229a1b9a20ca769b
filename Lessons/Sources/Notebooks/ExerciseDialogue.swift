import Foundation

/// Asks exercises on a terminal and judges the answers.
struct ExerciseDialogue {
  /// What running a learner's code gave.
  enum Run {
    /// Its output, and the number that it calls the answer.
    case ended(output: String, number: Double?)
    /// Why it does not run.
    case failed(String)
  }

  /// The next line; nil at the end of the input.
  let read: () -> String?
  let write: (String) -> Void
  /// Where the learner's code is, made from what the exercise starts from.
  let file: (Exercise) throws -> String
  let run: (Exercise) throws -> Run

  /// Asks exercises one after the other, until the input ends.
  func ask(_ exercises: [Exercise], of title: String) throws {
    write("\(title)\n\nType hint or solution at any prompt to read it. Ctrl-D ends.\n")
    do { for exercise in exercises { try ask(exercise) } } catch is EndOfInput {}
  }

  private struct EndOfInput: Error {}

  private func ask(_ exercise: Exercise) throws {
    guard let answer = exercise.answer else { return }
    write("\n\(exercise.number). \(exercise.title)\n\n\(Self.plain(exercise.question))\n\n")
    let prediction = try answer.prediction == nil ? nil : prediction(exercise)
    // What was predicted is judged even if the input ends at the number.
    defer { if let prediction, let right = answer.prediction { judge(prediction, right) } }
    if exercise.start != nil {
      try judgeRuns(exercise, answer)
    } else if answer.number != nil, let number = try number(exercise) {
      judge(number, answer)
    }
  }

  private func prediction(_ exercise: Exercise) throws -> String? {
    let options = exercise.options
    let letters = [options.dropLast().joined(separator: ", "), options.last ?? ""].joined(separator: " or ")
    while true {
      let reply = try reply("Your prediction, \(letters) (Enter skips): ", exercise).lowercased()
      if reply.isEmpty || reply == "skip" { return nil }
      let letter = reply.trimmingCharacters(in: CharacterSet(charactersIn: "(). "))
      if exercise.options.contains(letter) { return letter }
      write("Type \(letters), or nothing to skip.\n")
    }
  }

  private func number(_ exercise: Exercise) throws -> Double? {
    while true {
      let reply = try reply("Your number (Enter skips): ", exercise)
      if reply.isEmpty || reply == "skip" { return nil }
      if let number = Self.number(reply) { return number }
      write("Type a number, such as 0.05, or nothing to skip.\n")
    }
  }

  /// Runs the learner's code until it has the answer, or until the learner goes on.
  private func judgeRuns(_ exercise: Exercise, _ answer: Answer) throws {
    write("Your code is in \(try file(exercise)). Change it in an editor.\n")
    let isNumberAsked = answer.number != nil
    let prompt = "Enter runs it\(isNumberAsked ? ", a number answers" : ""), skip goes on: "
    while true {
      let reply = try reply(prompt, exercise).lowercased()
      if reply == "skip" { return }
      if isNumberAsked, let number = Self.number(reply) { return judge(number, answer) }
      guard reply.isEmpty else {
        write("Press Enter to run your code\(isNumberAsked ? ", or type a number" : ""), or skip.\n")
        continue
      }
      switch try run(exercise) {
      case .failed(let reason): write("\(reason)\n")
      case .ended(let output, let number):
        write(output)
        guard isNumberAsked else { return }
        if let number {
          guard !answer.accepts(number) else { return judge(number, answer) }
          // The code can still be changed: what was measured would give the answer away.
          write("Not right yet: \(Answer.text(number)).\n")
        } else {
          write("Your code does not call answer(\(exercise.number), number: ...): type the number.\n")
        }
      }
    }
  }

  private func judge(_ number: Double, _ answer: Answer) {
    guard let measured = answer.number else { return }
    let (yours, right) = (Answer.text(number), Answer.text(measured))
    let needed = answer.tolerance == 0 ? "" : ", and an answer \(answer.precision) of it is right"
    write(
      answer.accepts(number)
        ? "Right: \(yours). Measured: \(right).\n" : "Not right: \(yours). Measured: \(right)\(needed).\n")
  }

  private func judge(_ prediction: String, _ right: String) {
    write(
      prediction == right
        ? "Your prediction was right: \(right).\n" : "Your prediction was \(prediction); right is \(right).\n"
    )
  }

  /// What is typed at a prompt, other than `hint` and `solution`.
  private func reply(_ prompt: String, _ exercise: Exercise) throws -> String {
    while true {
      write(prompt)
      guard let line = read() else {
        write("\n")
        throw EndOfInput()
      }
      let reply = line.trimmingCharacters(in: .whitespaces)
      switch reply.lowercased() {
      case "hint": write("\(Self.plain(exercise.hint))\n")
      case "solution": write("\(Self.plain(exercise.solution))\n")
      default: return reply
      }
    }
  }

  /// A number as people type it: 1,234, −0.5, 67 %.
  private static func number(_ text: String) -> Double? {
    let plain = text.replacing(/\s*%$/, with: "").replacing(",", with: "").replacing("−", with: "-")
    return Double(plain).flatMap { $0.isFinite ? $0 : nil }
  }

  /// Lines of Markdown as a terminal shows them, without empty lines at both ends.
  private static func plain(_ lines: [String]) -> String {
    let text = lines.joined(separator: "\n").trimmingCharacters(in: .newlines)
    return text.replacing("**", with: "").replacing(/\[([^\]]*)\]\([^)]*\)/) { $0.1 }
      .replacing(/\n{3,}/, with: "\n\n")
  }
}
