import Foundation

/// A file of the page.
struct Asset: Sendable {
  let type: String
  let bytes: Data
}

/// The files of the page, read once. A request gets one of them or nothing: none is ever a file path.
enum Assets {
  /// The files by the paths under which they are requested.
  static let all: [String: Asset] = {
    var assets: [String: Asset] = [:]
    guard let folder, let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
      return assets
    }
    for name in names {
      guard let bytes = try? Data(contentsOf: folder.appending(path: name)) else { continue }
      let asset = Asset(type: type(of: name), bytes: bytes)
      assets["/" + name] = asset
      if name == "index.html" { assets["/"] = asset }
    }
    return assets
  }()

  private static let folder = bundle?.appending(path: "Resources")

  /// The bundle next to the program (or next to the tests); `nil` where there is none.
  static let bundle: URL? = {
    let program = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    let real = (Bundle.main.executableURL ?? program).resolvingSymlinksInPath()
    let folders = [
      real.deletingLastPathComponent(), Bundle.main.bundleURL, program.deletingLastPathComponent(),
    ]
    let names = ["Vintner_Servers.resources", "Vintner_Servers.bundle"]
    return folders.flatMap { folder in names.map { folder.appending(path: $0) } }
      .first { FileManager.default.fileExists(atPath: $0.appending(path: "Resources/index.html").path) }
  }()

  /// The content type of a file's name.
  static func type(of name: String) -> String {
    switch name.split(separator: ".").last {
    case "html": "text/html; charset=utf-8"
    case "css": "text/css; charset=utf-8"
    case "js", "mjs": "text/javascript; charset=utf-8"
    case "json": "application/json"
    case "svg": "image/svg+xml"
    case "png": "image/png"
    case "ico": "image/x-icon"
    case "woff2": "font/woff2"
    case "webmanifest": "application/manifest+json"
    default: "application/octet-stream"
    }
  }
}
