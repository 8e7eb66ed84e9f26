import TFDiffTargets
import Synchronization
import TFDiffDebugger
import TFDiffTensor

/// What the debugger gives to variables that a worker makes, where they are not to keep what their initializers drew.
enum LiveWeights: Sendable {
  case drawn
  case checkpoint(CheckpointValues)
  /// The reference's, by the names of those they are paired with.
  case reference(ReferenceWeights)

  /// The value for a variable; nil where there is none.
  ///
  /// - Throws: ``TargetError`` where a checkpoint's does not fit; else what reading it throws.
  func value(for variable: CheckpointValues.Wanted) throws -> Tensor? {
    switch self {
    case .drawn: nil
    case .checkpoint(let values): try values.value(for: variable)
    case .reference(let weights): weights.value(for: variable)
    }
  }

  /// The value for a variable that holds others' elements otherwise; nil where there is none for one of those.
  ///
  /// - Throws: as ``value(for:)``.
  func value(for variable: LaidOutVariable) throws -> Tensor? {
    var values: [Tensor] = []
    for reference in variable.references {
      let wanted = CheckpointValues.Wanted(name: reference.name, shape: reference.shape, dtype: reference.dtype)
      guard let value = try value(for: wanted) else { return nil }
      values.append(value)
    }
    return variable.value(of: values)
  }

  /// Where a variable's value comes from.
  func origin(of variable: String) -> VariableOrigin {
    switch self {
    case .drawn: .initializer
    case .checkpoint(let values): values.key(of: variable).map { .checkpoint(key: $0) } ?? .initializer
    case .reference(let weights): weights.has(variable) ? .copied(from: variable) : .initializer
    }
  }

  /// - Throws: ``TargetError/checkpointOfAnotherModel(path:has:wanted:)`` where there is nothing for any of the variables.
  func verifyFits(_ variables: [String]) throws(TargetError) {
    if case .checkpoint(let values) = self { try values.verifyFits(variables) }
  }
}

/// The reference's variables as they are before its forward pass.
final class ReferenceWeights: Sendable {
  private let known = Mutex<[String: Tensor]?>(nil)

  /// Whether the reference has told them.
  var isKnown: Bool { known.withLock { $0 != nil } }

  func learn(_ weights: [String: Tensor]) { known.withLock { $0 = weights } }

  func has(_ variable: String) -> Bool { known.withLock { $0?[variable] != nil } }

  func value(for variable: CheckpointValues.Wanted) -> Tensor? {
    guard let tensor = known.withLock({ $0?[variable.name] }), tensor.shape == variable.shape else { return nil }
    return tensor.dtype == variable.dtype ? tensor : nil
  }
}
