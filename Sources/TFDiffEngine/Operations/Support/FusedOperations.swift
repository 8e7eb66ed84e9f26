import TFDiffTensor

/// What a fused operation does to its product: attribute `fused_ops` of TensorFlow's remapper
/// (tensorflow/core/grappler/optimizers/remapper.cc).
struct FusedOperations: Sendable {
  enum Combination: Sendable {
    /// One more input: a bias a channel.
    case biasAdd
    /// Four more inputs: scale, offset, mean and variance a channel.
    case batchNormalization

    var argumentCount: Int {
      switch self {
      case .biasAdd: 1
      case .batchNormalization: 4
      }
    }
  }

  let combination: Combination
  let hasReLU: Bool

  /// - Throws: ``EngineError/badAttribute(name:expected:found:)`` for a combination the kernels do not have.
  init(_ attributes: Attributes, known: [Combination]) throws(EngineError) {
    let names = try attributes.strings("fused_ops")
    let found: Combination? =
      switch names.first {
      case "BiasAdd": .biasAdd
      case "FusedBatchNorm": .batchNormalization
      default: nil
      }
    let rest = names.dropFirst()
    guard let found, known.contains(found), rest.isEmpty || rest == ["Relu"] else {
      let expected = known.map { $0 == .biasAdd ? "BiasAdd" : "FusedBatchNorm" }
      throw .badAttribute(
        name: "fused_ops", expected: expected.joined(separator: " or ") + ", alone or with Relu",
        found: attributes["fused_ops"])
    }
    combination = found
    hasReLU = !rest.isEmpty
    let arguments = try attributes.int("num_args")
    guard arguments == found.argumentCount else {
      throw .badAttribute(
        name: "num_args", expected: "\(found.argumentCount) for \(names)", found: .int(arguments))
    }
  }

  /// Inputs from the third on must be vectors of one float32 a channel.
  func checkArguments(_ context: ShapeContext, channels: Int, of operation: String) throws(EngineError) {
    for index in 2..<2 + combination.argumentCount where context.inputs[index].shape != [channels] {
      throw .badInput(
        operation: operation,
        reason: "input \(index) must have one number for each of \(channels) channels, "
          + "got shape \(context.inputs[index].shape)")
    }
  }
}
