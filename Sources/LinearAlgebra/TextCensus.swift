import CVectorKernels

/// What stands in a stretch of a table written as text, counted without looking at fields.
package struct TextCensus {
  package let quotes: Int
  /// Whether a line break may follow another, `\r\n` counted as one.
  package let mayHaveEmptyLines: Bool
  package let hasNul: Bool
  package let isBeyondASCII: Bool
  private let starts: (Int, Int)
  private let first: (Int, Int)

  /// Counts.
  ///
  /// - Parameter followsBreak: whether the byte before the text, were it outside quotes, ends a line.
  package init(_ text: UnsafeRawBufferPointer, followsBreak: Bool) {
    var census = vk_text_census()
    vk_take_text_census(text.baseAddress, text.count, followsBreak, &census)
    quotes = census.quotes
    mayHaveEmptyLines = census.may_have_empty_lines
    hasNul = census.has_nul
    isBeyondASCII = census.is_beyond_ascii
    starts = (census.starts.0, census.starts.1)
    first = (census.first.0, census.first.1)
  }

  /// How many bytes are no line break and follow one, if the text begins in quotes or not; a line break in
  /// quotes is none.
  package func recordStarts(beginsInQuotes: Bool) -> Int { beginsInQuotes ? starts.1 : starts.0 }

  /// The place of the first of them; the text's length where there is none.
  package func firstRecordStart(beginsInQuotes: Bool) -> Int { beginsInQuotes ? first.1 : first.0 }
}
