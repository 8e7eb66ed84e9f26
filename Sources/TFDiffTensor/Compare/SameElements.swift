import Foundation
import Synchronization

extension Tensor {
  /// Whether it has the same elements to the bit and in the same order, in whatever shape.
  ///
  /// - Complexity: one reading of both up to where they differ first, at the speed of memory.
  public func hasSameElements(as other: Tensor, threads: Int = Parallel.processorCount) -> Bool {
    guard dtype == other.dtype, elementCount == other.elementCount else { return false }
    if storage === other.storage { return true }
    let differ = Atomic(false)
    let size = dtype.byteCount
    _ = Parallel.fold(count: elementCount, threads: threads, from: ()) { _, range in
      if differ.load(ordering: .relaxed) { return }
      let (start, count) = (range.lowerBound * size, range.count * size)
      if memcmp(storage.base + start, other.storage.base + start, count) != 0 { differ.store(true, ordering: .relaxed) }
      letGo(after: range)
      other.letGo(after: range)
    }
    letGo()
    other.letGo()
    return !differ.load(ordering: .relaxed)
  }
}

extension Comparison {
  /// That of two tensors with the same bits: no tolerance has anything to say of it.
  public init(ofIdentical elements: Int) {
    self.init(
      elements: elements, mismatched: 0, firstMismatch: nil, maxAbs: 0, maxAbsPosition: nil, maxRel: 0,
      maxRelPosition: nil, requiredRtol: 0, requiredAtol: 0)
  }
}

extension ErrorMeasures {
  /// Those of two tensors with the same bits, whose elements have these statistics.
  public init(ofIdentical statistics: Statistics, dtype: DType) {
    self.init(
      relativeL2: 0, cosine: statistics.l2 > 0 ? 1 : .nan, greatestULP: dtype.isFloatingPoint ? 0 : nil)
  }
}

extension Statistics {
  /// Whether all elements are finite numbers.
  public var areFinite: Bool { nan == 0 && inf == 0 }
}
