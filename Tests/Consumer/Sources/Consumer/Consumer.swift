import Foundation
import Vintner

/// Runs every program of the articles, in the repository's folder: `Scripts/consumer` builds and calls it.
@main struct Consumer {
  static func main() async throws {
    let wine = try DataFrame(contentsOfCSVFile: "data/winequality-red.csv")
    let folder = URL(filePath: NSTemporaryDirectory()).appending(path: "vintner-consumer-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }

    try start(with: wine, in: folder)
    try await trainInTheBackground(on: wine)
    try predictRows()
    try workWithFrames(wine)
    print("All programs have run.")
  }
}
