/// A text that is looked for in names, in whatever case: as it stands, or with others between its characters.
package struct TextPattern: Sendable, Hashable {
  /// In small letters.
  private let characters: [Character]
  private let bytes: [UInt8]
  private let isASCII: Bool
  package let isFuzzy: Bool

  package init(_ text: String, isFuzzy: Bool = false) {
    let lowered = text.lowercased()
    characters = Array(lowered)
    bytes = Array(lowered.utf8)
    isASCII = bytes.allSatisfy { $0 < 0x80 }
    self.isFuzzy = isFuzzy
  }

  package var isEmpty: Bool { characters.isEmpty }

  /// How well a name fits: 0 where the text stands in it as it is, more for each character in between; nil where it does not.
  ///
  /// - Complexity: O(name) where fuzzy, else O(name × text) at worst; without memory of its own for ASCII.
  package func distance(in name: String) -> Int? {
    var lowered = isASCII ? name : name.lowercased()
    return lowered.withUTF8 { name in
      if !isFuzzy { return Self.contains(bytes, in: name) ? 0 : nil }
      return Self.span(of: bytes, in: name).map { $0 - bytes.count }
    }
  }

  /// How many bytes lie between the first and the last of some that stand in a name one after the other, as close together as they do
  /// before the first place where all have come; both counted.
  private static func span(of sought: [UInt8], in name: UnsafeBufferPointer<UInt8>) -> Int? {
    var (found, end) = (0, 0)
    while found < sought.count, end < name.count {
      if small(name[end]) == sought[found] { found += 1 }
      end += 1
    }
    guard found == sought.count, found > 0 else { return nil }
    var start = end
    while found > 0 {
      start -= 1
      if small(name[start]) == sought[found - 1] { found -= 1 }
    }
    return end - start
  }

  /// The characters of a name that are what was looked for, for a person to see.
  package func marks(in name: String) -> [Range<Int>] {
    if isEmpty { return [] }
    let name = Self.lowered(name)
    if isFuzzy { return (places(in: name) ?? []).map { $0..<($0 + 1) } }
    var (marks, start) = ([Range<Int>](), 0)
    while start + characters.count <= name.count {
      let end = start + characters.count
      if name[start..<end].elementsEqual(characters) {
        marks.append(start..<end)
        start = end
      } else {
        start += 1
      }
    }
    return marks
  }

  /// Where the characters stand one after the other, as close together as they do before the first place where all have come.
  private func places(in name: [Character]) -> [Int]? {
    var (sought, end) = (0, 0)
    while sought < characters.count, end < name.count {
      if name[end] == characters[sought] { sought += 1 }
      end += 1
    }
    guard sought == characters.count, sought > 0 else { return nil }
    var places = Array(repeating: 0, count: sought)
    while sought > 0 {
      end -= 1
      guard name[end] == characters[sought - 1] else { continue }
      sought -= 1
      places[sought] = end
    }
    return places
  }

  /// One character for one, so that places are those of the name.
  private static func lowered(_ name: String) -> [Character] {
    name.map { Character($0.lowercased().prefix(1).description) }
  }

  private static func contains(_ sought: [UInt8], in name: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = sought.first, name.count >= sought.count else { return false }
    for start in 0...(name.count - sought.count) where small(name[start]) == first {
      if sought.indices.allSatisfy({ small(name[start + $0]) == sought[$0] }) { return true }
    }
    return false
  }

  private static func small(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}
