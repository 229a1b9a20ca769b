import Foundation
import LinearAlgebra
import TestSupport
import Testing
import Vintner

@Suite struct SafeTensorsTests {
  let scratch = Scratch()

  /// Written by Python's safetensors 0.8:
  ///
  ///     save({"layers.0.bias": array([0.5, -1], float32), "layers.0.kernel": arange(6, float32).reshape(2, 3) / 4,
  ///           "mean": array(1/3), "empty": zeros((0, 4), float32)}, {"made by": 'Pythön "1"\n\x01'})
  static let fromPython = [UInt8](
    Data(
      base64Encoded: """
        MAEAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJtYWRlIGJ5IjoiUHl0aMO2biBcIjFcIlxuXHUwMDAxIn0sIm1lYW4iOnsiZHR5cGUi\
        OiJGNjQiLCJzaGFwZSI6W10sImRhdGFfb2Zmc2V0cyI6WzAsOF19LCJlbXB0eSI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbMCw0\
        XSwiZGF0YV9vZmZzZXRzIjpbOCw4XX0sImxheWVycy4wLmJpYXMiOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzJdLCJkYXRhX29m\
        ZnNldHMiOls4LDE2XX0sImxheWVycy4wLmtlcm5lbCI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbMiwzXSwiZGF0YV9vZmZzZXRz\
        IjpbMTYsNDBdfX0gVVVVVVVV1T8AAAA/AACAvwAAAAAAAIA+AAAAPwAAQD8AAIA/AACgPw==
        """)!)

  static let sameAsPython = SafeTensors(
    tensors: [
      "layers.0.bias": Tensor(shape: [2], [0.5, -1] as [Float]),
      "layers.0.kernel": Tensor(Matrix<Float>([[0, 0.25, 0.5], [0.75, 1, 1.25]])),
      "mean": Tensor(shape: [], [1.0 / 3]),
      "empty": Tensor(shape: [0, 4], [Float]()),
    ], metadata: ["made by": "Pythön \"1\"\n\u{01}"])

  @Test func readsWhatPythonWrites() throws {
    let file = try SafeTensors(bytes: Self.fromPython)
    #expect(file == Self.sameAsPython)
    #expect(file.tensors["mean"]?.scalars() == [1.0 / 3])
    #expect(file.tensors["layers.0.kernel"]?.matrix() == Matrix<Double>([[0, 0.25, 0.5], [0.75, 1, 1.25]]))
  }

  @Test func writesTheBytesThatPythonWrites() {
    #expect(Self.sameAsPython.bytes() == Self.fromPython)
  }

  /// 54 bytes of header, padded to 56; 1.5 is 0x3FC00000.
  @Test func writesTheBytesComputedByHand() throws {
    let file = SafeTensors(tensors: ["a": Tensor(shape: [1], [1.5] as [Float])])
    let header = #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
    let padded = header + String(repeating: " ", count: 56 - header.utf8.count)
    #expect(file.bytes() == [56, 0, 0, 0, 0, 0, 0, 0] + Array(padded.utf8) + [0, 0, 0xC0, 0x3F])
    #expect(SafeTensors().bytes() == [8, 0, 0, 0, 0, 0, 0, 0] + Array("{}      ".utf8))
    #expect(try SafeTensors(bytes: SafeTensors().bytes()) == SafeTensors())
  }

  @Test(.enabled(if: Python.hasSafeTensors)) func pythonReadsWhatWeWrite() throws {
    let path = scratch.path(of: "model.safetensors")
    try Self.sameAsPython.writeModel(to: path)
    let printed = try Python.run(
      """
      import hashlib, re, sys
      from safetensors import safe_open
      with safe_open(sys.argv[1], "np") as f:
          for name in sorted(f.keys()):
              print(name, f.get_tensor(name).dtype, f.get_tensor(name).tolist())
          metadata = f.metadata()
      raw = open(sys.argv[1], "rb").read()
      blank = re.sub(rb'"sha256":"[0-9a-f]{64}"', b'"sha256":"' + b"0" * 64 + b'"', raw)
      print(sorted(metadata), metadata["sha256"] == hashlib.sha256(blank).hexdigest())
      """, path)
    #expect(
      printed == """
        empty float32 []
        layers.0.bias float32 [0.5, -1.0]
        layers.0.kernel float32 [[0.0, 0.25, 0.5], [0.75, 1.0, 1.25]]
        mean float64 0.3333333333333333
        ['format_version', 'made by', 'sha256'] True

        """)
  }

  @Test func returnsFromAModelFile() throws {
    let path = scratch.path(of: "model.safetensors")
    try Self.sameAsPython.writeModel(to: path)
    let read = try SafeTensors(contentsOfModel: path)
    #expect(read.tensors == Self.sameAsPython.tensors)
    #expect(read.metadata == ["made by": "Pythön \"1\"\n\u{01}", "format_version": "1"])
    #expect(read.modelBytes() == scratch.bytes(of: "model.safetensors"))
    #expect(try SafeTensors(contentsOf: path) == read)
  }

  /// Half of Float's spacing at 1 rounds to even; NaN's bits and the sign of zero are kept.
  @Test func convertsPrecision() {
    let doubles = Tensor(shape: [3], [1 + 0x1p-24, 1 + 0x1.8p-23, -0.0])
    #expect(doubles.scalars() == [1, 1 + 0x1p-22, -0.0] as [Float])
    #expect(doubles.scalars(as: Float.self)[2].sign == .minus)
    let payload = Float(bitPattern: 0x7FC0_1234)
    let singles = Tensor(shape: [1], [payload])
    #expect(singles.bytes == [0x34, 0x12, 0xC0, 0x7F])
    #expect(singles.scalars(as: Float.self)[0].bitPattern == 0x7FC0_1234)
  }

  @Test func namesMissingTensorAndShape() throws {
    let file = Self.sameAsPython
    #expect(try file.tensor("layers.0.bias", shape: [2]).count == 2)
    #expect(throws: ModelFileError.Fault.missingTensor("x")) { try file.tensor("x", shape: []) }
    #expect(
      throws: ModelFileError.Fault.unexpectedShape(tensor: "layers.0.bias", expected: [3], found: [2])
    ) { try file.tensor("layers.0.bias", shape: [3]) }
  }

  @Test func readsEscapes() throws {
    let header = #"{"__metadata__" : {"\u0061\/\b\f\r\t\\" : "\ud83c\udf77\u00e9"}}"#
    let file = try SafeTensors(bytes: HandMade.file(header))
    #expect(file.metadata == ["a/\u{08}\u{0C}\r\t\\": "🍷é"])
  }
}
