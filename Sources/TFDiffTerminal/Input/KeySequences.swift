import TFDiffUI

/// Key sequences of one terminal, from its description, beyond those all terminals share.
package struct KeySequences: Sendable {
  package enum Match: Equatable {
    case key(Key, length: Int)
    /// What is there so far begins a sequence.
    case prefix
    case none
  }

  private let keys: [[UInt8]: Key]
  private let prefixes: Set<[UInt8]>
  private let longest: Int

  /// Sequences that do not begin with Escape are left out: they would swallow plain characters.
  package init(_ sequences: [(bytes: [UInt8], key: Key)] = []) {
    let usable = sequences.filter { $0.bytes.count > 1 && $0.bytes.first == 0x1B }
    keys = Dictionary(usable.map { ($0.bytes, $0.key) }) { first, _ in first }
    prefixes = Set(usable.flatMap { entry in (1..<entry.bytes.count).map { Array(entry.bytes[..<$0]) } })
    longest = usable.map(\.bytes.count).max() ?? 0
  }

  /// Matches the beginning of `bytes`; of several sequences the longest.
  package func match(_ bytes: ArraySlice<UInt8>) -> Match {
    for length in stride(from: min(longest, bytes.count), through: 2, by: -1) {
      if let key = keys[Array(bytes.prefix(length))] { return .key(key, length: length) }
    }
    return prefixes.contains(Array(bytes)) ? .prefix : .none
  }

  /// terminfo's names of the keys the program knows.
  static let terminfoNames: [(name: String, key: Key)] =
    [
      ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right),
      ("kUP", .shiftUp), ("kri", .shiftUp), ("kDN", .shiftDown), ("kind", .shiftDown),
      ("kLFT", .shiftLeft), ("kRIT", .shiftRight),
      ("khome", .home), ("kend", .end), ("kpp", .pageUp), ("knp", .pageDown),
      ("kich1", .insert), ("kdch1", .delete), ("kcbt", .backTab), ("kent", .enter),
    ] + (1...12).map { ("kf\($0)", .function($0)) }
}
