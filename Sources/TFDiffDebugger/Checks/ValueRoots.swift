import TFDiffTensor

/// What each side's operations are computed from, at the far end of the data flow.
struct ValueRoots {
  /// Where a value comes from that no recorded operation makes.
  enum Root: Hashable {
    case variable(String)
    case modelInput
    /// An operation on the way to an earlier end point.
    case before
  }

  private let rows: [OperationRow]
  private let places: SidePair<[String: Int]>
  private var known = SidePair<[Int: Set<Root>]>(reference: [:], candidate: [:])

  init(_ rows: [OperationRow]) {
    self.rows = rows
    places = rows.places
  }

  /// The roots of a side's operation in a row.
  mutating func roots(of row: Int, _ side: Side) -> Set<Root> {
    if let found = known[side][row] { return found }
    var found: Set<Root> = []
    var (seen, waiting): (Set<Int>, [Int]) = ([row], [row])
    while let next = waiting.popLast() {
      for input in rows[next][side]?.inputs ?? [] {
        switch input {
        case .variable(let name): found.insert(.variable(name))
        case .modelInput: found.insert(.modelInput)
        case .constant, .unknown: break
        case .operation:
          guard let before = places.row(of: input, side) else {
            found.insert(.before)
            continue
          }
          if seen.insert(before).inserted { waiting.append(before) }
        }
      }
    }
    known[side][row] = found
    return found
  }
}
