extension Character {
  /// Whether it is one of those that frames, bars and maps are drawn with, of which a screen is full: printable, and a column wide,
  /// which need not be looked up. Source: Unicode's blocks Box Drawing and Block Elements.
  var isOfFrame: Bool {
    let scalars = unicodeScalars
    return utf8.count == 3 && scalars.first.map { (0x2500...0x259F).contains($0.value) } == true
  }
}
