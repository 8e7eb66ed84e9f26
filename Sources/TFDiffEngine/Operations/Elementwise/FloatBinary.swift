import TFDiffTensor

// One file, so that the loops are specialized for every function and element type in builds that compile
// files apart.

/// The element-wise functions of two arrays.
enum BinaryFunction: Sendable {
  case add, subtract, multiply, divide, floorDivide, floorModulo, maximum, minimum
}

extension BinaryFunction {
  /// Computes on float32 or float64 arrays.
  ///
  /// - Parameter shape: what the shapes of `a` and `b` broadcast to.
  func floating(_ a: Tensor, _ b: Tensor, to shape: Shape, threads: Int) -> Tensor {
    if a.dtype == .float64 {
      return compute(Double.self, a, b, to: shape, threads)
    }
    return compute(Float.self, a, b, to: shape, threads)
  }

  /// `a + b` into memory that is there already, and that may be either operand's.
  static func sum(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into out: UnsafeMutablePointer<Float>, count: Int
  ) {
    row(Sum.self, a, 1, b, 1, out, count)
  }

  private func compute<T: OrderedElement>(
    _ type: T.Type, _ a: Tensor, _ b: Tensor, to shape: Shape, _ threads: Int
  ) -> Tensor {
    switch self {
    case .add: broadcast(Sum.self, type, a, b, to: shape, threads)
    case .subtract: broadcast(Difference.self, type, a, b, to: shape, threads)
    case .multiply: broadcast(Product.self, type, a, b, to: shape, threads)
    case .divide: broadcast(Quotient.self, type, a, b, to: shape, threads)
    case .floorDivide: broadcast(FlooredQuotient.self, type, a, b, to: shape, threads)
    case .floorModulo: broadcast(FlooredRemainder.self, type, a, b, to: shape, threads)
    case .maximum: broadcast(Maximum.self, type, a, b, to: shape, threads)
    case .minimum: broadcast(Minimum.self, type, a, b, to: shape, threads)
    }
  }
}

/// The element types of the floating-point kernels.
typealias FloatingElement = BinaryFloatingPoint & SIMDScalar & TensorElement

// Comparisons of vectors are fast on a concrete element type only.
extension Float: OrderedElement {
  @inline(__always)
  fileprivate static func larger(_ a: SIMD16<Float>, _ b: SIMD16<Float>) -> SIMD16<Float> {
    b.replacing(with: a, where: (a .> b) .| (a .!= a))
  }
  @inline(__always)
  fileprivate static func smaller(_ a: SIMD16<Float>, _ b: SIMD16<Float>) -> SIMD16<Float> {
    b.replacing(with: a, where: (a .< b) .| (a .!= a))
  }
}
extension Double: OrderedElement {
  @inline(__always)
  fileprivate static func larger(_ a: SIMD16<Double>, _ b: SIMD16<Double>) -> SIMD16<Double> {
    b.replacing(with: a, where: (a .> b) .| (a .!= a))
  }
  @inline(__always)
  fileprivate static func smaller(_ a: SIMD16<Double>, _ b: SIMD16<Double>) -> SIMD16<Double> {
    b.replacing(with: a, where: (a .< b) .| (a .!= a))
  }
}

/// NaN wherever either operand is.
private protocol OrderedElement: FloatingElement, Codable {
  static func larger(_ a: SIMD16<Self>, _ b: SIMD16<Self>) -> SIMD16<Self>
  static func smaller(_ a: SIMD16<Self>, _ b: SIMD16<Self>) -> SIMD16<Self>
}

/// A function of two numbers, on sixteen pairs at once.
private protocol LaneFunction {
  static func apply<T: OrderedElement>(_ a: SIMD16<T>, _ b: SIMD16<T>) -> SIMD16<T>
}

private enum Sum: LaneFunction {
  @inline(__always)
  static func apply<T: OrderedElement>(_ a: SIMD16<T>, _ b: SIMD16<T>) -> SIMD16<T> { a + b }
}
private enum Difference: LaneFunction {
  @inline(__always)
  static func apply<T: OrderedElement>(_ a: SIMD16<T>, _ b: SIMD16<T>) -> SIMD16<T> { a - b }
}
private enum Product: LaneFunction {
  @inline(__always)
  static func apply<T: OrderedElement>(_ a: SIMD16<T>, _ b: SIMD16<T>) -> SIMD16<T> { a * b }
}
private enum Quotient: LaneFunction {
  @inline(__always)
  static func apply<T: OrderedElement>(_ a: SIMD16<T>, _ b: SIMD16<T>) -> SIMD16<T> { a / b }
}
private enum FlooredQuotient: LaneFunction {
  @inline(__always)
  static func apply<T: OrderedElement>(_ a: SIMD16<T>, _ b: SIMD16<T>) -> SIMD16<T> {
    (a / b).rounded(.down)
  }
}

