import TFDiffTensor

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Copies a box of elements between two arrays laid out differently: what transposing, slicing, padding and
/// joining have in common.
struct StridedCopy {
  /// One dimension of the box; the strides are in elements and may be negative.
  struct Axis {
    let count: Int
    let source: Int
    let target: Int
  }

  /// Outermost first; neighbours that move alike on both sides are one.
  private let axes: [Axis]
  private let elementBytes: Int

  init(_ axes: [Axis], elementBytes: Int) {
    self.elementBytes = elementBytes
    var merged: [Axis] = []
    for axis in axes where axis.count != 1 {
      if let last = merged.last, last.source == axis.source * axis.count,
        last.target == axis.target * axis.count
      {
        merged[merged.count - 1] = Axis(
          count: last.count * axis.count, source: axis.source, target: axis.target)
      } else {
        merged.append(axis)
      }
    }
    self.axes = merged
  }

  /// - Parameters: where the box's first element is.
  func callAsFunction(from source: UnsafeRawPointer, to target: UnsafeMutableRawPointer, threads: Int) {
    guard !axes.contains(where: { $0.count == 0 }) else { return }
    guard let outermost = axes.first else {
      target.copyMemory(from: source, byteCount: elementBytes)
      return
    }
    let inner = axes.dropFirst()
    let innerBytes = inner.reduce(elementBytes) { $0 * $1.count }
    Parallel.forEachRange(
      of: outermost.count, grain: max(4 * Parallel.elementGrain / max(innerBytes, 1), 1), threads: threads
    ) { range in
      let first = range.lowerBound * elementBytes
      let share = [Axis(count: range.count, source: outermost.source, target: outermost.target)] + inner
      copy(share[...], source + first * outermost.source, target + first * outermost.target)
    }
  }

  private func copy(
    _ axes: ArraySlice<Axis>, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer
  ) {
    guard let axis = axes.first else { return }
    if axes.count == 1 {
      copyRow(axis, source, target)
      return
    }
    let (sourceStep, targetStep) = (axis.source * elementBytes, axis.target * elementBytes)
    let rest = axes.dropFirst()
    for i in 0..<axis.count { copy(rest, source + i * sourceStep, target + i * targetStep) }
  }

  private func copyRow(_ axis: Axis, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer) {
    if axis.source == 1 && axis.target == 1 {
      memcpy(target, source, axis.count * elementBytes)
      return
    }
    switch elementBytes {
    case 4: copyElements(UInt32.self, axis, source, target)
    case 8: copyElements(UInt64.self, axis, source, target)
    default: copyElements(UInt8.self, axis, source, target)
    }
  }

  private func copyElements<Bits: BitwiseCopyable>(
    _ type: Bits.Type, _ axis: Axis, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer
  ) {
    let from = source.assumingMemoryBound(to: Bits.self)
    let to = target.assumingMemoryBound(to: Bits.self)
    for i in 0..<axis.count { to[i * axis.target] = from[i * axis.source] }
  }
}

extension Tensor {
  /// A tensor of `spec` whose bytes `initialize` writes; `fill` is written to all of them before, where given.
  init(
    _ spec: TensorSpec, fillingWith fill: UInt8? = nil,
    initializingWith initialize: (UnsafeMutableRawPointer) throws -> Void
  ) rethrows {
    let storage = try TensorStorage(byteCount: spec.shape.elementCount * spec.dtype.byteCount) { bytes in
      guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
      if let fill { memset(base, Int32(fill), bytes.count) }
      try initialize(base)
    }
    self.init(shape: spec.shape, dtype: spec.dtype, storage: storage)
  }

  /// Gives `body` the first element's address.
  func withRawPointer<Result>(_ body: (UnsafeRawPointer) throws -> Result) rethrows -> Result? {
    try withExtendedLifetime(storage) { try bytes.baseAddress.map(body) }
  }
}
