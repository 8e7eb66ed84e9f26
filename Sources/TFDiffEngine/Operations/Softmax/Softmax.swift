import TFDiffTensor

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension ShapeContext {
  /// The one input of an operation on logits, which have a last axis of classes.
  func logits(of type: String) throws -> [TensorSpec] {
    try expectInputs(1, of: type)
    try expectType([.float32], ofInputs: 0..<1, of: type)
    guard inputs[0].shape.rank >= 1 else {
      throw EngineError.badInput(operation: type, reason: "logits must have >= 1 dimension, got []")
    }
    return [inputs[0]]
  }
}

extension OperationDefinition {
  /// `exp(x) / Σ exp(x)` along the last axis of `[..., classes]`.
  static let softmax = OperationDefinition(
    "Softmax",
    shapeRule: { try $0.logits(of: "Softmax") },
    compute: { invocation in [softmax(invocation.inputs[0], threads: invocation.threads)] },
    reference: { inputs, _ in
      var y = ReferenceArray(inputs[0])
      let classes = y.shape[-1]
      for start in stride(from: 0, to: y.values.count, by: max(classes, 1)) {
        let row = y.values[start..<start + classes]
        let largest = row.max() ?? 0
        let powers = row.map { exp($0 - largest) }
        let sum = powers.reduce(0, +)
        y.values.replaceSubrange(start..<start + classes, with: powers.map { $0 / sum })
      }
      return [y.tensor]
    },
    gradient: softmaxGradient)

  private static func softmax(_ x: Tensor, threads: Int) -> Tensor {
    let classes = x.shape[-1]
    return Tensor(shape: x.shape, of: Float.self) { out in
      x.withElements(of: Float.self) { x in
        guard classes > 0 else { return }
        // An exponential costs about as much as copying 32 elements.
        let grain = max(Parallel.elementGrain / 32 / classes, 1)
        Parallel.forEachRange(of: x.count / classes, grain: grain, threads: threads) { rows in
          for row in rows {
            let range = row * classes..<(row + 1) * classes
            softmaxRow(
              UnsafeBufferPointer(rebasing: x[range]), UnsafeMutableBufferPointer(rebasing: out[range]))
          }
        }
      }
    }
  }
}

/// Less the largest first, so that no exponential overflows.
private func softmaxRow(_ x: UnsafeBufferPointer<Float>, _ out: UnsafeMutableBufferPointer<Float>) {
  var largest = -Float.infinity
  for value in x where value > largest { largest = value }
  var sum = 0.0
  for i in x.indices {
    out[i] = expf(x[i] - largest)
    sum += Double(out[i])
  }
  let factor = Float(1 / sum)
  for i in x.indices { out[i] *= factor }
}
