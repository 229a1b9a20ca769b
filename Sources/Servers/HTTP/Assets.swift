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
    guard let folder = ServerFiles.page,
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    else { return assets }
    for name in names {
      guard let bytes = try? Data(contentsOf: folder.appending(path: name)) else { continue }
      let asset = Asset(type: type(of: name), bytes: bytes)
      assets["/" + name] = asset
      if name == "index.html" { assets["/"] = asset }
    }
    return assets
  }()

  /// The content type of a file's name.
  static func type(of name: String) -> String {
    switch name.split(separator: ".").last {
    case "html": "text/html; charset=utf-8"
    case "css": "text/css; charset=utf-8"
    case "js": "text/javascript; charset=utf-8"
    case "svg": "image/svg+xml"
    default: "application/octet-stream"
    }
  }
}
