import TFDiffTensor

/// Which values of one side the other side computes too, wherever and by whatever operations: the difference of two runs is
/// born after them.
///
/// Two values are the same where their elements are, in order, whatever views have made of their shape. Where these are few
/// different numbers they must besides be computed from the same inputs and variables, and where they are one number, they
/// say nothing.
struct SharedValues {
  private let rows: [OperationRow]
  private let tolerance: (String) -> Tolerance
  private var known: [Place: Bool] = [:]
  private var roots: ValueRoots
  private let byKind: SidePair<[Kind: [Int]]>

  private struct Place: Hashable {
    var row: Int
    var side: Side
  }

  private struct Kind: Hashable {
    var count: Int
    var row: Int?
    var dtype: DType

    init(_ tensor: Tensor) {
      (count, row, dtype) = (tensor.elementCount, tensor.shape.withoutOnes.last, tensor.dtype)
    }
  }

  init(_ rows: [OperationRow], tolerance: @escaping (String) -> Tolerance) {
    self.rows = rows
    roots = ValueRoots(rows)
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

  private mutating func find(_ value: Tensor?, of row: Int, on other: Side) -> Bool {
    guard let value, let rivals = byKind[other][Kind(value)] else { return false }
    let variety = value.variety
    if variety == .constant { return false }
    // A loop's state may come to the same value in another iteration, which then means nothing.
    let iteration = rows[row].iteration?.number
    for rival in rivals
    where rows[rival].iteration?.number == iteration && agree(value, rows[rival][other]?.output, in: row) {
      if variety == .many || haveOneOrigin(row, rival, on: other) { return true }
    }
    return false
  }

  private mutating func haveOneOrigin(_ row: Int, _ rival: Int, on other: Side) -> Bool {
    roots.roots(of: row, other == .reference ? .candidate : .reference) == roots.roots(of: rival, other)
  }

  /// Whether two values are the same.
  func agree(_ left: Tensor?, _ right: Tensor?, in row: Int) -> Bool {
    guard let left, let right else { return false }
    return Judgement.agree(left, right, tolerance: tolerance(rows[row].name))
  }
}
