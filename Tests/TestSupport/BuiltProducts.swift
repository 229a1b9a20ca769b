import Foundation

/// The programs that were built together with the tests.
package enum BuiltProducts {
  /// The folder that holds the test bundle and, beside it, the executables: `.build/release` or
  /// `.build/debug`.
  package static let folder: URL = {
    // On Linux the bundle is the running program. On macOS a helper of the toolchain has loaded it and
    // names it in its arguments; under Xcode it is among the loaded bundles.
    let places = CommandLine.arguments + Bundle.allBundles.map(\.bundlePath)
    for place in places {
      var url = URL(filePath: place).absoluteURL
      while url.pathComponents.count > 1 {
        let isBundle = url.pathExtension == "xctest"
        url.deleteLastPathComponent()
        if isBundle { return url }
      }
    }
    fatalError("No test bundle among \(places).")
  }()

  /// The command line's executable.
  package static let vintner = folder.appending(path: "vintner")
}
