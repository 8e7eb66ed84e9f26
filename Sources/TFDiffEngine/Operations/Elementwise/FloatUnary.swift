import TFDiffTensor

// One file, so that the loops are specialized for every function and element type in builds that compile
// files apart.

/// The element-wise functions of one floating-point array.
enum UnaryFunction: Sendable {
  case relu, negate, square, squareRoot, reciprocalSquareRoot, floor
}

extension UnaryFunction {
  /// Computes on a float32 or float64 array.
  func floating(_ x: Tensor, threads: Int) -> Tensor {
    x.dtype == .float64 ? compute(Double.self, x, threads) : compute(Float.self, x, threads)
  }

  /// Makes negative elements zero where they are.
  static func rectify(_ x: UnsafeMutableBufferPointer<Float>, threads: Int) {
    guard let base = x.baseAddress else { return }
    Parallel.forEachRange(of: x.count, threads: threads) { range in
      row(RectifiedLinear.self, UnsafePointer(base) + range.lowerBound, base + range.lowerBound, range.count)
    }
  }

  private func compute<T: RectifiableElement>(_ type: T.Type, _ x: Tensor, _ threads: Int) -> Tensor {
    switch self {
    case .relu: map(RectifiedLinear.self, type, x, threads)
    case .negate: map(Negative.self, type, x, threads)
    case .square: map(Square.self, type, x, threads)
    case .squareRoot: map(SquareRoot.self, type, x, threads)
    case .reciprocalSquareRoot: map(ReciprocalSquareRoot.self, type, x, threads)
    case .floor: map(Floor.self, type, x, threads)
    }
  }
}

// Comparisons of vectors are fast on a concrete element type only.
extension Float: RectifiableElement {
  @inline(__always)
  fileprivate static func rectified(_ x: SIMD16<Float>) -> SIMD16<Float> {
    x.replacing(with: 0, where: x .< 0)
  }
}
extension Double: RectifiableElement {
  @inline(__always)
  fileprivate static func rectified(_ x: SIMD16<Double>) -> SIMD16<Double> {
    x.replacing(with: 0, where: x .< 0)
  }
}

private protocol RectifiableElement: FloatingElement, Codable {
  static func rectified(_ x: SIMD16<Self>) -> SIMD16<Self>
}

/// A function of one number, on sixteen at once.
private protocol LaneFunction {
  static func apply<T: RectifiableElement>(_ x: SIMD16<T>) -> SIMD16<T>
}

/// NaN stays NaN, as in TensorFlow (tensorflow/core/kernels/relu_op_functor.h).
private enum RectifiedLinear: LaneFunction {
  @inline(__always)
  static func apply<T: RectifiableElement>(_ x: SIMD16<T>) -> SIMD16<T> {
    T.rectified(x)
  }
}
private enum Negative: LaneFunction {
  @inline(__always)
  static func apply<T: RectifiableElement>(_ x: SIMD16<T>) -> SIMD16<T> { -x }
}
private enum Square: LaneFunction {
  @inline(__always)
  static func apply<T: RectifiableElement>(_ x: SIMD16<T>) -> SIMD16<T> { x * x }
}
private enum SquareRoot: LaneFunction {
  @inline(__always)
  static func apply<T: RectifiableElement>(_ x: SIMD16<T>) -> SIMD16<T> { x.squareRoot() }
}
private enum ReciprocalSquareRoot: LaneFunction {
  @inline(__always)
  static func apply<T: RectifiableElement>(_ x: SIMD16<T>) -> SIMD16<T> { 1 / x.squareRoot() }
}
private enum Floor: LaneFunction {
  @inline(__always)
  static func apply<T: RectifiableElement>(_ x: SIMD16<T>) -> SIMD16<T> { x.rounded(.down) }
}

private func map<F: LaneFunction, T: RectifiableElement>(
  _ function: F.Type, _ type: T.Type, _ x: Tensor, _ threads: Int
) -> Tensor {
  Tensor(shape: x.shape, of: T.self) { target in
    x.withElements(of: T.self) { source in
      guard let out = target.baseAddress, let x = source.baseAddress else { return }
      Parallel.forEachRange(of: source.count, threads: threads) { range in
        row(function, x + range.lowerBound, out + range.lowerBound, range.count)
      }
    }
  }
}

private func row<F: LaneFunction, T: RectifiableElement>(
  _ function: F.Type, _ x: UnsafePointer<T>, _ out: UnsafeMutablePointer<T>, _ count: Int
) {
  let whole = count & ~15
  var i = 0
  while i < whole {
    let vector = UnsafeRawPointer(x + i).loadUnaligned(as: SIMD16<T>.self)
    UnsafeMutableRawPointer(out + i).storeBytes(of: F.apply(vector), as: SIMD16<T>.self)
    i += 16
  }
  for i in whole..<count { out[i] = F.apply(SIMD16(repeating: x[i]))[0] }
}
