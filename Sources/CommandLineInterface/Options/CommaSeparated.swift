import ArgumentParser
import Foundation

/// Values with commas between them: `512,512,512`. An empty text is an empty list.
struct CommaSeparated<Element: ExpressibleByArgument & Sendable>: ExpressibleByArgument, Sendable {
  let elements: [Element]

  init?(argument: String) {
    var elements: [Element] = []
    for part in argument.isEmpty ? [] : argument.split(separator: ",", omittingEmptySubsequences: false) {
      let text = part.trimmingCharacters(in: .whitespaces)
      guard !text.isEmpty, let element = Element(argument: text) else { return nil }
      elements.append(element)
    }
    self.elements = elements
  }
}
