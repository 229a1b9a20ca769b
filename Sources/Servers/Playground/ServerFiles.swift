import Foundation

/// The files beside the program: the page (`Resources`), a table and the presets (`Samples`).
enum ServerFiles {
  /// The bundle next to the program (or next to the tests); `nil` where there is none.
  private static let bundle: URL? = {
    let program = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    let real = (Bundle.main.executableURL ?? program).resolvingSymlinksInPath()
    let folders = [
      real.deletingLastPathComponent(), Bundle.main.bundleURL, program.deletingLastPathComponent(),
    ]
    let names = ["Vintner_Servers.resources", "Vintner_Servers.bundle"]
    return folders.flatMap { folder in names.map { folder.appending(path: $0) } }
      .first { FileManager.default.fileExists(atPath: $0.appending(path: "Resources/index.html").path) }
  }()

  /// The folder of the page.
  static let page = bundle?.appending(path: "Resources")

  static func sample(_ name: String) -> URL? { bundle?.appending(path: "Samples").appending(path: name) }
}
