import LinearAlgebra
import NeuralNetworks
import Testing

/// Cross-entropies whose labels are moved toward each other. Expected values: torch 2.13 (`Fixtures/reference.py`).
struct LabelSmoothingTests {
  private let record = ReferenceRecord.shared.smoothing

  @Test func ofClassesIsThatOfTorch() {
    let loss = CategoricalCrossEntropy(fromLogits: true, labelSmoothing: record.smoothing)
    for (row, logits) in record.logits.enumerated() {
      let (index, expected) = (record.classes[row], record.multiclass[row])
      #expect(abs(loss(Matrix([logits]), Matrix([[index]])) - expected) < 1e-14)
      let labels = logits.indices.map { Double($0) == index ? 1.0 : 0 }
      #expect(abs(loss(Matrix([logits]), Matrix([labels])) - expected) < 1e-14)
    }
  }

  @Test func ofTwoClassesIsThatOfTorch() {
    let loss = BinaryCrossEntropy(fromLogits: true, labelSmoothing: record.smoothing)
    for (row, expected) in record.binary.enumerated() {
      #expect(abs(loss(Matrix([[record.logit[row]]]), Matrix([[record.labels[row]]])) - expected) < 1e-14)
    }
  }
}
