extension Float {
  /// How many steps from number to number it is to another; neither is NaN.
  @inline(__always)
  func steps(to other: Float) -> UInt64 {
    (orderedBits &- other.orderedBits).magnitude
  }

  /// Integers in the order of the numbers, neighbours for neighbours; both zeros are 0.
  @inline(__always)
  private var orderedBits: Int64 {
    let magnitude = Int64(bitPattern & 0x7fff_ffff)
    return sign == .minus ? -magnitude : magnitude
  }
}

extension Double {
  /// How many steps from number to number it is to another; neither is NaN.
  @inline(__always)
  func steps(to other: Double) -> UInt64 {
    let (left, right) = (orderedBits, other.orderedBits)
    // The two may be more than the greatest signed integer apart.
    return left > right ? UInt64(bitPattern: left &- right) : UInt64(bitPattern: right &- left)
  }

  @inline(__always)
  private var orderedBits: Int64 {
    let magnitude = Int64(bitPattern: bitPattern & 0x7fff_ffff_ffff_ffff)
    return sign == .minus ? -magnitude : magnitude
  }
}

/// How far the candidate's element is from the reference's, in the numbers that their type has.
public struct NumberDistance: Sendable, Hashable {
  /// Steps from one number to the next (units in the last place); of integers, their difference.
  public let steps: UInt64
  /// Whether the candidate's is the smaller one.
  public let isBelow: Bool

  public init(steps: UInt64, isBelow: Bool) {
    self.steps = steps
    self.isBelow = isBelow
  }
}

extension TensorPair {
  /// The distance of the two elements at a row-major position; nil where a NaN stands against a number.
  public func distance(at position: Int) -> NumberDistance? {
    guard dtype.isFloatingPoint else {
      let (left, right) = (reference.integer(at: position), candidate.integer(at: position))
      let steps = left > right ? UInt64(bitPattern: left &- right) : UInt64(bitPattern: right &- left)
      return NumberDistance(steps: steps, isBelow: right < left)
    }
    let (left, right) = (reference.value(at: position), candidate.value(at: position))
    if left.isNaN || right.isNaN {
      return left.isNaN && right.isNaN ? NumberDistance(steps: 0, isBelow: false) : nil
    }
    let steps = dtype == .float32 ? Float(left).steps(to: Float(right)) : left.steps(to: right)
    return NumberDistance(steps: steps, isBelow: right < left)
  }
}

extension Tensor {
  /// The bits of the element at a row-major position as they are stored, in hexadecimal: `3f800000` for the float32 1.
  public func bits(at position: Int) -> String {
    precondition(position >= 0 && position < elementCount, "position \(position) outside \(shape)")
    let bits = withExtendedLifetime(storage) {
      switch dtype.byteCount {
      case 1: UInt64(bytes.load(fromByteOffset: position, as: UInt8.self))
      case 4: UInt64(bytes.loadUnaligned(fromByteOffset: position * 4, as: UInt32.self))
      default: bytes.loadUnaligned(fromByteOffset: position * 8, as: UInt64.self)
      }
    }
    let digits = String(bits, radix: 16)
    return String(repeating: "0", count: 2 * dtype.byteCount - digits.count) + digits
  }
}
