import Foundation
import TestSupport
import Testing
import Vintner

@Suite struct SafeTensorsFaultTests {
  typealias Fault = ModelFileError.Fault

  let scratch = Scratch()

  static let model = SafeTensors(
    tensors: ["b": Tensor(shape: [2], [1, 2] as [Float])], metadata: ["name": "wine"])

  static func fault(in bytes: [UInt8], verifyingChecksum: Bool = false) -> Fault? {
    do throws(ModelFileError) {
      _ = try SafeTensors(bytes: bytes, verifyingChecksum: verifyingChecksum)
      return nil
    } catch {
      return error.fault
    }
  }

  static let structural: [(header: String, data: Int, fault: Fault)] = [
    (
      HandMade.tensor("a", "2", "0,4"), 4,
      .sizeMismatch(tensor: "a", shape: [2], expectedBytes: 8, foundBytes: 4)
    ),
    (HandMade.tensor("a", "1", "4,0"), 4, .reversedOffsets(tensor: "a", begin: 4, end: 0)),
    (HandMade.tensor("a", "1", "4,8"), 8, .hole(before: "a", expectedBegin: 0, begin: 4)),
    (
      HandMade.tensor("b", "1", "8,12") + "," + HandMade.tensor("a", "1", "0,4"), 12,
      .hole(before: "b", expectedBegin: 4, begin: 8)
    ),
    (
      HandMade.tensor("a", "2", "0,8") + "," + HandMade.tensor("b", "1", "4,8"), 8,
      .overlap(tensor: "b", expectedBegin: 8, begin: 4)
    ),
    (
      HandMade.tensor("a", "1", "0,4") + "," + HandMade.tensor("b", "1", "0,4"), 4,
      .overlap(tensor: "b", expectedBegin: 4, begin: 0)
    ),
    (HandMade.tensor("a", "2", "0,8"), 7, .truncatedTensors(expectedBytes: 8, foundBytes: 7)),
    (HandMade.tensor("a", "1", "0,4"), 5, .trailingBytes(count: 1)),
    ("", 3, .trailingBytes(count: 3)),
    (
      HandMade.tensor("a", "4611686018427387904,4", "0,0"), 0,
      .shapeOverflow(tensor: "a", shape: [4_611_686_018_427_387_904, 4])
    ),
    (HandMade.tensor("a", "1", "0,4") + "," + HandMade.tensor("a", "1", "4,8"), 8, .duplicateName("a")),
    (#""__metadata__":{"x":"1","x":"2"}"#, 0, .duplicateName("x")),
    (#""__metadata__":{},"__metadata__":{}"#, 0, .duplicateName("__metadata__")),
    (#""a":{"dtype":"F32","dtype":"F32","shape":[],"data_offsets":[0,4]}"#, 4, .duplicateName("dtype")),
    (#""a":{"dtype":"I64","shape":[],"data_offsets":[0,8]}"#, 8, .unsupportedType(tensor: "a", type: "I64")),
    (#""a":{"shape":[],"data_offsets":[0,4]}"#, 4, .missingEntry(tensor: "a", entry: "dtype")),
    (#""a":{"dtype":"F32","data_offsets":[0,4]}"#, 4, .missingEntry(tensor: "a", entry: "shape")),
    (#""a":{"dtype":"F32","shape":[]}"#, 4, .missingEntry(tensor: "a", entry: "data_offsets")),
  ]

  @Test(arguments: structural) func namesFaultyStructure(header: String, data: Int, fault: Fault) {
    #expect(Self.fault(in: HandMade.file("{\(header)}", data: data)) == fault)
  }

  /// The byte is counted from the file's start, where eight bytes precede the header.
  static let malformed: [(header: String, expected: String, byte: Int)] = [
    ("", "'{'", 8),
    (" {}", "'{'", 8),
    ("[]", "'{'", 8),
    ("{", "'\"'", 9),
    ("{}x", "its end", 10),
    ("{} \0", "its end", 11),
    (#"{"a"}"#, "':'", 12),
    (#"{"a":1}"#, "'{'", 13),
    (#"{"__metadata__":{"a":1}}"#, "'\"'", 29),
    (#"{"__metadata__":{"a":"b"},}"#, "'\"'", 34),
    (#"{"__metadata__":{"a":"\x"}}"#, "an escape that JSON has", 31),
    (#"{"__metadata__":{"a":"\u12g4"}}"#, "four hexadecimal digits", 32),
    (#"{"__metadata__":{"a":"\ud800"}}"#, "a whole surrogate pair", 36),
    (#"{"__metadata__":{"a":"\"#, "an escape that JSON has", 31),
    (#"{"__metadata__":{"a":"b"#, "a closing '\"'", 31),
    ("{\"__metadata__\":{\"a\":\"\n\"}}", "an escape instead of a control character", 30),
    (#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, "a whole number from 0 to \(Int.max)", 37),
    (#"{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}"#, "']'", 38),
    (#"{"a":{"dtype":"F32","shape":[01],"data_offsets":[0,4]}}"#, "a whole number from 0 to \(Int.max)", 37),
    (
      #"{"a":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,4]}}"#,
      "a whole number from 0 to \(Int.max)", 37
    ),
    (#"{"a":{"data_offsets":[0,4,8]}}"#, "two offsets for tensor 'a'", 36),
    (#"{"a":{"more":1}}"#, "'dtype', 'shape' or 'data_offsets' (not 'more')", 21),
  ]

  @Test(arguments: malformed)
  func namesMalformedHeader(header: String, expected: String, byte: Int) {
    #expect(Self.fault(in: HandMade.file(header)) == .malformedHeader(expected: expected, byte: byte))
  }

  @Test func namesInvalidUTF8() {
    let header = Array(#"{"__metadata__":{"a":""#.utf8) + [0xC3, 0x28] + Array(#""}}"#.utf8)
    #expect(Self.fault(in: HandMade.file(header)) == .malformedHeader(expected: "UTF-8", byte: 33))
  }

  @Test func namesImpossibleHeaderLength() {
    #expect(
      Self.fault(in: HandMade.length(.max)) == .headerTooLong(stated: .max, limit: 67_108_864))
    #expect(
      Self.fault(in: HandMade.length(67_108_864))
        == .truncatedHeader(expectedBytes: 67_108_872, foundBytes: 8))
    #expect(Self.fault(in: []) == .truncatedHeader(expectedBytes: 8, foundBytes: 0))
  }

  @Test func findsEveryFlippedBit() throws {
    let bytes = Self.model.modelBytes()
    #expect(throws: Never.self) { try SafeTensors(modelBytes: bytes) }
    for place in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[place] ^= 1 << bit
        #expect(throws: ModelFileError.self, "bit \(bit) of byte \(place)") {
          try SafeTensors(modelBytes: changed)
        }
      }
    }
  }

  @Test func findsEveryTruncation() throws {
    for bytes in [Self.model.bytes(), Self.model.modelBytes()] {
      for count in bytes.indices {
        let cut = Array(bytes[..<count])
        switch Self.fault(in: cut) {
        case .truncatedHeader, .truncatedTensors: break
        case let fault: Issue.record("\(count) bytes: \(String(describing: fault))")
        }
      }
    }
  }

  @Test func findsChangedNumbers() {
    var bytes = Self.model.modelBytes()
    bytes[bytes.count - 1] ^= 1
    #expect(Self.fault(in: bytes, verifyingChecksum: true) == .checksumMismatch)
    #expect(Self.fault(in: bytes) == nil)
  }

  @Test func requiresWhatAModelHas() {
    let bare = SafeTensors(tensors: Self.model.tensors)
    #expect(Self.fault(in: bare.bytes(), verifyingChecksum: true) == .missingMetadata)
    #expect(Self.fault(in: Self.model.bytes(), verifyingChecksum: true) == .missingChecksum)
  }

  static let versions: [(String?, Fault?)] = [
    ("1", nil), (nil, .missingFormatVersion), ("2", .newerFormat(found: 2, supported: 1)),
    ("one", .malformedFormatVersion("one")), ("0", .malformedFormatVersion("0")),
  ]

  @Test(arguments: versions) func checksTheFormatVersion(version: String?, fault: Fault?) {
    var model = Self.model
    model.metadata["format_version"] = version
    let bytes = model.bytes(withChecksum: true)
    var found: Fault?
    do throws(ModelFileError) { _ = try SafeTensors(modelBytes: bytes) } catch { found = error.fault }
    #expect(found == fault)
  }

  /// A newer format may have its checksum elsewhere, or none.
  @Test func reportsANewerFormatBeforeTheChecksum() {
    var model = Self.model
    model.metadata["format_version"] = "2"
    var bytes = model.bytes(withChecksum: true)
    bytes[bytes.count - 1] ^= 1
    var found: Fault?
    do throws(ModelFileError) { _ = try SafeTensors(modelBytes: bytes) } catch { found = error.fault }
    #expect(found == .newerFormat(found: 2, supported: 1))
  }

  @Test func saysOneSentence() throws {
    let path = scratch.path(of: "m.safetensors")
    try AtomicFile.write(Array(Self.model.modelBytes().dropLast()), to: path)
    let damaged = #expect(throws: ModelFileError.self) { try SafeTensors(contentsOfModel: path) }
    #expect(
      damaged?.description
        == "Cannot use '\(path)' as a model: it is cut short within its tensors (7 bytes of 8);"
        + " copy the file again or save the model anew.")
    let missing = #expect(throws: ModelFileError.self) { try SafeTensors(contentsOfModel: path + "x") }
    #expect(missing?.description == "Cannot read '\(path)x': there is no such file; check the path.")
    #expect(missing?.fault == .unreadable(.missing))
    #expect(throws: ModelFileError(file: scratch.path, fault: .unreadable(.directory))) {
      try SafeTensors(contentsOf: scratch.path)
    }
  }
}
