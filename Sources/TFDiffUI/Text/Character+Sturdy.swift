extension Character {
  /// What of the character every terminal gives the same columns: terminals do not agree on pictures that are joined from
  /// several, on flags, and on what a selector turns into a picture, and one column more or less shifts the frame.
  ///
  /// Of a joined picture it is the first, and of a flag its letters.
  package var sturdy: String {
    let scalars = unicodeScalars
    guard let first = scalars.first, first.value > 0x7F || scalars.count > 1 else { return String(self) }
    if scalars.contains(where: \.isRegionalIndicator) {
      return String(String.UnicodeScalarView(scalars.map { $0.isRegionalIndicator ? $0.letter : $0 }))
    }
    guard scalars.count > 1 else { return String(self) }
    let isPicture = first.properties.isEmoji && first.value > 0x7F
    let kept = scalars.dropFirst().prefix { !isPicture || $0.value != 0x200D }
      .filter { !$0.properties.isVariationSelector && !$0.properties.isEmojiModifier }
    return String(String.UnicodeScalarView([first] + kept))
  }
}

extension Unicode.Scalar {
  fileprivate var isRegionalIndicator: Bool { (0x1F1E6...0x1F1FF).contains(value) }

  /// The letter that a regional indicator stands for.
  fileprivate var letter: Unicode.Scalar { Unicode.Scalar(UInt8(value - 0x1F1E6) + 0x41) }
}
