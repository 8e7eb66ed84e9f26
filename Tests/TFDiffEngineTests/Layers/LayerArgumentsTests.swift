import Testing

@testable import TFDiffEngine

/// Protects: every argument of a layer, one that is added included, goes from the arg scopes around to the call.
@Suite struct LayerArgumentsTests {
  private let given = LayerArguments(
    stride: 2, padding: .valid, rate: 3, activation: .linear, normalizer: .batchNorm, weightsInitializer: .zeros,
    weightsRegularizer: .l2(scale: 0.1), biasesInitializer: .ones, biasesRegularizer: .l2(scale: 0.2), isTraining: true,
    decay: 0.5, epsilon: 0.25, scale: true, center: false, keepProbability: 0.75, trainable: false)

  /// An argument that this test does not give could be forgotten unseen.
  @Test func allOfThemAreGiven() {
    for (label, value) in Mirror(reflecting: given).children {
      #expect(Mirror(reflecting: value).children.count == 1, "\(label ?? "") is nil")
    }
  }

  @Test func noneIsLostBetweenAScopeAndACall() {
    #expect(LayerArguments().over(given) == given)
    #expect(given.over(LayerArguments()) == given)
  }

  @Test func theCallsComeFirst() {
    let outer = LayerArguments(stride: 5, decay: 0.9, trainable: true)
    #expect(given.over(outer) == given)
    #expect(LayerArguments(decay: 0.1).over(outer) == LayerArguments(stride: 5, decay: 0.1, trainable: true))
  }
}
