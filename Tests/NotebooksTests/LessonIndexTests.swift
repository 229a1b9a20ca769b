import Testing

@testable import Notebooks

@Suite struct LessonIndexTests {
  @Test func listsTheLessons() throws {
    let lessons = try [12, 5].map {
      try Lesson(path: "notebooks-md/\($0 < 10 ? "0" : "")\($0)-x.md", text: "# Title \($0)\n\nOne. Two.\n")
    }
    let page = "# Lessons\n<!-- lessons -->\nold\n<!-- end of lessons -->\nrest\n"
    #expect(
      LessonIndex.updated(page, lessons: lessons) == """
        # Lessons
        <!-- lessons -->
        5. [Title 5](05-x.md): One.
        12. [Title 12](12-x.md): One.
        <!-- end of lessons -->
        rest

        """)
    #expect(LessonIndex.updated("# Lessons\n", lessons: lessons) == nil)
  }
}
