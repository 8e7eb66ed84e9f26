import TFDiffTensor

extension [OperationEvent] {
  /// The operations with each input that is computed of constants alone written as the constant it comes to.
  ///
  /// One program has a number in its code where the other computes it (`tf.sqrt(tf.cast(depth, tf.float32))`): so that the two
  /// can be held against each other. Operations come after those whose outputs they take. What a loop computes anew in each
  /// iteration is no constant.
  func withConstantsFolded() -> [OperationEvent] {
    var known: [OperationInput: OperationConstant] = [:]
    let counts = Dictionary(grouping: compactMap(\.repetition?.site)) { $0 }.mapValues(\.count)
    return map { event in
      let inputs = event.inputs.map { known[$0].map { .constant($0) } ?? $0 }
      let folded = inputs == event.inputs ? event : event.with(inputs: inputs, partner: event.partner)
      let isRepeated = event.repetition.map { $0.count != nil || counts[$0.site, default: 0] > 1 } ?? false
      if !isRepeated, let id = event.id, let constant = folded.constantResult {
        known[.operation(id: id, output: 0)] = constant
      }
      return folded
    }
  }
}

extension OperationEvent {
  /// More elements than a program writes down; the probe's `operands.py` draws the line at the same number.
  private static var largest: Int { 16 }

  /// What it computes where that depends on nothing but constants, and is small.
  fileprivate var constantResult: OperationConstant? {
    guard !inputs.isEmpty, !draws, let output, output.elementCount <= Self.largest else { return nil }
    let isConstant = inputs.allSatisfy { input in
      if case .constant = input { true } else { false }
    }
    guard isConstant else { return nil }
    return OperationConstant(
      shape: output.shape.dimensions, dtype: output.dtype.rawValue,
      values: (0..<output.elementCount).map { output.value(at: $0) })
  }

  /// Whether it draws random numbers.
  var draws: Bool { attributes.contains { $0.name == "seed2" } }
}
