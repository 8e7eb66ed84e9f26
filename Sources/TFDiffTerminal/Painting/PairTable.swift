/// Which of the terminal's numbered colour pairs stands for which two colours.
///
/// Pairs are handed out when first asked for. When none is left, the one whose last use is longest ago goes,
/// unless the screen still shows it.
package struct PairTable: Sendable {
  package enum Lookup: Sendable, Hashable {
    case known(Int32)
    /// The terminal must be told what this pair means now.
    case define(Int32)
    /// Every pair is on the screen.
    case full
  }

  private struct Entry {
    var number: Int32
    var lastUse: Int
  }

  private let capacity: Int
  private var entries: [ColorPair: Entry] = [:]
  private var clock = 0

  /// - Parameter pairCount: how many pairs the terminal has; number 0 is its own and never handed out.
  package init(pairCount: Int) { capacity = max(pairCount - 1, 0) }

  /// - Parameter shown: the pairs the screen needs, asked for only when no number is free.
  package mutating func number(for pair: ColorPair, shown: () -> Set<ColorPair>) -> Lookup {
    clock += 1
    if let entry = entries[pair] {
      entries[pair]?.lastUse = clock
      return .known(entry.number)
    }
    if entries.count < capacity {
      return define(pair, number: Int32(entries.count + 1))
    }
    let needed = shown()
    let candidates = entries.filter { !needed.contains($0.key) }
    guard let oldest = candidates.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return .full }
    entries[oldest.key] = nil
    return define(pair, number: oldest.value.number)
  }

  private mutating func define(_ pair: ColorPair, number: Int32) -> Lookup {
    entries[pair] = Entry(number: number, lastUse: clock)
    return .define(number)
  }
}