/// Of the sign of the divisor, as Python's.
private enum FlooredRemainder: LaneFunction {
  @inline(__always)
  static func apply<T: OrderedElement>(_ a: SIMD16<T>, _ b: SIMD16<T>) -> SIMD16<T> {
    var result = a
    for lane in 0..<16 {
      let rest = a[lane].truncatingRemainder(dividingBy: b[lane])
      result[lane] = (a[lane] < 0) == (b[lane] < 0) ? rest : (rest + b[lane]).truncatingRemainder(dividingBy: b[lane])
    }
    return result
  }
}

/// NaN wherever either operand is, as TensorFlow's on the CPU.
private enum Maximum: LaneFunction {
  @inline(__always)
  static func apply<T: OrderedElement>(_ a: SIMD16<T>, _ b: SIMD16<T>) -> SIMD16<T> {
    T.larger(a, b)
  }
}
private enum Minimum: LaneFunction {
  @inline(__always)
  static func apply<T: OrderedElement>(_ a: SIMD16<T>, _ b: SIMD16<T>) -> SIMD16<T> {
    T.smaller(a, b)
  }
}

private func broadcast<F: LaneFunction, T: OrderedElement>(
  _ function: F.Type, _ type: T.Type, _ a: Tensor, _ b: Tensor, to shape: Shape, _ threads: Int
) -> Tensor {
  let plan = BroadcastPlan([a.shape, b.shape], to: shape)
  return Tensor(shape: shape, of: T.self) { target in
    a.withElements(of: T.self) { a in
      b.withElements(of: T.self) { b in
        guard let out = target.baseAddress, let x = a.baseAddress, let y = b.baseAddress else { return }
        rows(function, plan, x, y, out, threads)
      }
    }
  }
}

private func rows<F: LaneFunction, T: OrderedElement>(
  _ function: F.Type, _ plan: BroadcastPlan, _ a: UnsafePointer<T>, _ b: UnsafePointer<T>,
  _ out: UnsafeMutablePointer<T>, _ threads: Int
) {
  let (length, steps) = (plan.rowLength, plan.rowSteps)
  if plan.rowCount == 1 {
    Parallel.forEachRange(of: length, threads: threads) { range in
      let start = range.lowerBound
      row(
        function, a + start * steps[0], steps[0], b + start * steps[1], steps[1], out + start, range.count)
    }
    return
  }
  let grain = max(Parallel.elementGrain / max(length, 1), 1)
  Parallel.forEachRange(of: plan.rowCount, grain: grain, threads: threads) { range in
    plan.forEachRow(in: range) { index, starts in
      row(function, a + starts[0], steps[0], b + starts[1], steps[1], out + index * length, length)
    }
  }
}

private func row<F: LaneFunction, T: OrderedElement>(
  _ function: F.Type, _ a: UnsafePointer<T>, _ aStep: Int, _ b: UnsafePointer<T>, _ bStep: Int,
  _ out: UnsafeMutablePointer<T>, _ count: Int
) {
  let whole = count & ~15
  var i = 0
  if aStep == 1 && bStep == 1 {
    while i < whole {
      store(F.apply(load(a + i), load(b + i)), out + i)
      i += 16
    }
  } else if aStep == 1 {
    let repeated = SIMD16<T>(repeating: b.pointee)
    while i < whole {
      store(F.apply(load(a + i), repeated), out + i)
      i += 16
    }
  } else if bStep == 1 {
    let repeated = SIMD16<T>(repeating: a.pointee)
    while i < whole {
      store(F.apply(repeated, load(b + i)), out + i)
      i += 16
    }
  }
  remainder(function, from: i, a, aStep, b, bStep, out, count)
}

/// The elements of a row after its last sixteen. Where both operands repeat, a row is one element.
private func remainder<F: LaneFunction, T: OrderedElement>(
  _ function: F.Type, from start: Int, _ a: UnsafePointer<T>, _ aStep: Int, _ b: UnsafePointer<T>,
  _ bStep: Int, _ out: UnsafeMutablePointer<T>, _ count: Int
) {
  for i in start..<count {
    out[i] = F.apply(SIMD16(repeating: a[i * aStep]), SIMD16(repeating: b[i * bStep]))[0]
  }
}

@inline(__always)
private func load<T: FloatingElement>(_ pointer: UnsafePointer<T>) -> SIMD16<T> {
  UnsafeRawPointer(pointer).loadUnaligned(as: SIMD16<T>.self)
}

@inline(__always)
private func store<T: FloatingElement>(_ vector: SIMD16<T>, _ pointer: UnsafeMutablePointer<T>) {
  UnsafeMutableRawPointer(pointer).storeBytes(of: vector, as: SIMD16<T>.self)
}
