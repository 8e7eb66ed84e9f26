import TFDiffTensor

// One file, so that the loops are specialized in builds that compile files apart.

extension OperationDefinition {
  /// Comparisons of two arrays element by element, broadcasting as NumPy does.
  static let comparisons: [OperationDefinition] = [
    comparison("GreaterEqual", .greaterEqual) { $0 >= $1 }, comparison("LessEqual", .lessEqual) { $0 <= $1 },
    comparison("Greater", .greater) { $0 > $1 }, comparison("Less", .less) { $0 < $1 },
  ]

  private static func comparison(
    _ type: String, _ comparison: Comparison, reference: @escaping @Sendable (Double, Double) -> Bool
  ) -> OperationDefinition {
    OperationDefinition(
      type,
      shapeRule: { context in
        let shape = try broadcastShape(context, of: type)
        try context.expectType([.float32, .float64, .int32, .int64, .uint8], ofInputs: 0..<2, of: type)
        return [TensorSpec(.bool, shape)]
      },
      compute: { invocation in
        [
          comparison(
            invocation.inputs[0], invocation.inputs[1], to: invocation.outputs[0].shape, threads: invocation.threads)
        ]
      },
      reference: { inputs, _ in
        let result = try ReferenceKernel.broadcast(inputs, of: type) { reference($0, $1) ? 1 : 0 }
        return [Tensor(result.values.map { $0 != 0 }, shape: result.shape)]
      },
      gradient: .notDifferentiable)
  }
}

/// Element-wise comparison of two arrays that broadcast to one shape.
private enum Comparison {
  case greaterEqual, lessEqual, greater, less

  /// - Parameter shape: what the shapes of `a` and `b`, of one numeric type, broadcast to.
  func callAsFunction(_ a: Tensor, _ b: Tensor, to shape: Shape, threads: Int) -> Tensor {
    switch a.dtype {
    case .float32: compute(Float.self, a, b, to: shape, threads)
    case .float64: compute(Double.self, a, b, to: shape, threads)
    case .int32: compute(Int32.self, a, b, to: shape, threads)
    case .int64: compute(Int64.self, a, b, to: shape, threads)
    case .uint8, .bool: compute(UInt8.self, a, b, to: shape, threads)
    }
  }

  private func compute<T: TensorElement & Comparable>(
    _ type: T.Type, _ a: Tensor, _ b: Tensor, to shape: Shape, _ threads: Int
  ) -> Tensor {
    switch self {
    case .greaterEqual: compare(type, a, b, to: shape, threads) { $0 >= $1 }
    case .lessEqual: compare(type, a, b, to: shape, threads) { $0 <= $1 }
    case .greater: compare(type, a, b, to: shape, threads) { $0 > $1 }
    case .less: compare(type, a, b, to: shape, threads) { $0 < $1 }
    }
  }
}

@inline(__always)
private func compare<T: TensorElement & Comparable>(
  _ type: T.Type, _ a: Tensor, _ b: Tensor, to shape: Shape, _ threads: Int, _ holds: (T, T) -> Bool
) -> Tensor {
  let plan = BroadcastPlan([a.shape, b.shape], to: shape)
  let (length, aStep, bStep) = (plan.rowLength, plan.rowSteps[0], plan.rowSteps[1])
  return Tensor(shape: shape, of: Bool.self) { target in
    a.withElements(of: T.self) { a in
      b.withElements(of: T.self) { b in
        guard let out = target.baseAddress, let x = a.baseAddress, let y = b.baseAddress else { return }
        func rows(_ range: Range<Int>, columns: Range<Int>) {
          plan.forEachRow(in: range) { row, starts in
            for i in columns {
              out[row * length + i] = holds(x[starts[0] + i * aStep], y[starts[1] + i * bStep])
            }
          }
        }
        if plan.rowCount == 1 {
          Parallel.forEachRange(of: length, threads: threads) { rows(0..<1, columns: $0) }
        } else {
          let grain = max(Parallel.elementGrain / max(length, 1), 1)
          Parallel.forEachRange(of: plan.rowCount, grain: grain, threads: threads) {
            rows($0, columns: 0..<length)
          }
        }
      }
    }
  }
}
