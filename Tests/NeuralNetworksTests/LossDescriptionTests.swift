import Foundation
import NeuralNetworks
import Testing

struct LossDescriptionTests {
  private func loss(_ json: String) throws -> any Loss {
    try JSONDecoder().decode(LossDescription.self, from: Data(json.utf8)).value
  }

  private func metric(_ json: String) throws -> any Metric {
    try JSONDecoder().decode(MetricDescription.self, from: Data(json.utf8)).value
  }

  private func refusal<Value: Decodable>(of json: String, as type: Value.Type) -> String? {
    do {
      _ = try JSONDecoder().decode(Value.self, from: Data(json.utf8))
      return nil
    } catch DecodingError.dataCorrupted(let context) {
      return context.debugDescription
    } catch {
      return "\(error)"
    }
  }

  @Test func readsNamesAndOptions() throws {
    #expect(try loss(#""mean_absolute_error""#) is MeanAbsoluteError)
    #expect(try loss(#"{"name": "Huber", "delta": 0.5}"#) as? Huber == Huber(delta: 0.5))
    #expect(try loss(#"{"name": "quantile", "quantile": 0.9}"#) as? Quantile == Quantile(0.9))
    #expect(
      try loss(#"{"name": "bce", "from_logits": true, "label_smoothing": 0.1}"#) as? BinaryCrossEntropy
        == BinaryCrossEntropy(fromLogits: true, labelSmoothing: 0.1))
    #expect(try metric(#""AUC""#) as? AUC == AUC(thresholds: 200, name: "AUC"))
    #expect(try metric(#"{"name": "auc", "num_thresholds": null}"#) as? AUC == AUC())
    #expect(
      try metric(#"{"name": "precision", "thresholds": 0.7}"#) as? BinaryPrecision
        == BinaryPrecision(threshold: 0.7))
    #expect(try (metric(#"{"name": "huber", "delta": 2}"#) as? MeanLoss)?.loss as? Huber == Huber(delta: 2))
  }

  @Test func writesWhatItReads() throws {
    for json in [
      #"{"delta":0.5,"name":"huber"}"#, #"{"name":"quantile","quantile":0.25}"#, #"{"name":"mae"}"#,
      #"{"from_logits":true,"label_smoothing":0,"name":"categorical_crossentropy"}"#,
    ] {
      #expect(try written(JSONDecoder().decode(LossDescription.self, from: Data(json.utf8))) == json)
    }
    for json in [
      #"{"name":"AUC","num_thresholds":100}"#, #"{"name":"acc"}"#, #"{"name":"mean_absolute_error"}"#,
      #"{"name":"binary_accuracy","threshold":0.25}"#, #"{"delta":2,"name":"huber"}"#,
    ] {
      #expect(try written(JSONDecoder().decode(MetricDescription.self, from: Data(json.utf8))) == json)
    }
  }

  private func written(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  @Test func refusesWhatItDoesNotKnow() {
    #expect(
      refusal(of: #""hinge""#, as: LossDescription.self)
        == "hinge is not a loss: the known ones are mae, mse, huber, log_cosh, quantile, half_squared_error,"
        + " binary_crossentropy, categorical_crossentropy, sparse_categorical_crossentropy;"
        + " a program adds its own before it reads the file, Registry.losses.add(Hinge.self), and the command vintner has only"
        + " those built in.")
    #expect(
      refusal(of: #"{"name": "huber", "delta": 0}"#, as: LossDescription.self)
        == "huber: delta is above 0, received 0.0.")
    #expect(
      refusal(of: #"{"name": "mae", "delta": 1}"#, as: LossDescription.self)?.hasPrefix("mae has no option")
        == true)
    #expect(
      refusal(of: #""quantile""#, as: LossDescription.self) == "quantile lacks the option quantile.")
    #expect(
      refusal(of: #"{"name": "auc", "num_thresholds": 1}"#, as: MetricDescription.self)?
        .hasPrefix("auc: num_thresholds is 2 to 1000000") == true)
    #expect(refusal(of: #""mape""#, as: MetricDescription.self)?.hasPrefix("mape is not a metric") == true)
  }
}
