import TFDiffTensor

// One file, so that the loops are specialized in builds that compile files apart.

extension OperationDefinition {
  /// Sums and means over some axes, accumulated in float64 (integers in int64).
  static let reductions: [OperationDefinition] = [
    l2Loss, addN,
    reduction("Sum", isMean: false, sumGradient), reduction("Mean", isMean: true, meanGradient),
  ]

  private static func reduction(_ type: String, isMean: Bool, _ gradient: Gradient) -> OperationDefinition {
    OperationDefinition(
      type,
      shapeRule: { context in
        let geometry = try ReductionGeometry(context, of: type)
        try context.expectType([.float32, .float64, .int32, .int64], ofInputs: 0..<1, of: type)
        return [TensorSpec(context.inputs[0].dtype, geometry.outputShape)]
      },
      compute: { invocation in
        let geometry = try ReductionGeometry(invocation.shapeContext, of: type)
        return [try Reduction(geometry: geometry, isMean: isMean).apply(invocation.inputs[0], of: type)]
      },
      reference: { inputs, attributes in
        let context = ShapeContext(of: inputs, attributes)
        let geometry = try ReductionGeometry(context, of: type)
        let wanted = Set((inputs[1].integers ?? []).map { $0 < 0 ? $0 + inputs[0].shape.rank : $0 })
        let x = ReferenceArray(inputs[0])
        let kept = Shape(x.shape.dimensions.enumerated().map { wanted.contains($0.0) ? 1 : $0.1 })
        var sums = ReferenceArray(shape: kept)
        for index in x.indices {
          sums[index.enumerated().map { wanted.contains($0.0) ? 0 : $0.1 }] += x[index]
        }
        var means = isMean ? sums.map { $0 / Double(geometry.count) } : sums
        if isMean, !inputs[0].dtype.isFloatingPoint { means = means.map { $0.rounded(.towardZero) } }
        return [ReferenceArray(shape: geometry.outputShape, values: means.values).tensor]
      },
      gradient: gradient)
  }
}

/// A sum, or a mean, of an array's elements over some of its axes.
struct Reduction {
  let geometry: ReductionGeometry
  let isMean: Bool

  /// - Throws: ``EngineError/badInput(operation:reason:)`` for a mean of no integers.
  func apply(_ x: Tensor, of operation: String) throws(EngineError) -> Tensor {
    if isMean, geometry.count == 0, geometry.outputShape.elementCount > 0, !x.dtype.isFloatingPoint {
      throw .badInput(operation: operation, reason: "the mean of no integers is undefined")
    }
    return switch x.dtype {
    case .float64:
      Tensor(means(sums(x, 0.0) { (sum, value: Double) in sum += value }), shape: geometry.outputShape)
    case .int32:
      integers(sums(x, Int64(0)) { (sum, value: Int32) in sum &+= Int64(value) }) {
        Int32(truncatingIfNeeded: $0)
      }
    case .int64: integers(sums(x, Int64(0)) { (sum, value: Int64) in sum &+= value }) { $0 }
    default:
      Tensor(
        means(sums(x, 0.0) { (sum, value: Float) in sum += Double(value) }).map { Float($0) },
        shape: geometry.outputShape)
    }
  }

  private func means(_ sums: [Double]) -> [Double] {
    isMean ? sums.map { $0 / Double(geometry.count) } : sums
  }

  /// One sum for each output, in the output's order.
  @inline(__always)
  private func sums<Element: TensorElement, Sum>(
    _ x: Tensor, _ zero: Sum, _ add: (inout Sum, Element) -> Void
  ) -> [Sum] {
    var sums = [Sum](repeating: zero, count: geometry.outputShape.elementCount)
    guard x.elementCount > 0 else { return sums }
    let walk = Walk(geometry)
    sums.withUnsafeMutableBufferPointer { sums in
      x.withElements(of: Element.self) { x in
        walk.forEachRow { start, output in
          if walk.rowIsReduced {
            for i in start..<start + walk.rowLength { add(&sums[output], x[i]) }
          } else {
            for i in 0..<walk.rowLength { add(&sums[output + i], x[start + i]) }
          }
        }
      }
    }
    return sums
  }

  private func integers<T: TensorElement>(_ sums: [Int64], _ convert: (Int64) -> T) -> Tensor {
    Tensor(
      sums.map { convert(isMean ? $0 / Int64(geometry.count) : $0) }, shape: geometry.outputShape)
  }
}

/// The rows of a reduction's input in memory order, and the output each begins at.
private struct Walk {
  let rowLength: Int
  let rowIsReduced: Bool
  private let outer: [Int]
  /// How far each outer dimension moves the output.
  private let outputStrides: [Int]

  init(_ geometry: ReductionGeometry) {
    rowLength = geometry.axes.last?.count ?? 1
    rowIsReduced = geometry.axes.last?.isReduced ?? false
    var strides: [Int] = []
    var step = 1
    for axis in geometry.axes.reversed() {
      strides.append(axis.isReduced ? 0 : step)
      if !axis.isReduced { step *= axis.count }
    }
    outer = geometry.axes.dropLast().map(\.count)
    outputStrides = Array(strides.reversed().dropLast())
  }

  @inline(__always)
  func forEachRow(_ body: (_ start: Int, _ output: Int) -> Void) {
    let rows = Shape(outer)
    for row in 0..<rows.elementCount {
      let output = zip(rows.index(at: row), outputStrides).reduce(0) { $0 + $1.0 * $1.1 }
      body(row * rowLength, output)
    }
  }
}
