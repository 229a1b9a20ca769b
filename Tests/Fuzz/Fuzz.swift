import Foundation

/// Gives bytes to what reads files of strangers. Whatever they are, the process must not end.
///
///     Fuzz csv FILE...         reads files, one after the other: what the tests do with the corpora
///     Scripts/fuzz             builds it with libFuzzer, which then makes the bytes itself
@main struct Fuzz {
  static func main() {
    #if FUZZING
      var (count, arguments) = (CommandLine.argc, CommandLine.unsafeArgv)
      exit(runDriver(&count, &arguments) { testOneInput($0, $1) })
    #else
      let arguments = CommandLine.arguments.dropFirst()
      guard let target = arguments.first.flatMap(FuzzTarget.init) else {
        print("Fuzz \(FuzzTarget.allCases.map(\.rawValue).joined(separator: "|")) FILE...")
        exit(64)
      }
      for path in arguments.dropFirst() {
        // The last one is the one that ended the process.
        print(path)
        fflush(nil)
        guard let data = FileManager.default.contents(atPath: path) else { exit(66) }
        target.take([UInt8](data))
      }
    #endif
  }
}

#if FUZZING
  /// What libFuzzer begins with.
  @_silgen_name("LLVMFuzzerRunDriver") private func runDriver(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ testOneInput: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
  ) -> Int32

  /// What libFuzzer calls with every input. The environment's `FUZZ_TARGET` says which target takes it.
  @_cdecl("LLVMFuzzerTestOneInput") func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    target.take(Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
  }

  private let target: FuzzTarget = {
    guard let target = FuzzTarget(rawValue: ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? "") else {
      exit(64)
    }
    return target
  }()
#endif
