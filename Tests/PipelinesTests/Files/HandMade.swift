/// Safetensors files made by hand, right and wrong.
enum HandMade {
  static func file(_ header: String, data: Int = 0) -> [UInt8] { file(Array(header.utf8), data: data) }

  static func file(_ header: [UInt8], data: Int = 0) -> [UInt8] {
    length(UInt64(header.count)) + header + [UInt8](repeating: 0, count: data)
  }

  static func length(_ value: UInt64) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }

  /// The description of a tensor of single precision.
  static func tensor(_ name: String, _ shape: String, _ offsets: String) -> String {
    #""\#(name)":{"dtype":"F32","shape":[\#(shape)],"data_offsets":[\#(offsets)]}"#
  }
}
