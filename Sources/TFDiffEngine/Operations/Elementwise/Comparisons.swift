import TFDiffTensor

// One file, so that the loops are specialized in builds that compile files apart.

/// Element-wise comparison of two arrays that broadcast to one shape.
enum Comparisons {
  /// - Parameter shape: what the shapes of `a` and `b`, of one numeric type, broadcast to.
  static func greaterEqual(_ a: Tensor, _ b: Tensor, to shape: Shape, threads: Int) -> Tensor {
    switch a.dtype {
    case .float32: compare(Float.self, a, b, to: shape, threads)
    case .float64: compare(Double.self, a, b, to: shape, threads)
    case .int32: compare(Int32.self, a, b, to: shape, threads)
    case .int64: compare(Int64.self, a, b, to: shape, threads)
    case .uint8, .bool: compare(UInt8.self, a, b, to: shape, threads)
    }
  }
}

private func compare<T: TensorElement & Comparable>(
  _ type: T.Type, _ a: Tensor, _ b: Tensor, to shape: Shape, _ threads: Int
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
              out[row * length + i] = x[starts[0] + i * aStep] >= y[starts[1] + i * bStep]
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
