/// A generator that is begun anew for each input, so that an input is a function of the seed, the parser's name and its number.
struct InputGenerator: RandomNumberGenerator {
  private var generator: SeededGenerator

  init(seed: UInt64, parser: String, number: Int) {
    var state = parser.utf8.reduce(seed &+ 0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    state ^= UInt64(truncatingIfNeeded: number) &* 0x9E37_79B9_7F4A_7C15
    generator = SeededGenerator(seed: state)
    _ = next()
  }

  mutating func next() -> UInt64 { generator.next() }

  mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<max(limit, 1), using: &self) }
}
