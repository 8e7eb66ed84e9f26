import TFDiffTensor

/// How far two tensors are apart as wholes, and in the numbers that their element type has.
struct ErrorMeasures: Sendable, Hashable {
  /// The norm of the difference over that of the reference; infinite where only the reference is zero, nan where an element is
  /// not finite.
  var relativeL2: Double
  /// The cosine of the angle between the two; nan where one of them is zero.
  var cosine: Double
  /// How many float32 numbers, or float64 numbers where both are float64, lie between the two values of an element at most,
  /// counted as steps from one to the other; nil for integers, and where a side has NaN.
  var greatestULP: UInt64?

  /// Nil where the shapes or the element types differ.
  ///
  /// - Complexity: one reading of both.
  init?(_ reference: Tensor, _ candidate: Tensor) {
    guard reference.shape == candidate.shape, reference.dtype == candidate.dtype else { return nil }
    var sums = Sums()
    switch reference.dtype {
    case .float32: sums.add(reference, candidate, of: Float.self) { $0.orderedBits.steps(to: $1.orderedBits) }
    case .float64:
      sums.add(reference, candidate, of: Double.self) { $0.orderedBits.steps(to: $1.orderedBits) }
    case .int32, .int64, .uint8, .bool: sums.add(reference, candidate)
    }
    let norm = (sums.reference * sums.candidate).squareRoot()
    relativeL2 =
      sums.reference > 0 ? (sums.difference / sums.reference).squareRoot() : sums.difference > 0 ? .infinity : 0
    if sums.difference.isNaN { relativeL2 = .nan }
    cosine = norm > 0 ? sums.product / norm : .nan
    greatestULP = reference.dtype.isFloatingPoint && !sums.hasNaN ? sums.greatestULP : nil
  }

  private struct Sums {
    var reference = 0.0
    var candidate = 0.0
    var product = 0.0
    var difference = 0.0
    var greatestULP: UInt64 = 0
    var hasNaN = false

    mutating func add(_ left: Double, _ right: Double) {
      reference += left * left
      candidate += right * right
      product += left * right
      difference += (right - left) * (right - left)
    }

    mutating func add<Element: TensorElement & BinaryFloatingPoint>(
      _ reference: Tensor, _ candidate: Tensor, of type: Element.Type, steps: (Element, Element) -> UInt64
    ) {
      reference.withElements(of: type) { left in
        candidate.withElements(of: type) { right in
          for place in left.indices {
            add(Double(left[place]), Double(right[place]))
            if left[place].isNaN || right[place].isNaN {
              hasNaN = true
            } else {
              greatestULP = max(greatestULP, steps(left[place], right[place]))
            }
          }
        }
      }
    }

    mutating func add(_ reference: Tensor, _ candidate: Tensor) {
      for place in 0..<reference.elementCount { add(reference.value(at: place), candidate.value(at: place)) }
    }
  }
}

extension Float {
  /// Integers in the order of the numbers, neighbours for neighbours; both zeros are 0.
  fileprivate var orderedBits: Int64 {
    let magnitude = Int64(bitPattern & 0x7fff_ffff)
    return sign == .minus ? -magnitude : magnitude
  }
}

extension Double {
  fileprivate var orderedBits: Int64 {
    let magnitude = Int64(bitPattern: bitPattern & 0x7fff_ffff_ffff_ffff)
    return sign == .minus ? -magnitude : magnitude
  }
}

extension Int64 {
  /// How far it is, whatever the direction; the two may be more than the greatest integer apart.
  fileprivate func steps(to other: Int64) -> UInt64 {
    self > other ? UInt64(bitPattern: self &- other) : UInt64(bitPattern: other &- self)
  }
}
