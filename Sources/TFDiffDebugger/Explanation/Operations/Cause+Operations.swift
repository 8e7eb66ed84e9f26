import TFDiffTensor

extension Cause {
  /// What another value of an attribute is, at an operation of a type.
  static func of(attribute name: String, at event: OperationEvent) -> Cause {
    switch name {
    case "epsilon": .epsilon
    case "is_training": .batchNormMode
    case "exponential_avg_factor": .momentum
    case "padding", "explicit_paddings": .padding
    case "align_corners", "half_pixel_centers": .resizeAlignment
    case "alpha": canonicalOperationType(event.type) == "LeakyRelu" ? .slope : .attribute
    case "axis", "axes", "batch_dims", "seq_dim", "batch_dim": .axis
    case "seed", "seed2": .randomOrder
    default: .attribute
    }
  }

  /// What another constant is, by what the operation in a row and those around it compute with it.
  static func of(
    constant reference: OperationConstant, _ candidate: OperationConstant, at input: Int, of row: Int,
    in rows: [OperationRow]
  ) -> Cause {
    guard let event = rows[row].candidate, let left = reference.values?.first, let right = candidate.values?.first
    else {
      return .constant
    }
    let type = canonicalOperationType(event.type)
    if reference.values?.count == 1, isComplement(left, right, of: type, at: row, in: rows) { return .keepProbability }
    if ["Add", "Maximum"].contains(type), left >= 0, right >= 0, max(left, right) < 0.1, isBelowRoot(row, in: rows) {
      return .epsilon
    }
    if min(left, right) <= -1000, ["Mul", "Add", "Sub", "Select", "Fill", "Where"].contains(type) { return .maskValue }
    if event.axisInput == input { return .axis }
    if type == "Pad" || type == "PadV2" || type == "MirrorPad" { return .padding }
    return .constant
  }

  /// Whether two numbers of a dropout add up to one: the share that is kept, and the one that is left out.
  private static func isComplement(
    _ reference: Double, _ candidate: Double, of type: String, at row: Int, in rows: [OperationRow]
  ) -> Bool {
    // The scale of what is kept says it by itself; a number that something is compared with does so where numbers are drawn.
    guard type == "Mul" || rows.contains(where: \.draws) else { return false }
    func isOne(_ sum: Double) -> Bool { abs(sum - 1) < 1e-5 }
    switch type {
    case "GreaterEqual", "Less", "Greater", "LessEqual": return isOne(reference + candidate)
    case "Add": return isOne(reference + candidate)
    case "RealDiv", "Div": return isOne(reference + candidate)
    case "Mul": return reference > 1 && candidate > 1 && isOne(1 / reference + 1 / candidate)
    default: return false
    }
  }

  /// Whether a root is taken of what an operation gives, or it is divided by it.
  private static func isBelowRoot(_ row: Int, in rows: [OperationRow]) -> Bool {
    guard let id = rows[row].candidate?.id else { return false }
    let roots: Set<String> = ["Rsqrt", "Sqrt", "Pow", "RealDiv", "Div", "Reciprocal", "Log", "Maximum"]
    return rows.contains { row in
      guard let event = row.candidate, roots.contains(canonicalOperationType(event.type)) else { return false }
      return event.inputs.contains(.operation(id: id, output: 0))
    }
  }

  /// What it is called at the beginning of a sentence.
  var opening: String {
    switch self {
    case .keepProbability: "keep_prob is taken for rate, or the other way about"
    case .epsilon: "another epsilon"
    case .momentum: "another momentum"
    case .batchNormMode: "batch normalization in another mode"
    case .padding: "another padding"
    case .resizeAlignment: "pixels are aligned otherwise"
    case .slope: "another slope below zero"
    case .axis: "another axis"
    case .maskValue: "another mask value"
    case .randomOrder: "other random numbers"
    case .constant: "another number"
    case .initialValue: "a variable of other values"
    case .crossedInputs: "another variable"
    case .unsharedVariable: "a variable of its own, where the reference reads one that it shares"
    default: "another attribute"
    }
  }

  /// What to do about it.
  var remedy: String? {
    switch self {
    case .keepProbability: "Give TF2's dropout rate = 1 - keep_prob."
    case .epsilon: "Give the candidate the reference's epsilon."
    case .momentum: "Give the candidate the reference's momentum (TF1's decay)."
    case .batchNormMode: "Call the layer with the same training argument on both sides."
    case .padding: "Pad as the reference does."
    case .resizeAlignment:
      "tf.image.resize aligns half pixels; tf.compat.v1.image.resize takes align_corners and half_pixel_centers."
    case .maskValue: "Mask with the same number on both sides."
    case .initialValue: "Give the candidate's variable the reference's value, or pair the two by hand if they are one."
    case .unsharedVariable: "Make one layer and call it twice: a copy of its weights is trained apart."
    case .crossedInputs: "Read the variable that the reference reads."
    case .randomOrder: "Draw in the same order on both sides, or compare in constant mode."
    default: nil
    }
  }

  /// What the error is, where its numbers alone do not show it.
  var kind: ErrorKind {
    switch self {
    case .randomOrder: .randomNumbers
    case .dtype, .initialValue: .unknown
    case .broadcast: .shape
    default: .otherFormula
    }
  }
}
