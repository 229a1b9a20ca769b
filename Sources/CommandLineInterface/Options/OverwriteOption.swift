import ArgumentParser
import Foundation
import Vintner

/// The option `--no-overwrite` of a command that writes files.
struct OverwriteOption: ParsableArguments {
  @Flag(help: "Refuse to replace files that exist.")
  var noOverwrite = false

  /// The notice of files in a folder that the command is about to replace, or none.
  ///
  /// - Parameters:
  ///   - names: the files that it writes.
  ///   - folder: where it writes them.
  /// - Throws: `Failure` if there are some and they are not to be replaced, or something else is in their place.
  func notices(replacing names: [String], in folder: String) throws(Failure) -> [String] {
    do throws(OutputError) {
      try OutputDirectory.requireReplaceable(names, in: folder)
    } catch {
      throw Failure(error)
    }
    let there = names.filter { Self.isFile((folder as NSString).appendingPathComponent($0)) }
    guard let last = there.last else { return [] }
    let listed = there.count == 1 ? last : there.dropLast().joined(separator: ", ") + " and \(last)"
    return [try notice("'\(folder)' holds \(listed)", isOne: there.count == 1)]
  }

  /// The notice of a file that the command is about to replace, or none.
  ///
  /// - Throws: `Failure` if it is there and not to be replaced.
  func notices(replacing path: String) throws(Failure) -> [String] {
    Self.isFile(path) ? [try notice("'\(path)' exists", isOne: true)] : []
  }

  private func notice(_ what: String, isOne: Bool) throws(Failure) -> String {
    guard !noOverwrite else {
      throw Failure(
        .cannotWrite,
        "\(what), which --no-overwrite keeps: name another place with --output, or leave out --no-overwrite.")
    }
    return
      "\(what): \(isOne ? "it" : "they") will be replaced (--no-overwrite refuses, --output names another place)."
  }

  /// Whether a file is there that would be replaced; a device or a pipe is written to.
  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}
