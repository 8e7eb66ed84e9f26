/// Elements widened to doubles at a time: a reference's and a candidate's block stay in a 32 KiB first-level cache.
let wideBlock = 1024

extension Tensor {
  /// Calls `body` with the elements of `range` as doubles, a block at a time in ascending order, each with the
  /// position of its first element, until `body` returns false.
  func forEachBlock(in range: Range<Int>, _ body: (UnsafePointer<Double>, Range<Int>) -> Bool) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: wideBlock) { scratch in
      guard let scratch = scratch.baseAddress else { return }
      var start = range.lowerBound
      while start < range.upperBound {
        let block = start..<min(range.upperBound, start + wideBlock)
        let isMore = withExtendedLifetime(storage) { body(widened(block, scratch: scratch), block) }
        guard isMore else { return }
        start = block.upperBound
      }
    }
  }

  /// The elements of `range` as doubles, either where they are or in `scratch`.
  ///
  /// - Precondition: the caller keeps `storage` alive while it reads them.
  func widened(_ range: Range<Int>, scratch: UnsafeMutablePointer<Double>) -> UnsafePointer<Double> {
    let base = storage.base + range.lowerBound * dtype.byteCount
    switch dtype {
    case .float64: return UnsafePointer(base.assumingMemoryBound(to: Double.self))
    case .float32: Self.widen(base.assumingMemoryBound(to: Float.self), range.count, scratch)
    case .int32: Self.widen(base.assumingMemoryBound(to: Int32.self), range.count, scratch)
    case .int64: Self.widen(base.assumingMemoryBound(to: Int64.self), range.count, scratch)
    case .uint8, .bool: Self.widen(base.assumingMemoryBound(to: UInt8.self), range.count, scratch)
    }
    return UnsafePointer(scratch)
  }

  private static func widen(
    _ source: UnsafePointer<Float>, _ count: Int, _ target: UnsafeMutablePointer<Double>
  ) {
    for element in 0..<count { target[element] = Double(source[element]) }
  }

  @inline(__always)
  private static func widen<Element: FixedWidthInteger>(
    _ source: UnsafePointer<Element>, _ count: Int, _ target: UnsafeMutablePointer<Double>
  ) {
    for element in 0..<count { target[element] = Double(source[element]) }
  }
}

extension TensorPair {
  /// Calls `body` with the elements of `range` of both tensors as doubles (reference, candidate), a block at a
  /// time in ascending order, until `body` returns false.
  func forEachBlock(
    in range: Range<Int>,
    _ body: (UnsafePointer<Double>, UnsafePointer<Double>, Range<Int>) -> Bool
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: wideBlock) { scratch in
      guard let scratch = scratch.baseAddress else { return }
      withExtendedLifetime(candidate.storage) {
        reference.forEachBlock(in: range) { elements, block in
          body(elements, candidate.widened(block, scratch: scratch), block)
        }
      }
    }
  }
}

extension Tensor {
  /// Lets the memory of all elements go, where a mapped file has them.
  package func letGo() { storage.letGo() }

  /// Lets the memory of elements go that have been read, where a mapped file has them.
  func letGo(after range: Range<Int>) {
    storage.letGo(after: range.lowerBound * dtype.byteCount..<range.upperBound * dtype.byteCount)
  }
}

extension TensorPair {
  /// The same for both.
  func letGo() {
    reference.letGo()
    candidate.letGo()
  }

  func letGo(after range: Range<Int>) {
    reference.letGo(after: range)
    candidate.letGo(after: range)
  }
}
