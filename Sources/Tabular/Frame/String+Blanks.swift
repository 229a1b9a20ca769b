extension StringProtocol where SubSequence == Substring {
  /// The text without spaces and tabs at its ends.
  package var trimmingBlanks: Substring {
    let text = drop { $0 == " " || $0 == "\t" }
    return text.prefix(text.count - text.reversed().prefix { $0 == " " || $0 == "\t" }.count)
  }
}
