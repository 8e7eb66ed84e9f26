import TFDiffTensor

/// Where a stored part goes in its whole tensor.
///
/// The part's rows along the last dimension that it does not fill lie apart in the whole. Where there is one such row,
/// the part is read straight to its place; otherwise it is read aside, and its rows are copied.
struct PartPlacement {
  let entry: BundleEntry
  /// Where to read the part's bytes to.
  let target: UnsafeMutableRawPointer
  private let whole: UnsafeMutableRawPointer
  private let runs: Runs
  private let isAside: Bool

  init(_ part: BundleTensor.Part, of shape: Shape, at whole: UnsafeMutableRawPointer) {
    entry = part.entry
    self.whole = whole
    let count = part.entry.shape.elementCount
    runs = Runs(part.ranges, in: shape, elementSize: count == 0 ? 0 : part.entry.range.count / count)
    isAside = runs.count > 1
    target =
      isAside
      ? .allocate(byteCount: part.entry.range.count, alignment: TensorStorage.alignment)
      : whole + runs.firstOffset
  }

  /// Copies the rows of a part that was read aside.
  func spread() {
    guard isAside else { return }
    var source = target
    runs.forEachOffset { offset in
      (whole + offset).copyMemory(from: source, byteCount: runs.length)
      source += runs.length
    }
  }

  func discard() {
    if isAside { target.deallocate() }
  }
}

/// The runs of bytes that a part takes up in its whole tensor, in row-major order.
private struct Runs {
  /// Bytes of each run.
  let length: Int
  let count: Int
  let firstOffset: Int
  private let outer: [Range<Int>]
  private let strides: [Int]

  init(_ ranges: [Range<Int>], in shape: Shape, elementSize: Int) {
    let dimensions = shape.dimensions
    let full = zip(ranges, dimensions).reversed().prefix { $0.0.count == $0.1 }.count
    // The innermost dimension that is not whole is a part of each run; those outside it make several.
    let inner = max(ranges.count - full - 1, 0)
    outer = Array(ranges[..<inner])
    strides = shape.strides.map { $0 * elementSize }
    length = ranges[inner...].reduce(elementSize) { $0 * $1.count }
    count = outer.reduce(1) { $0 * $1.count }
    firstOffset = zip(ranges, strides).reduce(0) { $0 + $1.0.lowerBound * $1.1 }
  }

  func forEachOffset(_ body: (Int) -> Void) {
    var index = outer.map { _ in 0 }
    for _ in 0..<count {
      body(firstOffset + zip(index, strides).reduce(0) { $0 + $1.0 * $1.1 })
      for axis in outer.indices.reversed() {
        index[axis] += 1
        if index[axis] < outer[axis].count { break }
        index[axis] = 0
      }
    }
  }
}
