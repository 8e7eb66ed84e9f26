/// How far two tensors are apart as wholes, and in the numbers that their element type has.
///
/// As in a ``Comparison``, an element that is not finite and that both sides have alike (NaN with NaN, an infinity with
/// itself) counts as no difference: the norms leave it out.
public struct ErrorMeasures: Sendable, Hashable {
  /// `‖candidate − reference‖₂ / ‖reference‖₂`; 0 where nothing differs, infinite where only the reference is zero or where one
  /// side has a NaN or an infinity that the other has not.
  public let relativeL2: Double
  /// The cosine of the angle between the two, from −1 to 1; NaN where one of them is zero, or one side has a NaN or an infinity
  /// that the other has not.
  public let cosine: Double
  /// How many numbers of the element type lie between the two values of an element at most, counted as steps from one to the
  /// next (units in the last place); zeros of either sign are one number, and an infinity follows on the greatest finite one.
  /// Nil for integers, which have no last place, and where a NaN stands against a number.
  public let greatestULP: UInt64?

  /// Measures a pair.
  ///
  /// Sums are float64; of float64 elements above 1e154 the squares overflow, and the measures that hang on them are NaN. The
  /// result does not depend on `threads`.
  ///
  /// - Complexity: one reading of both tensors.
  public init(of pair: TensorPair, threads: Int = Parallel.processorCount) {
    let parts = Parallel.fold(count: pair.elementCount, threads: threads, from: [(Int, ErrorSums)]()) { found, range in
      var sums = ErrorSums()
      sums.add(pair, in: range)
      pair.letGo(after: range)
      found.append((range.lowerBound, sums))
    }
    pair.letGo()
    let ordered = parts.joined().sorted { $0.0 < $1.0 }
    self.init(ordered.reduce(into: ErrorSums()) { $0.merge($1.1) }, pair.dtype)
  }

  /// Measures two tensors; nil where their shapes or element types differ.
  public init?(_ reference: Tensor, _ candidate: Tensor) {
    guard let pair = try? TensorPair(reference: reference, candidate: candidate) else { return nil }
    self.init(of: pair)
  }

  init(relativeL2: Double, cosine: Double, greatestULP: UInt64?) {
    (self.relativeL2, self.cosine, self.greatestULP) = (relativeL2, cosine, greatestULP)
  }

  private init(_ sums: ErrorSums, _ dtype: DType) {
    let norms = sums.reference.squareRoot() * sums.candidate.squareRoot()
    if sums.hasLoneNonFinite {
      (relativeL2, cosine) = (.infinity, .nan)
    } else {
      relativeL2 = sums.difference == 0 ? 0 : (sums.difference / sums.reference).squareRoot()
      cosine = norms > 0 ? max(-1, min(1, sums.product / norms)) : .nan
    }
    greatestULP = dtype.isFloatingPoint && !sums.hasLoneNaN ? sums.greatestULP : nil
  }
}

/// What the measures are made of, over some of the elements.
private struct ErrorSums: Sendable {
  var reference = 0.0
  var candidate = 0.0
  var product = 0.0
  var difference = 0.0
  var greatestULP: UInt64 = 0
  /// Whether a NaN stands against a number.
  var hasLoneNaN = false
  /// Whether a NaN or an infinity stands against another value.
  var hasLoneNonFinite = false

  mutating func merge(_ other: ErrorSums) {
    reference += other.reference
    candidate += other.candidate
    product += other.product
    difference += other.difference
    greatestULP = max(greatestULP, other.greatestULP)
    hasLoneNaN = hasLoneNaN || other.hasLoneNaN
    hasLoneNonFinite = hasLoneNonFinite || other.hasLoneNonFinite
  }

  /// Takes in the elements of a range of positions.
  mutating func add(_ pair: TensorPair, in range: Range<Int>) {
    pair.forEachBlock(in: range) { reference, candidate, block in
      var sums = BlockErrorSums()
      sums.add(reference, candidate, block.count)
      // A sum that is not finite has met an element that is not, or is to be found out to have overflowed.
      if sums.isFinite {
        merge(sums.total)
      } else {
        for element in 0..<block.count { add(reference[element], candidate[element]) }
      }
      return true
    }
    switch pair.dtype {
    case .float32: addSteps(pair, in: range, of: Float.self) { $0.steps(to: $1) }
    case .float64: addSteps(pair, in: range, of: Double.self) { $0.steps(to: $1) }
    case .int32, .int64, .uint8, .bool: break
    }
  }

  /// Takes in one element: the definition that the faster way must agree with.
  private mutating func add(_ left: Double, _ right: Double) {
    guard left.isFinite && right.isFinite else {
      let agrees = left == right || left.isNaN && right.isNaN
      hasLoneNonFinite = hasLoneNonFinite || !agrees
      return
    }
    reference += left * left
    candidate += right * right
    product += left * right
    difference += (right - left) * (right - left)
  }

  private mutating func addSteps<Element: TensorElement & BinaryFloatingPoint>(
    _ pair: TensorPair, in range: Range<Int>, of type: Element.Type, _ steps: (Element, Element) -> UInt64
  ) {
    var (greatest, isLoneNaN) = (greatestULP, hasLoneNaN)
    pair.reference.withElements(of: type) { left in
      pair.candidate.withElements(of: type) { right in
        for place in range {
          let (first, second) = (left[place], right[place])
          let isNaN = first.isNaN || second.isNaN
          isLoneNaN = isLoneNaN || (isNaN && first.isNaN != second.isNaN)
          greatest = max(greatest, isNaN ? 0 : steps(first, second))
        }
      }
    }
    (greatestULP, hasLoneNaN) = (greatest, isLoneNaN)
  }
}

/// Plain sums over one block, eight running at a time.
private struct BlockErrorSums {
  private typealias Doubles = SIMD8<Double>

  private(set) var total = ErrorSums()

  var isFinite: Bool {
    (total.reference + total.candidate).isFinite && total.product.isFinite && total.difference.isFinite
  }

  mutating func add(_ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>, _ count: Int) {
    var (reference, candidate, product, difference) = (Doubles.zero, Doubles.zero, Doubles.zero, Doubles.zero)
    let whole = count & ~7
    for offset in stride(from: 0, to: whole, by: 8) {
      let x = UnsafeRawPointer(left + offset).loadUnaligned(as: Doubles.self)
      let y = UnsafeRawPointer(right + offset).loadUnaligned(as: Doubles.self)
      let apart = y - x
      reference += x * x
      candidate += y * y
      product += x * y
      difference += apart * apart
    }
    total.reference = reference.sum()
    total.candidate = candidate.sum()
    total.product = product.sum()
    total.difference = difference.sum()
    for element in whole..<count {
      let (x, y) = (left[element], right[element])
      total.reference += x * x
      total.candidate += y * y
      total.product += x * y
      total.difference += (y - x) * (y - x)
    }
  }
}
