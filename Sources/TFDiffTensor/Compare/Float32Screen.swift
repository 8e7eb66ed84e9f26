/// Tells, in float32 arithmetic at the speed of memory, that nothing in a block of float32 pairs can change a
/// comparison: no element is out of tolerance and none exceeds a maximum found so far.
///
/// The verdicts themselves are made in float64 (``ComparisonAccumulator``). The screen only has to be sure when it
/// says that a block is quiet, so each of its bounds lies a little below the exact one:
///
/// - Lines `slope·|candidate| + intercept` have coefficients lowered by 2⁻²⁰, more than the rounding of the
///   difference (2⁻²⁴), the product and the sum can undo. Where the product is denormal and its rounding
///   not relative, the difference is a multiple of the same least unit, so rounding the product to such a multiple
///   never lifts it over a greater difference; hence equality counts as crossing the line.
/// - A difference is exact where it is less than half of the candidate (Sterbenz, Floating-Point Computation,
///   theorem 4.3.1). The relative line is kept below a half, so in a quiet block all differences are exact and the
///   greatest one can be held against the maximum so far without a margin.
struct Float32Screen {
  /// Elements screened at a time: two blocks take 32 KiB, so a loud block is still in cache when it is looked at again.
  static let block = 4096
  /// The count of elements must be a multiple of this.
  static let step = 16

  private typealias Floats = SIMD8<Float>

  /// What an element must stay below to be in tolerance and to leave the required atol as it is.
  private let atolLine: Line
  /// What it must stay below to leave the required rtol as it is, where the lines above do not say so already.
  private let rtolLine: Line?
  /// What it must stay below, times the candidate, to leave the greatest relative difference as it is.
  private let relativeSlope: Float
  /// The greatest difference that changes nothing.
  private let ceiling: Float

  private struct Line {
    let slope: Float
    let intercept: Float
  }

  /// Nil where the tolerance is one whose bounds cannot be lowered: negative, infinite or NaN.
  init?(_ known: ComparisonAccumulator) {
    let tolerance = known.tolerance
    guard tolerance.rtol >= 0, tolerance.atol >= 0, tolerance.rtol.isFinite, tolerance.atol.isFinite else {
      return nil
    }
    atolLine = Line(
      slope: Self.lowered(tolerance.rtol), intercept: Self.lowered(min(tolerance.atol, known.requiredAtol)))
    relativeSlope = Self.lowered(min(known.maxRel, 0.499))
    // Once something is out of tolerance, the required rtol exceeds rtol, and the first line is the lower one.
    let isRtolLineNeeded = known.mismatched == 0
    if isRtolLineNeeded && known.requiredRtol > 0 {
      let slope = Self.lowered(min(tolerance.rtol, known.requiredRtol))
      rtolLine = Line(slope: slope, intercept: Self.lowered(tolerance.atol))
    } else {
      rtolLine = nil
    }
    let limit = isRtolLineNeeded && known.requiredRtol == 0 ? min(known.maxAbs, tolerance.atol) : known.maxAbs
    ceiling = Self.roundedDown(limit)
  }

  /// A float32 below a number ≥ 0 by at least 2⁻²⁰ of it; zero where it is zero or nearly so.
  private static func lowered(_ value: Double) -> Float { roundedDown(value * (1 - 0x1p-20)) }

  /// The greatest float32 that is not above a number ≥ 0.
  private static func roundedDown(_ value: Double) -> Float {
    let nearest = Float(value)
    return Double(nearest) > value ? nearest.nextDown : nearest
  }

  /// Whether no pair of the block can change the comparison.
  ///
  /// - Precondition: `count` is a multiple of ``step``.
  func isQuiet(reference: UnsafeRawPointer, candidate: UnsafeRawPointer, count: Int) -> Bool {
    if let rtolLine {
      screen(reference, candidate, count) { Self.lesser($0 * rtolLine.slope + rtolLine.intercept, $1) }
    } else {
      screen(reference, candidate, count) { $1 }
    }
  }

  /// `lower` may lower the bound (its second argument) given the size of the candidate (its first).
  @inline(__always)
  private func screen(
    _ reference: UnsafeRawPointer, _ candidate: UnsafeRawPointer, _ count: Int,
    lower: (SIMD8<Float>, SIMD8<Float>) -> SIMD8<Float>
  ) -> Bool {
    let least = Floats(repeating: .leastNonzeroMagnitude)
    var greatest = Floats.zero
    var loud = SIMD8<UInt32>.zero
    var offset = 0
    let end = count &* MemoryLayout<Float>.stride
    while offset < end {
      for half in 0..<2 {
        let position = offset &+ half &* MemoryLayout<Floats>.stride
        let x = reference.loadUnaligned(fromByteOffset: position, as: Floats.self)
        let y = candidate.loadUnaligned(fromByteOffset: position, as: Floats.self)
        let difference = Self.magnitude(x - y)
        let size = Self.magnitude(y)
        let atolBound = size * atolLine.slope + atolLine.intercept
        let bound = lower(size, Self.lesser(atolBound, size * relativeSlope))
        let isLoud = .!(difference .< bound.replacing(with: least, where: .!(bound .> least)))
        loud = loud.replacing(with: 1, where: isLoud)
        greatest = greatest.replacing(with: difference, where: difference .> greatest)
      }
      offset &+= 2 &* MemoryLayout<Floats>.stride
    }
    return loud.wrappedSum() == 0 && greatest.max() <= ceiling
  }

  @inline(__always)
  private static func lesser(_ first: SIMD8<Float>, _ second: SIMD8<Float>) -> SIMD8<Float> {
    second.replacing(with: first, where: first .< second)
  }

  /// Clears the sign bits; `SIMD` has no `magnitude`, and both types are eight 32-bit lanes.
  @inline(__always)
  private static func magnitude(_ values: SIMD8<Float>) -> SIMD8<Float> {
    unsafeBitCast(unsafeBitCast(values, to: SIMD8<UInt32>.self) & (.max >> 1), to: SIMD8<Float>.self)
  }
}
