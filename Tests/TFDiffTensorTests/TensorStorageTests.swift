import Testing

@testable import TFDiffTensor

/// Protects: storage whose filling fails gives its memory back, once; zeros are zeros of every type, aligned as all storage is.
struct TensorStorageTests {
  private struct Refused: Error {}

  @Test func fillingThatThrowsFreesTheMemoryOnce() {
    for byteCount in [0, 1, 4096, 40 << 20] {
      for _ in 0..<8 {
        #expect(throws: Refused.self) { try TensorStorage(byteCount: byteCount) { _ in throw Refused() } }
      }
    }
  }

  @Test(arguments: DType.allCases) func zerosAreZeros(dtype: DType) {
    for shape: Shape in [[], [0], [3, 5], [1 << 12, 33]] {
      let zeros = Tensor(zerosOf: dtype, shape: shape)
      #expect(zeros.dtype == dtype && zeros.shape == shape && zeros.bytes.allSatisfy { $0 == 0 })
      #expect(UInt(bitPattern: zeros.storage.bytes.baseAddress) % UInt(TensorStorage.alignment) == 0)
    }
  }
}
