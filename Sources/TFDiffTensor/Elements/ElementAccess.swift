extension Tensor {
  /// The element at a row-major position as a double (an int64 beyond 2⁵³ is rounded; true is 1).
  ///
  /// - Precondition: the position is inside the tensor.
  public func value(at position: Int) -> Double {
    let bytes = bytes
    precondition(position >= 0 && position < elementCount, "position \(position) outside \(shape)")
    return withExtendedLifetime(storage) {
      switch dtype {
      case .float32: Double(bytes.loadUnaligned(fromByteOffset: position * 4, as: Float.self))
      case .float64: bytes.loadUnaligned(fromByteOffset: position * 8, as: Double.self)
      case .int32, .int64, .uint8, .bool: Double(integer(at: position))
      }
    }
  }

  /// The element at a row-major position of an integer or bool tensor, exactly.
  func integer(at position: Int) -> Int64 {
    withExtendedLifetime(storage) {
      switch dtype {
      case .int32: Int64(bytes.loadUnaligned(fromByteOffset: position * 4, as: Int32.self))
      case .int64: bytes.loadUnaligned(fromByteOffset: position * 8, as: Int64.self)
      case .uint8, .bool: Int64(bytes.load(fromByteOffset: position, as: UInt8.self))
      case .float32, .float64: preconditionFailure("a \(dtype) tensor read as integers")
      }
    }
  }

  /// The same numbers as another element type, cast as NumPy's `astype` casts them on x86: integers wrap; a
  /// floating-point number is truncated, and one that does not fit becomes the smallest integer (for uint8, is
  /// truncated to int64 first and wraps); anything but zero is true.
  public func converted(to target: DType) -> Tensor {
    if target == dtype { return self }
    return switch target {
    case .float32: converted(to: Float.self)
    case .float64: converted(to: Double.self)
    case .int32: converted(to: Int32.self)
    case .int64: converted(to: Int64.self)
    case .uint8: converted(to: UInt8.self)
    case .bool: converted(to: Bool.self)
    }
  }

  private func converted<Target: CastTarget>(to type: Target.Type) -> Tensor {
    Tensor(shape: shape, of: Target.self) { target in
      switch dtype {
      case .float32: cast(Float.self, into: target) { Target(casting: Double($0)) }
      case .float64: cast(Double.self, into: target) { Target(casting: $0) }
      case .int32: cast(Int32.self, into: target) { Target(casting: Int64($0)) }
      case .int64: cast(Int64.self, into: target) { Target(casting: $0) }
      case .uint8: cast(UInt8.self, into: target) { Target(casting: Int64($0)) }
      case .bool: cast(Bool.self, into: target) { Target(casting: Int64($0 ? 1 : 0)) }
      }
    }
  }

  @inline(__always)
  private func cast<Source: TensorElement, Target>(
    _ type: Source.Type, into target: UnsafeMutableBufferPointer<Target>, _ transform: (Source) -> Target
  ) {
    withElements(of: Source.self) { source in
      for position in source.indices {
        target.initializeElement(at: position, to: transform(source[position]))
      }
    }
  }
}

/// An element type that numbers are cast to; float32 passes through Double, and the small integers through Int64,
/// unchanged.
private protocol CastTarget: TensorElement {
  init(casting number: Double)
  init(casting number: Int64)
}

extension Float: CastTarget {
  fileprivate init(casting number: Double) { self.init(number) }
  fileprivate init(casting number: Int64) { self.init(number) }
}

extension Double: CastTarget {
  fileprivate init(casting number: Double) { self = number }
  fileprivate init(casting number: Int64) { self.init(number) }
}

extension Int64: CastTarget {
  fileprivate init(casting number: Double) { self = Int64(exactly: number.rounded(.towardZero)) ?? .min }
  fileprivate init(casting number: Int64) { self = number }
}

extension Int32: CastTarget {
  fileprivate init(casting number: Double) { self = Int32(exactly: number.rounded(.towardZero)) ?? .min }
  fileprivate init(casting number: Int64) { self.init(truncatingIfNeeded: number) }
}

extension UInt8: CastTarget {
  fileprivate init(casting number: Double) { self.init(truncatingIfNeeded: Int64(casting: number)) }
  fileprivate init(casting number: Int64) { self.init(truncatingIfNeeded: number) }
}

extension Bool: CastTarget {
  fileprivate init(casting number: Double) { self = number != 0 }
  fileprivate init(casting number: Int64) { self = number != 0 }
}
