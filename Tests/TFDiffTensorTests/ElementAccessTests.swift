import TFDiffTensor
import Testing

/// Protects: reading an element and casting a tensor give the numbers NumPy gives, for every pair of types.
@Suite struct ElementAccessTests {
  @Test func valuesOfEveryType() {
    #expect(Tensor([1.5, -2] as [Float]).value(at: 1) == -2)
    #expect(Tensor([1.5, 0.1]).value(at: 1) == 0.1)
    #expect(Tensor([1, -7] as [Int32]).value(at: 1) == -7)
    #expect(Tensor([1, 1 << 60] as [Int64]).value(at: 1) == 0x1p60)
    #expect(Tensor([1, 255] as [UInt8]).value(at: 1) == 255)
    #expect(Tensor([false, true]).value(at: 1) == 1)
  }

  /// NumPy 1.23 on x86-64: `np.array(…).astype(…)`.
  @Test func castsAsAstype() {
    let wild = Tensor([3e9, .nan, -1.7, 300, 1e30])
    #expect(wild.converted(to: .int32).elements(of: Int32.self) == [.min, .min, -1, 300, .min])
    #expect(wild.converted(to: .int64).elements(of: Int64.self) == [3_000_000_000, .min, -1, 300, .min])
    #expect(wild.converted(to: .uint8).elements(of: UInt8.self) == [0, 0, 255, 44, 0])
    #expect(
      Tensor([0, .nan, -0.0, 0.1]).converted(to: .bool).elements(of: Bool.self) == [false, true, false, true])
    let whole = Tensor([1 << 32, -1, (1 << 53) + 1] as [Int64])
    #expect(whole.converted(to: .int32).elements(of: Int32.self) == [0, -1, 1])
    #expect(Tensor([16_777_217] as [Int64]).converted(to: .float32).elements(of: Float.self) == [16_777_216])
    #expect(Tensor([true, false]).converted(to: .float32).elements(of: Float.self) == [1, 0])
    #expect(Tensor([0, 2] as [UInt8]).converted(to: .bool).elements(of: Bool.self) == [false, true])
  }

  @Test func everyTypeConvertsToEveryOther() {
    let source = Tensor([0, 1, 1, 0] as [UInt8], shape: [2, 2])
    for first in DType.allCases {
      for second in DType.allCases {
        let converted = source.converted(to: first).converted(to: second)
        #expect(converted.dtype == second && converted.shape == source.shape)
        #expect((0..<4).map { converted.value(at: $0) } == [0, 1, 1, 0])
      }
    }
  }
}
