/// What a comparison knows after some of the elements.
///
/// Every part of it is a count, a first, or a maximum with the first position that has it, so it comes out the same
/// however the elements are shared out, as long as each accumulator sees its own in ascending order.
struct ComparisonAccumulator: Sendable {
  let tolerance: Tolerance
  private(set) var mismatched = 0
  private(set) var firstMismatch: Int?
  private(set) var maxAbs = 0.0
  private(set) var maxAbsPosition: Int?
  private(set) var maxRel = 0.0
  private(set) var maxRelPosition: Int?
  private(set) var requiredRtol = 0.0
  private(set) var requiredAtol = 0.0

  init(tolerance: Tolerance) { self.tolerance = tolerance }

  /// Takes in one element: the definition that the faster paths must agree with.
  mutating func add(reference: Double, candidate: Double, at position: Int) {
    if !tolerance.accepts(reference: reference, candidate: candidate) {
      mismatched += 1
      if firstMismatch == nil { firstMismatch = position }
    }
    let difference = absoluteDifference(reference, candidate)
    if difference > maxAbs {
      maxAbs = difference
      maxAbsPosition = position
    }
    let isFinite = reference.isFinite && candidate.isFinite
    let relative = difference == 0 ? 0 : isFinite ? difference / candidate.magnitude : .infinity
    if relative > maxRel {
      maxRel = relative
      maxRelPosition = position
    }
    require(difference: difference, candidate: candidate, isFinite: isFinite)
  }

  private mutating func require(difference: Double, candidate: Double, isFinite: Bool) {
    guard isFinite else {
      if difference > 0 {
        requiredRtol = .infinity
        requiredAtol = .infinity
      }
      return
    }
    if !(difference <= tolerance.atol + requiredRtol * candidate.magnitude) {
      let needed = tolerance.requiredRtol(difference: difference, candidate: candidate)
      requiredRtol = max(requiredRtol, needed)
    }
    if !(difference <= requiredAtol + tolerance.rtol * candidate.magnitude) {
      let needed = tolerance.requiredAtol(difference: difference, candidate: candidate)
      requiredAtol = max(requiredAtol, needed)
    }
  }

  /// Takes in what another accumulator, with the same tolerance, knows of other elements.
  mutating func merge(_ other: ComparisonAccumulator) {
    mismatched += other.mismatched
    firstMismatch = Self.earlier(firstMismatch, other.firstMismatch)
    if other.maxAbs > maxAbs {
      (maxAbs, maxAbsPosition) = (other.maxAbs, other.maxAbsPosition)
    } else if other.maxAbs == maxAbs {
      maxAbsPosition = Self.earlier(maxAbsPosition, other.maxAbsPosition)
    }
    if other.maxRel > maxRel {
      (maxRel, maxRelPosition) = (other.maxRel, other.maxRelPosition)
    } else if other.maxRel == maxRel {
      maxRelPosition = Self.earlier(maxRelPosition, other.maxRelPosition)
    }
    requiredRtol = max(requiredRtol, other.requiredRtol)
    requiredAtol = max(requiredAtol, other.requiredAtol)
  }

  private static func earlier(_ first: Int?, _ second: Int?) -> Int? {
    guard let first, let second else { return first ?? second }
    return min(first, second)
  }

  func comparison(elements: Int) -> Comparison {
    Comparison(
      elements: elements, mismatched: mismatched, firstMismatch: firstMismatch, maxAbs: maxAbs,
      maxAbsPosition: maxAbsPosition, maxRel: maxRel, maxRelPosition: maxRelPosition,
      requiredRtol: requiredRtol,
      requiredAtol: requiredAtol)
  }
}

extension ComparisonAccumulator {
  private typealias Doubles = SIMD4<Double>
  private typealias Lanes = SIMD4<Int64>

  /// Elements looked at before deciding whether any of them must be taken in singly.
  private static let chunk = 64

  /// Takes in a block of finite or non-finite elements, the first of which is at `position`.
  mutating func scan(
    reference: UnsafePointer<Double>, candidate: UnsafePointer<Double>, count: Int, at position: Int
  ) {
    var start = 0
    while start < count {
      let end = min(start + Self.chunk, count)
      if end - start < Self.chunk || !scanChunk(reference + start, candidate + start) {
        for element in start..<end {
          add(reference: reference[element], candidate: candidate[element], at: position + element)
        }
      }
      start = end
    }
  }

  /// Counts the mismatches of a chunk that changes nothing else; false, with nothing counted, where it may.
  ///
  /// The same arithmetic as ``add(reference:candidate:at:)``, without a branch.
  @inline(__always)
  private mutating func scanChunk(_ reference: UnsafePointer<Double>, _ candidate: UnsafePointer<Double>)
    -> Bool
  {
    // An infinite rtol times a zero candidate is NaN, but nothing can exceed it: the line is lifted instead.
    let isRtolSettled = requiredRtol == .infinity
    let intercept = isRtolSettled ? .infinity : tolerance.atol
    let slope = isRtolSettled ? 0 : requiredRtol
    // An infinite difference is never quiet: it may come from an infinity, which is not judged by a line.
    let ceiling = min(maxAbs, .greatestFiniteMagnitude)
    var outside = Lanes.zero
    var loud = Lanes.zero
    for offset in stride(from: 0, to: Self.chunk, by: Doubles.scalarCount) {
      let x = UnsafeRawPointer(reference + offset).loadUnaligned(as: Doubles.self)
      let y = UnsafeRawPointer(candidate + offset).loadUnaligned(as: Doubles.self)
      let difference = Self.magnitude(x - y)
      let size = Self.magnitude(y)
      let allowance = size * tolerance.rtol
      outside &+= Self.ones(.!(difference .<= tolerance.atol + allowance))
      loud |= Self.ones(.!(difference .<= requiredAtol + allowance))
      loud |= Self.ones(.!(difference .<= intercept + size * slope))
      loud |= Self.ones(difference .> ceiling)
      loud |= Self.ones(difference / size .> maxRel)
    }
    let count = Int(outside.wrappedSum())
    if loud.wrappedSum() != 0 || (count > 0 && firstMismatch == nil) { return false }
    mismatched += count
    return true
  }

  /// Masks as numbers: combining them as masks would pack and unpack them.
  @inline(__always)
  private static func ones(_ mask: SIMDMask<SIMD4<Int64>>) -> SIMD4<Int64> {
    SIMD4<Int64>.zero.replacing(with: 1, where: mask)
  }

  /// Clears the sign bits; `SIMD` has no `magnitude`, and both types are four 64-bit lanes.
  @inline(__always)
  private static func magnitude(_ values: SIMD4<Double>) -> SIMD4<Double> {
    unsafeBitCast(unsafeBitCast(values, to: SIMD4<UInt64>.self) & (.max >> 1), to: SIMD4<Double>.self)
  }
}
