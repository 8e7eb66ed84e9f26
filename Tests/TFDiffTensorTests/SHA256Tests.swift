import Testing

@testable import TFDiffTensor

/// Protects: an input is told from others by the digest that everybody else computes too.
@Suite struct SHA256Tests {
  /// The examples of FIPS 180-4 (NIST, "SHA-256", csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values),
  /// and as Python's hashlib has the last.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func isThatOfTheStandard(text: String, expected: String) {
    var digest = SHA256()
    digest.update(Array(text.utf8))
    #expect(digest.hexadecimal() == expected)
  }

  /// However the bytes are handed in.
  @Test func piecesAreTheWhole() {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    var whole = SHA256()
    whole.update(bytes)
    for size in [1, 63, 64, 65, 127, 999] {
      var pieces = SHA256()
      for start in stride(from: 0, to: bytes.count, by: size) {
        pieces.update(Array(bytes[start..<min(start + size, bytes.count)]))
      }
      #expect(pieces.hexadecimal() == whole.hexadecimal(), "\(size)")
    }
  }
}
