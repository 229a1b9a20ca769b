import Foundation
import TestSupport
import Testing

/// A model file that cannot be used, by each command that takes one.
struct BadModelTests {
  private func expectRefusal(
    of bytes: Data, _ finding: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try Workspace.with { workspace in
      try workspace.write(Sample.table, to: "table.csv")
      try workspace.write(bytes, to: "model.safetensors")
      let line = "Cannot use 'model.safetensors' as a model: \(finding)."
      for command in [["predict", "model.safetensors", "table.csv"], ["inspect", "model.safetensors"]] {
        try workspace.command(command).run().expectRefusal(65, line, sourceLocation: sourceLocation)
      }
      #expect(try workspace.names() == ["model.safetensors", "table.csv"], sourceLocation: sourceLocation)
    }
  }

  @Test func isCutShort() throws {
    let count = Sample.model.count - headerEnd
    try expectRefusal(
      of: Sample.model.dropLast(5),
      "it is cut short within its tensors (\(count - 5) bytes of \(count)); copy the file again or save the"
        + " model anew")
    try expectRefusal(
      of: Sample.model.prefix(100),
      "it is cut short within its header (100 bytes of at least \(headerEnd)); copy the file again or save"
        + " the model anew")
    try expectRefusal(
      of: Data(),
      "it is cut short within its header (0 bytes of at least 8); copy the file again or save the model anew")
  }

  @Test func hasAFlippedByte() throws {
    for offset in [headerEnd + 3, Sample.model.count - 1] {
      var bytes = Sample.model
      bytes[offset] ^= 1
      try expectRefusal(
        of: bytes,
        "its bytes have changed since it was saved (SHA-256 differs); copy the file again or save the model"
          + " anew")
    }
  }

  @Test func hasNoMetadata() throws {
    try expectRefusal(
      of: Self.safetensors(#"{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#),
      "it seems to be weights without a model; a program gives weights to a network of the same layers")
    try expectRefusal(
      of: Self.safetensors(
        #"{"__metadata__":{"format":"pt"},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#),
      "its metadata has no 'sha256'; choose a model that Vintner saved")
  }

  @Test func isNotThere() throws {
    try Workspace.with { workspace in
      try workspace.vintner("predict", "none.safetensors", "table.csv").expectRefusal(
        66, "Cannot read 'none.safetensors': there is no such file; check the path.")
      try workspace.vintner("evaluate", ".", "table.csv").expectRefusal(
        66, "Cannot read '.': it is a directory; name a file in it.")
    }
  }

  /// Where the header of the sample ends.
  private var headerEnd: Int {
    8 + Sample.model.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// A file with the given header and one figure.
  private static func safetensors(_ header: String) -> Data {
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) } + Data(header.utf8)
      + Data(count: 4)
  }
}
