import Testing

@testable import TFDiffTensor

/// Protects: storage whose filling fails gives its memory back, once.
struct TensorStorageTests {
  private struct Refused: Error {}

  @Test func fillingThatThrowsFreesTheMemoryOnce() {
    for byteCount in [0, 1, 4096, 40 << 20] {
      for _ in 0..<8 {
        #expect(throws: Refused.self) { try TensorStorage(byteCount: byteCount) { _ in throw Refused() } }
      }
    }
  }
}
