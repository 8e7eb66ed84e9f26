import TFDiffTensor

/// An order of a tensor's axes, as `tf.transpose` takes it.
struct AxisOrder: Sendable, Hashable {
  let axes: [Int]

  /// All but the one as it is, of up to four axes that are longer than one; those that leave the elements in their order are not
  /// among them.
  static func all(of shape: Shape) -> [AxisOrder] {
    let long = shape.dimensions.indices.filter { shape[$0] > 1 }
    guard (2...4).contains(long.count), shape.rank <= 6 else { return [] }
    return orders(of: long).filter { $0 != long }.map { order in
      var axes = Array(shape.dimensions.indices)
      for (place, axis) in zip(long, order) { axes[place] = axis }
      return AxisOrder(axes: axes)
    }
  }

  private static func orders(of axes: [Int]) -> [[Int]] {
    if axes.count < 2 { return [axes] }
    return axes.flatMap { first in orders(of: axes.filter { $0 != first }).map { [first] + $0 } }
  }

  func shape(of shape: Shape) -> Shape { Shape(axes.map { shape[$0] }) }

  var words: String { NumberText.tuple(axes) }

  /// Calls `body` with places of the transposed tensor in order, and of the tensor, until it returns false.
  func forEachPlace(of shape: Shape, _ body: (Int, Int) -> Bool) {
    let own = shape.strides
    let strides = axes.map { own[$0] }
    let sizes = axes.map { shape[$0] }
    var index = [Int](repeating: 0, count: axes.count)
    var source = 0
    for place in 0..<shape.elementCount {
      guard body(place, source) else { return }
      var axis = axes.count - 1
      while axis >= 0 {
        index[axis] += 1
        source += strides[axis]
        if index[axis] < sizes[axis] { break }
        source -= strides[axis] * sizes[axis]
        index[axis] = 0
        axis -= 1
      }
    }
  }
}

extension ElementPair {
  /// How far the candidate is from the reference with its axes in an order, in whatever shape; nil where further than rounding.
  func residual(in order: AxisOrder) -> Double? {
    var result = 0.0
    order.forEachPlace(of: shape) { place, source in
      result = max(result, (candidate[place] - reference[source]).magnitude)
      return result <= limit
    }
    return result <= limit ? result : nil
  }

  /// The order of axes that makes the reference the candidate.
  var axisOrder: (order: AxisOrder, residual: Double)? {
    for order in AxisOrder.all(of: shape) {
      if let residual = residual(in: order) { return (order, residual) }
    }
    return nil
  }

  var transposition: ErrorClassification? {
    guard let (order, residual) = axisOrder else { return nil }
    let view = order.shape(of: shape) == shape ? "" : ", taken for the shape \(shape)"
    return ErrorClassification(
      .transposition,
      "the candidate is the reference with its axes in the order \(order.words)\(view), to \(formatShort(residual))")
  }

  var permutation: ErrorClassification? {
    guard let (order, residual) = slicePermutation else { return nil }
    return ErrorClassification(
      .permutation, "the candidate is the reference with \(order.words), to \(formatShort(residual))")
  }

  /// The first axis, from the last on, along which the candidate has the reference's slices in another order.
  var slicePermutation: (permutation: SlicePermutation, residual: Double)? {
    for axis in shape.dimensions.indices.reversed() where shape[axis] > 1 {
      let plain = SlicePermutation.plain(along: axis, size: shape[axis])
      for permutation in plain { if let found = residual(in: permutation) { return (permutation, found) } }
      guard let sources = sources(along: axis), sources != Array(sources.indices) else { continue }
      let permutation = SlicePermutation(axis: axis, sources: sources)
      if let found = residual(in: permutation) { return (permutation, found) }
    }
    return nil
  }

  private func residual(in permutation: SlicePermutation) -> Double? {
    let (sources, stride) = (permutation.sources, stride(of: permutation.axis))
    return residual { place in
      let index = place / stride % sources.count
      return reference[place + (sources[index] - index) * stride]
    }
  }

  /// By index of the candidate's along an axis, which index of the reference's has the same slice; nil where one has none.
  ///
  /// Slices are told apart by a sum of their elements with weights; what agrees in it is held against each other in full
  /// afterwards.
  private func sources(along axis: Int) -> [Int]? {
    let size = shape[axis]
    let theirs = sums(of: reference, along: axis)
    let own = sums(of: candidate, along: axis)
    let slack = limit * Double(max(count / size, 1))
    let sorted = theirs.indices.sorted { theirs[$0] < theirs[$1] }
    var isTaken = [Bool](repeating: false, count: size)
    var sources = [Int](repeating: 0, count: size)
    for index in 0..<size {
      // What is in its place stays there, where several slices are alike.
      if !isTaken[index], (theirs[index] - own[index]).magnitude <= slack, isSame(index, index, axis) {
        (sources[index], isTaken[index]) = (index, true)
        continue
      }
      guard
        let source = source(of: own[index], sorted, theirs, slack, where: { !isTaken[$0] && isSame(index, $0, axis) })
      else { return nil }
      (sources[index], isTaken[source]) = (source, true)
    }
    return sources
  }

  private func source(
    of sum: Double, _ sorted: [Int], _ sums: [Double], _ slack: Double, where fits: (Int) -> Bool
  ) -> Int? {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sums[sorted[middle]] < sum - slack { low = middle + 1 } else { high = middle }
    }
    while low < sorted.count, sums[sorted[low]] <= sum + slack {
      if fits(sorted[low]) { return sorted[low] }
      low += 1
    }
    return nil
  }

  /// Of each index along an axis, the sum of its elements, each with a weight between -1 and 1 by its place in the slice.
  private func sums(of elements: [Double], along axis: Int) -> [Double] {
    let (size, stride) = (shape[axis], stride(of: axis))
    var sums = [Double](repeating: 0, count: size)
    for place in elements.indices {
      let inSlice = place / (stride * size) * stride + place % stride
      let weight = (Double(inSlice) * 0.618_033_988_749_895).truncatingRemainder(dividingBy: 1) * 2 - 1
      sums[place / stride % size] += elements[place] * weight
    }
    return sums
  }

  /// Whether a slice of the candidate's is one of the reference's.
  private func isSame(_ index: Int, _ source: Int, _ axis: Int) -> Bool {
    let (size, stride) = (shape[axis], stride(of: axis))
    for outer in Swift.stride(from: 0, to: count, by: size * stride) {
      for inner in 0..<stride {
        let difference = candidate[outer + index * stride + inner] - reference[outer + source * stride + inner]
        if difference.magnitude > limit { return false }
      }
    }
    return true
  }
}
