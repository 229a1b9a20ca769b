import Foundation
import TestSupport

/// A terminal without a screen, for what a command writes only to people.
///
/// The command's standard error is the terminal; its standard output is a pipe as elsewhere.
struct PseudoTerminal {
  let columns: UInt16

  /// Runs `vintner` and returns what reached the terminal.
  func vintner(_ arguments: [String], in folder: URL) throws -> String {
    var (master, slave): (Int32, Int32) = (0, 0)
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&master, &slave, nil, nil, &size) == 0 else { throw POSIXError(.ENODEV) }

    let process = Process()
    process.executableURL = BuiltProducts.vintner
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(["TERM": "xterm"]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle(fileDescriptor: slave, closeOnDealloc: false)
    try process.run()
    close(slave)
    defer { close(master) }

    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 4096)
    // Reading fails when nobody holds the other end any more.
    while case let count = read(master, &part, part.count), count > 0 { bytes += part[..<count] }
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self)
  }
}
