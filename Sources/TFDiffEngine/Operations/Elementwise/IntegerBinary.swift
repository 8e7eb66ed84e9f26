import TFDiffTensor

// One file, so that the loops are specialized in builds that compile files apart.

extension BinaryFunction {
  /// Computes on int32, int64 or uint8 arrays. Overflow wraps, as in TensorFlow; division rounds down.
  ///
  /// - Parameter shape: what the shapes of `a` and `b` broadcast to.
  /// - Throws: ``EngineError/badInput(operation:reason:)`` for a division by zero.
  func integral(
    _ a: Tensor, _ b: Tensor, to shape: Shape, operation: String
  ) throws(EngineError) -> Tensor {
    let result: Tensor? =
      switch a.dtype {
      case .int32: compute(Int32.self, a, b, to: shape)
      case .int64: compute(Int64.self, a, b, to: shape)
      default: compute(UInt8.self, a, b, to: shape)
      }
    guard let result else {
      throw .badInput(operation: operation, reason: "Integer division by zero")
    }
    return result
  }

  private func compute<T: FixedWidthInteger & TensorElement>(
    _ type: T.Type, _ a: Tensor, _ b: Tensor, to shape: Shape
  ) -> Tensor? {
    switch self {
    case .add: broadcast(a, b, to: shape) { (x: T, y: T) in x &+ y }
    case .subtract: broadcast(a, b, to: shape) { (x: T, y: T) in x &- y }
    case .multiply: broadcast(a, b, to: shape) { (x: T, y: T) in x &* y }
    case .maximum: broadcast(a, b, to: shape) { (x: T, y: T) in max(x, y) }
    case .minimum: broadcast(a, b, to: shape) { (x: T, y: T) in min(x, y) }
    case .divide, .floorDivide:
      b.withElements(of: T.self) { $0.contains(0) }
        ? nil : broadcast(a, b, to: shape) { (x: T, y: T) in floorQuotient(x, y) }
    case .floorModulo:
      b.withElements(of: T.self) { $0.contains(0) }
        ? nil : broadcast(a, b, to: shape) { (x: T, y: T) in x &- floorQuotient(x, y) &* y }
    }
  }
}

/// The quotient rounded towards minus infinity; the most negative number by −1 wraps to itself.
private func floorQuotient<T: FixedWidthInteger>(_ a: T, _ b: T) -> T {
  let (quotient, overflow) = a.dividedReportingOverflow(by: b)
  if overflow { return quotient }
  return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient
}

private func broadcast<T: TensorElement>(
  _ a: Tensor, _ b: Tensor, to shape: Shape, _ body: (T, T) -> T
) -> Tensor {
  let plan = BroadcastPlan([a.shape, b.shape], to: shape)
  return Tensor(shape: shape, of: T.self) { out in
    a.withElements(of: T.self) { a in
      b.withElements(of: T.self) { b in
        plan.forEachRow(in: 0..<plan.rowCount) { row, starts in
          for i in 0..<plan.rowLength {
            out[row * plan.rowLength + i] = body(
              a[starts[0] + i * plan.rowSteps[0]], b[starts[1] + i * plan.rowSteps[1]])
          }
        }
      }
    }
  }
}
