import TFDiffTensor

/// Which operations carry the computation that is being validated.
///
/// The rule: an operation is *bookkeeping*, and neither listed nor compared, if any of these holds; every other
/// operation is a *compute* operation.
/// 1. It has no output tensor (`NoOp`, `Assert`, the assignments to resources).
/// 2. Its type only brings values in, hands them on or renames them: constants, placeholders, variables and
///    their reads, `Identity` and its kin, the inside of control flow, and views that keep every element (`Reshape`, `Squeeze`,
///    `ExpandDims`). Graph rewrites remove and add these freely, and their values are compared where they are used.
/// 3. It only computes shapes: its type asks for one (`Shape`, `Size`, `Rank`), or its output is a scalar or
///    vector of int32 or int64 and its type is not one that yields such numbers from data (`ArgMax`, …).
///
/// The type names are those of TensorFlow's registry (tensorflow/core/ops/*.cc).
public enum OperationKind: Sendable, Hashable {
  case compute, bookkeeping

  public init(of operation: OperationEvent) {
    guard let output = operation.output else {
      self = .bookkeeping
      return
    }
    self.init(type: operation.type, shape: output.shape, dtype: output.dtype)
  }

  /// The kind of an operation that has an output. A shape or element type that is not known (nil) is no shape
  /// computation's.
  public init(type: String, shape: Shape?, dtype: DType?) {
    let isIndexArithmetic =
      shape.map { $0.rank <= 1 } ?? false && (dtype == .int32 || dtype == .int64)
      && !Self.integersFromData.contains(type)
    self =
      isIndexArithmetic || Self.bookkeepingTypes.contains(type) || type.hasPrefix("Assign") ? .bookkeeping : .compute
  }

  /// What rule 2 and the first part of rule 3 name.
  public static let bookkeepingTypes: Set<String> = [
    // Values from outside the computation.
    "Const", "HostConst", "ImmutableConst", "Placeholder", "PlaceholderV2", "PlaceholderWithDefault", "_Arg", "_Feed",
    "_Retval", "_Recv", "_Send", "_HostRecv", "_HostSend",
    // Variables.
    "Variable", "VariableV2", "TemporaryVariable", "VarHandleOp", "ReadVariableOp", "VariableShape",
    "VarIsInitializedOp", "IsVariableInitialized", "DestroyResourceOp", "ResourceApplyGradientDescent",
    // Handing on.
    "Identity", "IdentityN", "NoOp", "StopGradient", "PreventGradient", "Snapshot", "DeepCopy",
    "CheckNumerics",
    "EnsureShape", "Print", "PrintV2", "Assert", "StringFormat",
    // Control flow.
    "Switch", "Merge", "Enter", "NextIteration", "LoopCond", "ControlTrigger",
    // Views.
    "Reshape", "Squeeze", "ExpandDims", "Bitcast",
    // Shapes.
    "Shape", "ShapeN", "Size", "Rank", "BroadcastArgs", "BroadcastGradientArgs",
  ]

  private static let integersFromData: Set<String> = [
    "ArgMax", "ArgMin", "Bincount", "DenseBincount", "InTopK", "InTopKV2", "Multinomial", "RandomUniformInt",
    "StatelessMultinomial", "StatelessRandomUniformInt", "StatelessRandomUniformIntV2", "RandomShuffle",
    // Numbers looked up, cut into classes or found among data.
    "LookupTableFind", "LookupTableFindV2", "StringToHashBucket", "StringToHashBucketFast", "StringToHashBucketStrong",
    "StringToNumber", "DecodeRaw", "Bucketize", "LowerBound", "UpperBound", "Unique", "UniqueV2", "UniqueWithCounts",
    "UniqueWithCountsV2", "NonMaxSuppression", "NonMaxSuppressionV2", "NonMaxSuppressionV3", "NonMaxSuppressionV4",
    "NonMaxSuppressionV5",
  ]
}

/// An op type without what does not change its meaning for a comparison: the underscore of a kernel that only a
/// rewrite makes, the version (`AddV2` for `Add`, `FusedBatchNormV3` for `FusedBatchNorm`), and that a variable is taken by its
/// handle (`ResourceGather` for `GatherV2`).
package func canonicalOperationType(_ type: String) -> String {
  var name = Substring(type)
  if name.hasPrefix("_") { name = name.dropFirst() }
  if ofHandles.contains(where: { name.hasPrefix("Resource" + $0) }) { name = name.dropFirst("Resource".count) }
  if let version = name.lastIndex(of: "V"), version != name.startIndex {
    let digits = name[name.index(after: version)...]
    if !digits.isEmpty, digits.allSatisfy(\.isWholeNumber) { name = name[..<version] }
  }
  return String(name)
}

/// What there is of a tensor and of a variable's handle alike.
private let ofHandles = ["Gather", "Scatter", "Apply", "SparseApply"]
