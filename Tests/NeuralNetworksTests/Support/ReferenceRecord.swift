import Foundation

/// What `Fixtures/reference.py` recorded from pytabkit and torch.
struct ReferenceRecord: Decodable {
  let times: [Double]
  let coslog4: [Double]
  let coslog3: [Double]
  let flatCos: [Double]
  /// Shape: (12, 3)
  let x: [[Double]]
  let y: [Double]
  let weights: [[Double]]
  /// The weights after each update.
  let torch: [[[Double]]]
  let pytabkit: [[[Double]]]
  let smoothing: Smoothing

  struct Smoothing: Decodable {
    let smoothing: Double
    let logits: [[Double]]
    let classes: [Double]
    let multiclass: [Double]
    let logit: [Double]
    let labels: [Double]
    let binary: [Double]
  }

  static let shared: ReferenceRecord = {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Fixtures/reference.json").standardized
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try! decoder.decode(ReferenceRecord.self, from: Data(contentsOf: file))
  }()
}
