/// Makes hostile inputs from good ones.
struct Mutator {
  /// Longer inputs find nothing that shorter ones do not, and take longer.
  static let greatestLength = 1 << 16
  private static let integers: [UInt64] = [
    0, 1, 2, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x1_0000_0000,
    0x3FFF_FFFF_FFFF_FFFF, 0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, .max,
  ]
  private static let numbers = [
    "0", "-1", "1", "9", "4294967295", "2147483648", "9223372036854775807", "-9223372036854775808",
    "18446744073709551616",
    "1e999", "-0", "nan", "inf", "1e-999", "00", "0x10",
  ].map { Array($0.utf8) }

  let corpus: [[UInt8]]
  let tokens: [[UInt8]]

  /// The corpus as it is first, then what is made of it.
  func input(_ number: Int, seed: UInt64, parser: String) -> [UInt8] {
    if number < corpus.count { return corpus[number] }
    var generator = InputGenerator(seed: seed, parser: parser, number: number)
    var bytes = generator.below(16) == 0 ? [] : corpus.randomElement(using: &generator) ?? []
    for _ in 0...generator.below(generator.below(3) == 0 ? 16 : 4) { mutate(&bytes, &generator) }
    return Array(bytes.prefix(Self.greatestLength))
  }

  private func mutate(_ bytes: inout [UInt8], _ generator: inout InputGenerator) {
    let place = generator.below(bytes.count + 1)
    let length = min(bytes.count - place, 1 + generator.below(generator.below(4) == 0 ? 64 : 4))
    let range = place..<place + max(length, 0)
    switch generator.below(12) {
    case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(generator.below(8))
    case 1 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &generator)
    case 2: bytes.removeSubrange(range)
    case 3: bytes.insert(contentsOf: bytes[range], at: generator.below(bytes.count + 1))
    case 4: bytes.removeSubrange(place...)
    case 5: splice(&bytes, at: place, &generator)
    case 6: overwrite(&bytes, at: place, &generator)
    case 7: replaceNumber(&bytes, near: place, &generator)
    case 8: bytes.insert(contentsOf: repeated(&generator), at: place)
    case 9: bytes.replaceSubrange(range, with: token(&generator))
    default: bytes.insert(contentsOf: token(&generator), at: place)
    }
  }

  private func token(_ generator: inout InputGenerator) -> [UInt8] {
    tokens.randomElement(using: &generator) ?? [UInt8.random(in: 0...255, using: &generator)]
  }

  /// A token, many times over: what recurses or multiplies shows itself by it.
  private func repeated(_ generator: inout InputGenerator) -> [UInt8] {
    let token = token(&generator)
    return Array(repeatElement(token, count: generator.below(generator.below(8) == 0 ? 4096 : 24)).joined())
  }

  private func splice(_ bytes: inout [UInt8], at place: Int, _ generator: inout InputGenerator) {
    guard let other = corpus.randomElement(using: &generator) else { return }
    bytes.replaceSubrange(place..., with: other.suffix(generator.below(other.count + 1)))
  }

  /// An extreme number of 1, 2, 4 or 8 bytes, the lowest first.
  private func overwrite(_ bytes: inout [UInt8], at place: Int, _ generator: inout InputGenerator) {
    let number = Self.integers.randomElement(using: &generator) ?? 0
    for offset in 0..<1 << generator.below(4) where place + offset < bytes.count {
      bytes[place + offset] = UInt8(truncatingIfNeeded: number >> UInt64(8 * offset))
    }
  }

  /// The next number that is written in digits.
  private func replaceNumber(_ bytes: inout [UInt8], near place: Int, _ generator: inout InputGenerator) {
    let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    guard let start = bytes[place...].firstIndex(where: isDigit) else { return }
    let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.count
    bytes.replaceSubrange(start..<end, with: Self.numbers.randomElement(using: &generator) ?? [])
  }
}
