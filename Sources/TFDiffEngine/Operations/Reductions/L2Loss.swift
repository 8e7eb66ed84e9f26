import TFDiffTensor

// One file, so that the loops are specialized in builds that compile files apart.

extension OperationDefinition {
  /// `Σ t² / 2`, a scalar.
  static let l2Loss = OperationDefinition(
    "L2Loss",
    shapeRule: { context in
      try context.expectInputs(1, of: "L2Loss")
      try context.expectType([.float32, .float64], ofInputs: 0..<1, of: "L2Loss")
      return [TensorSpec(context.inputs[0].dtype, .scalar)]
    },
    compute: { invocation in
      let t = invocation.inputs[0]
      if t.dtype == .float64 {
        let sum = t.withElements(of: Double.self) { $0.reduce(0) { $0 + $1 * $1 } }
        return [Tensor(scalar: sum / 2)]
      }
      return [Tensor(scalar: Float(sumOfSquares(t, threads: invocation.threads) / 2))]
    },
    reference: { inputs, _ in
      [Tensor(scalar: ReferenceArray(inputs[0]).values.reduce(0) { $0 + $1 * $1 } / 2)]
    },
    gradient: l2LossGradient)
}

/// Elements summed in float32, 256 to a lane, before the sum goes into a float64.
private let blockElements = 4096
/// Elements whose sum is one task; fixed, so that the result does not depend on how many threads there are.
private let taskElements = 64 * blockElements

private func sumOfSquares(_ tensor: Tensor, threads: Int) -> Double {
  let tasks = (tensor.elementCount + taskElements - 1) / taskElements
  var sums = [Double](repeating: 0, count: tasks)
  sums.withUnsafeMutableBufferPointer { sums in
    tensor.withElements(of: Float.self) { elements in
      Parallel.forEachRange(of: tasks, grain: 1, threads: threads) { range in
        for task in range {
          let start = task * taskElements
          sums[task] = taskSum(elements, start..<min(start + taskElements, elements.count))
        }
      }
    }
  }
  return sums.reduce(0, +)
}

private func taskSum(_ elements: UnsafeBufferPointer<Float>, _ range: Range<Int>) -> Double {
  guard let base = elements.baseAddress else { return 0 }
  var sum = 0.0
  var start = range.lowerBound
  while start < range.upperBound {
    let count = min(blockElements, range.upperBound - start)
    sum += blockSum(base + start, count)
    start += count
  }
  return sum
}

private func blockSum(_ x: UnsafePointer<Float>, _ count: Int) -> Double {
  let raw = UnsafeRawPointer(x)
  var first = SIMD16<Float>()
  var second = SIMD16<Float>()
  let whole = count & ~31
  var i = 0
  while i < whole {
    let a = raw.loadUnaligned(fromByteOffset: i * 4, as: SIMD16<Float>.self)
    let b = raw.loadUnaligned(fromByteOffset: i * 4 + 64, as: SIMD16<Float>.self)
    first += a * a
    second += b * b
    i += 32
  }
  var sum = 0.0
  for lane in 0..<16 { sum += Double(first[lane]) + Double(second[lane]) }
  for i in whole..<count { sum += Double(x[i]) * Double(x[i]) }
  return sum
}
