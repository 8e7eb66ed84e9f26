import TFDiffTensor

/// Which values of one side the other side computes too, wherever and by whatever operations: the difference of two runs is
/// born after them.
///
/// Two values are the same where their elements are, in order: a size of 1 more or less is a view's. Values whose elements are
/// all one number say nothing: the same zeros come about in many ways.
struct SharedValues {
  private let rows: [OperationRow]
  private let tolerance: (String) -> Tolerance
  private var known: [Place: Bool] = [:]
  private let byKind: SidePair<[Kind: [Int]]>

  private struct Place: Hashable {
    var row: Int
    var side: Side
  }

  private struct Kind: Hashable {
    var sizes: [Int]
    var dtype: DType

    init(_ tensor: Tensor) {
      (sizes, dtype) = (tensor.shape.withoutOnes, tensor.dtype)
    }
  }

  init(_ rows: [OperationRow], tolerance: @escaping (String) -> Tolerance) {
    self.rows = rows
    self.tolerance = tolerance
    func kinds(_ side: Side) -> [Kind: [Int]] {
      rows.indices.reduce(into: [:]) { found, index in
        if let output = rows[index][side]?.output { found[Kind(output), default: []].append(index) }
      }
    }
    byKind = SidePair(reference: kinds(.reference), candidate: kinds(.candidate))
  }

  /// Whether a side's value in a row is one that the other side has somewhere.
  mutating func isShared(_ row: Int, _ side: Side) -> Bool {
    if rows[row].status == .match, rows[row][.reference] != nil, rows[row][.candidate] != nil { return true }
    let place = Place(row: row, side: side)
    if let known = known[place] { return known }
    let found = find(rows[row][side]?.output, of: row, on: side == .reference ? .candidate : .reference)
    known[place] = found
    return found
  }

  private func find(_ value: Tensor?, of row: Int, on other: Side) -> Bool {
    guard let value, value.isTelling, let rivals = byKind[other][Kind(value)] else { return false }
    // A loop's state may come to the same value in another iteration, which then means nothing.
    let iteration = rows[row].iteration?.number
    return rivals.contains {
      rows[$0].iteration?.number == iteration && agree(value, rows[$0][other]?.output, in: row)
    }
  }

  /// Whether two values are the same.
  func agree(_ left: Tensor?, _ right: Tensor?, in row: Int) -> Bool {
    guard let left, let right else { return false }
    return Judgement(elementsOf: left, and: right, tolerance: tolerance(rows[row].name)).status == .match
  }
}

extension Tensor {
  /// Whether it has elements that differ.
  fileprivate var isTelling: Bool {
    let statistics = Statistics(of: self)
    return statistics.min < statistics.max
  }
}
