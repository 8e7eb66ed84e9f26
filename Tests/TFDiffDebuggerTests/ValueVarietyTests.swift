import TFDiffTensor
import Testing

@testable import TFDiffDebugger

/// Protects: which values may be equal by accident.
@Suite struct ValueVarietyTests {
  @Test(
    arguments: [
      ([0, 0, 0], ValueVariety.constant), ([1, 0, 1], .few), ([3, 1, 2], .few), ([0.25, 0.5], .many),
      ([Float](repeating: 0, count: 8) + [Float](repeating: 1.25, count: 8), .few), ((0..<20).map { Float($0) }, .many),
    ] as [([Float], ValueVariety)])
  func flagsAndCountsSayLittle(values: [Float], variety: ValueVariety) {
    #expect(tensor(values).variety == variety)
  }
}
