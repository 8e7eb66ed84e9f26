/// Evenly spaced indices of one dimension: `start`, `start + step`, … , `count` of them.
///
/// The size of the dimension is an argument where it matters; a range made for it stays inside it.
struct AxisRange: Sendable, Hashable {
  private(set) var start: Int
  let step: Int
  private(set) var count: Int

  /// As Python's `slice(start, stop, step).indices(size)`.
  init(start: Int?, stop: Int?, step: Int, size: Int) {
    let lowest = step > 0 ? 0 : -1
    let highest = step > 0 ? size : size - 1
    func clipped(_ bound: Int?, or standard: Int) -> Int {
      guard let bound else { return standard }
      return min(max(bound < 0 ? bound + size : bound, lowest), highest)
    }
    let first = clipped(start, or: step > 0 ? lowest : highest)
    let end = clipped(stop, or: step > 0 ? highest : lowest)
    let distance = step > 0 ? end - first : first - end
    let stride = abs(step)
    self.start = first
    self.step = step
    count = distance > 0 ? (distance - 1) / stride + 1 : 0
  }

  func index(_ number: Int) -> Int { start + number * step }

  /// As NumPy writes it.
  var description: String {
    guard count > 0 else { return "\(start):\(start)" }
    let stop = index(count - 1) + step.signum()
    let bounds = "\(start):" + (stop < 0 ? "" : String(stop))
    return step == 1 ? bounds : bounds + ":\(step)"
  }

  /// Which of the indices this is; nil where it is none of them.
  func number(of index: Int) -> Int? {
    guard (index - start).isMultiple(of: step) else { return nil }
    let number = (index - start) / step
    return number >= 0 && number < count ? number : nil
  }

  /// No more than `capacity` indices, moved back where they would run over the end of the dimension.
  func fitted(_ capacity: Int, size: Int) -> AxisRange {
    guard count > 0 else { return self }
    let grid = Grid(self, size: size)
    var result = self
    result.count = max(0, min(count, capacity, grid.total))
    result.start = grid.index(min(grid.number, grid.total - result.count))
    return result
  }

  /// Moved by a number of indices, as far as a window of `capacity` indices can go.
  func scrolled(by delta: Int, capacity: Int, size: Int) -> AxisRange {
    guard count > 0 else { return self }
    let visible = fitted(capacity, size: size)
    let grid = Grid(visible, size: size)
    let (moved, overflow) = grid.number.addingReportingOverflow(delta)
    let target = overflow ? (delta > 0 ? grid.total : 0) : moved
    var result = self
    result.start = grid.index(max(0, min(target, grid.total - visible.count)))
    return result
  }

  /// Moved, where it must be, so that a window of `capacity` indices shows `index`, near its middle.
  func showing(_ index: Int, capacity: Int, size: Int) -> AxisRange {
    guard count > 0, capacity > 0 else { return self }
    let visible = fitted(capacity, size: size)
    var result = self
    guard visible.number(of: index) == nil else {
      result.start = visible.start
      return result
    }
    result.start = index
    let wanted = Grid(result, size: size)
    let length = min(visible.count, wanted.total)
    result.start = wanted.index(max(0, min(wanted.number - length / 2, wanted.total - length)))
    return result
  }

  /// All indices of a dimension that a range reaches by whole steps, numbered in the range's direction.
  private struct Grid {
    private let first: Int
    private let step: Int
    let total: Int
    /// Which of them the range starts at.
    let number: Int

    init(_ range: AxisRange, size: Int) {
      step = range.step
      let stride = abs(step)
      let ahead = step > 0 ? range.start : size - 1 - range.start
      let residue = ahead % stride
      number = ahead / stride
      total = (size - 1 - residue) / stride + 1
      first = step > 0 ? residue : size - 1 - residue
    }

    func index(_ number: Int) -> Int { first + number * step }
  }
}
