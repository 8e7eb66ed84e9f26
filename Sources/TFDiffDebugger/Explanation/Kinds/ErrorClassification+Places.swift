import TFDiffTensor

/// Which elements differ, and whether those that do not agree so much better that the two are of another kind.
struct Differing {
  let pair: ElementPair
  /// By element, whether it is out of tolerance, and by more than rounding.
  let marks: [Bool]
  let count: Int

  /// By how much the rest must agree better.
  private static let gap = 100.0
  /// How much of a border must differ: less is what lies there by accident.
  private static let leastShare = 0.1

  init(_ pair: ElementPair, _ tolerance: Tolerance) {
    self.pair = pair
    marks = pair.reference.indices.map { place in
      let (left, right) = (pair.reference[place], pair.candidate[place])
      return !tolerance.accepts(reference: left, candidate: right) && (left - right).magnitude > pair.noise
    }
    count = marks.count { $0 }
  }

  /// Whether the elements outside of a part agree a hundred times better than those within, absolutely and beside their own
  /// size, so that no noise of whatever spread is taken for an error of a part.
  private func isApart(_ isWithin: (Int) -> Bool) -> Bool {
    var within = Part()
    var rest = Part()
    for place in marks.indices {
      if isWithin(place) {
        within.add(pair.reference[place], pair.candidate[place])
      } else {
        rest.add(pair.reference[place], pair.candidate[place])
      }
    }
    guard rest.count > 0, rest.greatest <= pair.noise else { return false }
    return rest.greatest * Self.gap <= within.greatest && rest.rate * Self.gap <= within.rate
  }

  private struct Part {
    var count = 0
    var greatest = 0.0
    var square = 0.0
    var size = 0.0

    mutating func add(_ reference: Double, _ candidate: Double) {
      count += 1
      let difference = reference - candidate
      guard difference.isFinite else { return }
      greatest = max(greatest, difference.magnitude)
      square += difference * difference
      size += reference * reference
    }

    /// The norm of the difference over that of the reference.
    var rate: Double { square == 0 ? 0 : size > 0 ? (square / size).squareRoot() : .infinity }
  }

  /// The outermost rows and columns of a picture, the rest of it being equal.
  var border: ErrorClassification? {
    guard pair.shape.rank == 4, count > 0 else { return nil }
    let found = [(1, 2), (2, 3)].compactMap { axes -> (axes: (Int, Int), depth: Int, share: Double)? in
      let frame = Frame(pair, axes.0, axes.1)
      let depth = marks.indices.reduce(0) { marks[$1] ? max($0, frame.depth(of: $1)) : $0 }
      guard frame.hasInside(beyond: depth), isApart({ frame.depth(of: $0) <= depth }) else { return nil }
      return (axes, depth, Double(count) / Double(marks.indices.count { frame.depth(of: $0) <= depth }))
    }
    guard let (axes, depth, share) = found.max(by: { $0.share < $1.share }), share >= Self.leastShare else {
      return nil
    }
    return ErrorClassification(
      .border,
      "\(count) elements differ, all within \(depth + 1) of the border of axes \(axes.0) and \(axes.1), by at most "
        + "\(formatShort(pair.greatestDifference)); what lies further inside agrees")
  }

  /// Some examples, the others being equal.
  var partOfBatch: ErrorClassification? {
    guard pair.shape.rank >= 2, pair.shape[0] > 1, count > 0 else { return nil }
    let stride = pair.stride(of: 0)
    guard stride > 1 else { return nil }
    var isDifferent = [Bool](repeating: false, count: pair.shape[0])
    for place in marks.indices where marks[place] { isDifferent[place / stride] = true }
    let examples = isDifferent.indices.filter { isDifferent[$0] }
    // A few elements of an example are outliers, not an example.
    guard examples.count < isDifferent.count, count * 4 > examples.count * stride,
      isApart({ isDifferent[$0 / stride] })
    else { return nil }
    return ErrorClassification(
      .partOfBatch,
      "\(examples.count) of \(isDifferent.count) examples differ (\(list(examples))), by at most "
        + "\(formatShort(pair.greatestDifference)); the others agree")
  }

  /// A few elements, the rest being equal.
  var outliers: ErrorClassification? {
    guard count > 0, count <= max(3, pair.count / 100), count * 4 <= pair.count, isApart({ marks[$0] }),
      let first = marks.firstIndex(of: true)
    else { return nil }
    return ErrorClassification(
      .outliers,
      "\(count) of \(pair.count) elements differ, by at most \(formatShort(pair.greatestDifference)), the first at "
        + "\(NumberText.tuple(pair.shape.index(at: first))); the others agree")
  }
}

/// The first few numbers of a list.
func list(_ numbers: [Int]) -> String {
  numbers.prefix(8).map(String.init).joined(separator: ", ") + (numbers.count > 8 ? ", …" : "")
}

/// A picture's rows and columns among the axes of a tensor.
private struct Frame {
  let rows: (count: Int, stride: Int)
  let columns: (count: Int, stride: Int)

  init(_ pair: ElementPair, _ rows: Int, _ columns: Int) {
    self.rows = (pair.shape[rows], pair.stride(of: rows))
    self.columns = (pair.shape[columns], pair.stride(of: columns))
  }

  /// How many rows or columns lie between an element and the nearest border.
  func depth(of place: Int) -> Int {
    let row = place / rows.stride % rows.count
    let column = place / columns.stride % columns.count
    return min(row, rows.count - 1 - row, column, columns.count - 1 - column)
  }

  /// Whether a third of the picture at least lies further inside, in either direction.
  func hasInside(beyond depth: Int) -> Bool { min(rows.count, columns.count) > 3 * (depth + 1) }
}
