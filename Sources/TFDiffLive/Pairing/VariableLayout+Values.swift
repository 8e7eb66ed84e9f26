import TFDiffDebugger
import TFDiffTensor

extension LaidOutVariable {
  /// The candidate's value of the references' values; nil where their shapes or types are not the layout's.
  func value(of references: [Tensor]) -> Tensor? {
    guard references.allSatisfy({ $0.dtype == .float32 && candidate.dtype == .float32 }), let first = references.first
    else { return nil }
    let parts = references.map { Rows($0) }
    switch layout {
    case .reshaped: return tensor(first.elements(of: Float.self))
    case .transposed: return tensor(Self.transposed(first))
    case .part(let place, let count): return tensor(parts[0].columns(place, of: count))
    case .rnnKernel: return tensor(parts[0].rows(..<inputs))
    case .rnnRecurrentKernel: return tensor(parts[0].rows((parts[0].count - units(1))...))
    case .lstmKernel: return tensor(lstm(parts[0]).rows(..<inputs))
    case .lstmRecurrentKernel: return tensor(lstm(parts[0]).rows((parts[0].count - units(4))...))
    case .lstmBias(let forgetBias):
      return tensor(
        lstm(parts[0]).elements.enumerated().map { place, value in
          place / units(4) == 1 ? value + forgetBias : value
        })
    case .gruKernel: return gru(parts).flatMap { tensor($0.rows(..<inputs)) }
    case .gruRecurrentKernel: return gru(parts).flatMap { tensor($0.rows(($0.count - units(3))...)) }
    case .gruBias: return gru(parts).flatMap { tensor($0.elements + zeros($0.elements.count)) }
    }
  }

  private var inputs: Int { candidate.shape.dimensions.first ?? 0 }
  private func units(_ gates: Int) -> Int { (candidate.shape.dimensions.last ?? 0) / gates }

  /// A layer with `reset_after` has a second bias, for its state, which the cell has not.
  private func zeros(_ count: Int) -> [Float] {
    [Float](repeating: 0, count: candidate.shape.elementCount == 2 * count ? count : 0)
  }

  private func tensor(_ elements: [Float]) -> Tensor? {
    elements.count == candidate.shape.elementCount ? Tensor(elements, shape: candidate.shape) : nil
  }

  /// i, j, f, o as i, f, c, o, where j is what Keras calls c.
  private func lstm(_ rows: Rows) -> Rows { rows.gates([0, 2, 1, 3], of: 4) }

  /// r, u and the candidate as z, r, h, where u is what Keras calls z.
  private func gru(_ parts: [Rows]) -> Rows? {
    guard parts.count == 2, parts[0].count == parts[1].count else { return nil }
    return parts[0].gates([1, 0], of: 2).beside(parts[1])
  }

  private static func transposed(_ tensor: Tensor) -> [Float] {
    let (sizes, elements) = (tensor.shape.dimensions, tensor.elements(of: Float.self))
    var result = elements
    for place in elements.indices {
      var (rest, target) = (place, 0)
      var index = [Int](repeating: 0, count: sizes.count)
      for axis in sizes.indices.reversed() { (index[axis], rest) = (rest % sizes[axis], rest / sizes[axis]) }
      for axis in sizes.indices.reversed() { target = target * sizes[axis] + index[axis] }
      result[target] = elements[place]
    }
    return result
  }
}

/// A matrix by rows; a vector is one row.
private struct Rows {
  var elements: [Float]
  var width: Int
  var count: Int { width == 0 ? 0 : elements.count / width }

  init(_ tensor: Tensor) {
    self.init(elements: tensor.elements(of: Float.self), width: tensor.shape.dimensions.last ?? 1)
  }

  init(elements: [Float], width: Int) { (self.elements, self.width) = (elements, width) }

  func rows(_ range: some RangeExpression<Int>) -> [Float] {
    range.relative(to: 0..<count).flatMap { row($0) }
  }

  /// One of several equal parts of each row.
  func columns(_ place: Int, of count: Int) -> [Float] { gates([place], of: count).elements }

  /// Each row's equal parts in another order.
  func gates(_ order: [Int], of count: Int) -> Rows {
    let size = width / count
    let moved = (0..<self.count).flatMap { row in
      order.flatMap { gate in self.row(row).dropFirst(gate * size).prefix(size) }
    }
    return Rows(elements: moved, width: order.count * size)
  }

  /// Each row followed by the other's.
  func beside(_ other: Rows) -> Rows {
    Rows(elements: (0..<count).flatMap { row($0) + other.row($0) }, width: width + other.width)
  }

  private func row(_ place: Int) -> [Float] { Array(elements[place * width..<(place + 1) * width]) }
}
