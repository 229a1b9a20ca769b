import Tabular
import Testing

/// Reads CSV text, by default with the options of a user's call.
func frame(_ text: String, _ options: CSVReadingOptions = .init()) throws(TabularError) -> DataFrame {
  try DataFrame(csvBytes: Array(text.utf8), options: options, name: "t.csv")
}

/// The sentence with which CSV bytes are refused.
func refusal(_ bytes: [UInt8], _ options: CSVReadingOptions = .init()) -> String? {
  do throws(TabularError) {
    _ = try DataFrame(csvBytes: bytes, options: options, name: "t.csv")
    return nil
  } catch {
    return "\(error)"
  }
}

/// The sentence with which CSV text is refused.
func refusal(_ text: String, _ options: CSVReadingOptions = .init()) -> String? {
  refusal(Array(text.utf8), options)
}

extension Column {
  /// All values in order, `nil` where one is missing.
  var cells: [Value?] { (0..<count).map { self[$0] } }
}

extension DataFrame {
  var types: [Column.ValueType] { columns.map(\.type) }
}
