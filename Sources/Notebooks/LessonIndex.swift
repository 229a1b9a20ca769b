/// The list of lessons in `notebooks-md/README.md`, between two comments.
enum LessonIndex {
  private static let begin = "<!-- lessons -->"
  private static let end = "<!-- end of lessons -->"

  /// The page with the list made anew from the lessons' titles and first sentences; nil where the page lacks
  /// one of the comments.
  static func updated(_ page: String, lessons: [Lesson]) -> String? {
    guard let start = page.firstRange(of: begin), let stop = page.firstRange(of: end),
      start.upperBound <= stop.lowerBound
    else { return nil }
    let list = lessons.sorted { ($0.number ?? 0) < ($1.number ?? 0) }.map {
      "\($0.number ?? 0). [\($0.title)](\($0.name).md): \($0.firstSentence)"
    }
    return page[..<start.upperBound] + "\n" + list.joined(separator: "\n") + "\n" + page[stop.lowerBound...]
  }
}
