extension Tensor {
  /// The greatest absolute difference of two float32 tensors' elements, those that are no numbers left out; nil where the shapes
  /// or types are others.
  public func greatestDifference(from other: Tensor, threads: Int = Parallel.processorCount) -> Double? {
    guard dtype == .float32, other.dtype == .float32, shape == other.shape else { return nil }
    let parts = Parallel.fold(count: elementCount, threads: threads, from: Float(0)) { greatest, range in
      let found = Self.greatest(
        in: range, lanes: { self.lanes(at: $0) - other.lanes(at: $0) },
        element: { self.float(at: $0) - other.float(at: $0) })
      greatest = max(greatest, found)
    }
    return Double(parts.max() ?? 0)
  }

  /// The greatest absolute value of float32 elements, those that are no numbers left out; 0 where there are none.
  public var greatestMagnitude: Double {
    guard dtype == .float32 else { return 0 }
    let parts = Parallel.fold(count: elementCount, threads: Parallel.processorCount, from: Float(0)) {
      greatest, range in
      let found = Self.greatest(in: range, lanes: { self.lanes(at: $0) }, element: { self.float(at: $0) })
      greatest = max(greatest, found)
    }
    return Double(parts.max() ?? 0)
  }

  /// How many elements are looked at together.
  private typealias Lanes = SIMD16<Float>

  @inline(__always)
  private func lanes(at place: Int) -> Lanes {
    UnsafeRawPointer(storage.base + place * MemoryLayout<Float>.stride).loadUnaligned(as: Lanes.self)
  }

  @inline(__always)
  private func float(at place: Int) -> Float {
    (storage.base + place * MemoryLayout<Float>.stride).load(as: Float.self)
  }

  /// The greatest magnitude of what is made of each place of a range; what is not finite counts as 0.
  @inline(__always)
  private static func greatest(in range: Range<Int>, lanes: (Int) -> Lanes, element: (Int) -> Float) -> Float {
    var greatest = Lanes.zero
    let whole = range.lowerBound + range.count / Lanes.scalarCount * Lanes.scalarCount
    for place in stride(from: range.lowerBound, to: whole, by: Lanes.scalarCount) {
      let values = lanes(place)
      let sizes = values.replacing(with: -values, where: values .< 0)
      // Neither a NaN nor an infinity is less than infinity.
      greatest = greatest.replacing(with: sizes, where: (sizes .> greatest) .& (sizes .< .infinity))
    }
    return (whole..<range.upperBound).reduce(greatest.max()) { found, place in
      let size = element(place).magnitude
      return size.isFinite ? max(found, size) : found
    }
  }
}
