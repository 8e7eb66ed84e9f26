import TFDiffTensor

extension Shape {
  /// The shape two arrays broadcast to by NumPy's rule, or nil where they do not.
  func broadcast(with other: Shape) -> Shape? {
    let rank = max(self.rank, other.rank)
    var dimensions: [Int] = []
    for axis in 0..<rank {
      let (a, b) = (paddedDimension(axis, rank: rank), other.paddedDimension(axis, rank: rank))
      guard a == b || a == 1 || b == 1 else { return nil }
      dimensions.append(a == 1 ? b : a)
    }
    return Shape(dimensions)
  }

  /// The size along an axis of this shape with ones put in front until it has `rank` dimensions.
  fileprivate func paddedDimension(_ axis: Int, rank: Int) -> Int {
    let own = axis - (rank - self.rank)
    return own < 0 ? 1 : dimensions[own]
  }
}

/// How to walk several arrays that broadcast to one shape: as few nested dimensions as possible, the
/// innermost one, the row, left to the kernel's own loop.
struct BroadcastPlan {
  /// The length of a row, and for each operand how far it moves along one: 1, or 0 where it repeats.
  let rowLength: Int
  let rowSteps: [Int]
  /// The dimensions outside the row, and each operand's strides in them.
  private let outer: [Int]
  private let outerStrides: [[Int]]

  var rowCount: Int { outer.reduce(1, *) }

  /// - Parameter operands: shapes that broadcast to `output`.
  init(_ operands: [Shape], to output: Shape) {
    var dimensions: [Int] = []
    var strides = [[Int]](repeating: [], count: operands.count)
    let operandStrides = operands.map { $0.broadcastStrides(to: output) }
    for axis in 0..<output.rank where output.dimensions[axis] != 1 {
      let size = output.dimensions[axis]
      let steps = operandStrides.map { $0[axis] }
      let merges =
        !dimensions.isEmpty && zip(strides, steps).allSatisfy { ($0.last ?? 0) == $1 * size }
      if merges {
        dimensions[dimensions.count - 1] *= size
        for operand in operands.indices { strides[operand][dimensions.count - 1] = steps[operand] }
      } else {
        dimensions.append(size)
        for operand in operands.indices { strides[operand].append(steps[operand]) }
      }
    }
    rowLength = dimensions.last ?? 1
    rowSteps = strides.map { $0.last ?? 0 }
    outer = Array(dimensions.dropLast())
    outerStrides = strides.map { Array($0.dropLast()) }
  }

  /// Calls `body` for each row with the position its elements begin at in every operand.
  func forEachRow(in rows: Range<Int>, _ body: (_ row: Int, _ starts: [Int]) -> Void) {
    guard !rows.isEmpty else { return }
    var index = Shape(outer).index(at: rows.lowerBound)
    var starts = outerStrides.map { zip($0, index).reduce(0) { $0 + $1.0 * $1.1 } }
    for row in rows {
      body(row, starts)
      var axis = outer.count - 1
      while axis >= 0 {
        index[axis] += 1
        for operand in starts.indices { starts[operand] += outerStrides[operand][axis] }
        if index[axis] < outer[axis] { break }
        for operand in starts.indices { starts[operand] -= outerStrides[operand][axis] * outer[axis] }
        index[axis] = 0
        axis -= 1
      }
    }
  }
}

extension Shape {
  /// For each axis of `output`, how far this array moves along it: 0 where it repeats.
  func broadcastStrides(to output: Shape) -> [Int] {
    let own = strides
    return (0..<output.rank).map { axis in
      let position = axis - (output.rank - rank)
      return position < 0 || dimensions[position] == 1 ? 0 : own[position]
    }
  }
}
