import TFDiffEngine
import TFDiffTensor

extension FaultKind {
  static let transposedWeight = FaultKind(
    "transposed-weight", help: "the first weight is read in the layout of its transpose",
    obstacle: \.hiddenByFixedWeights,
    hook: .reading { _, _, value, context in value.shape.rank >= 2 ? try transposed(value, context) : nil })

  /// The elements of the transpose (of the last two dimensions), taken for the weight itself.
  private static func transposed(_ weight: Value, _ context: any ExecutionContext) throws -> Value {
    let rank = weight.shape.rank
    let order = (0..<rank - 2).map(Int32.init) + [Int32(rank - 1), Int32(rank - 2)]
    let permutation = try context.constant(Tensor(order), name: "perm")
    let transpose = try context.apply1("Transpose", [weight, permutation], name: "transpose")
    let shape = try context.constant(Tensor(weight.shape.dimensions.map(Int32.init)), name: "shape")
    return try context.apply1("Reshape", [transpose, shape], name: "Reshape")
  }
}
