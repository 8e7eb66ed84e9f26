import TFDiffTensor

extension ElementPair {
  /// How many pixels a shift may have.
  private static let reach = 3

  /// The candidate as the reference's picture some pixels, or half a pixel, further.
  var shift: ErrorClassification? {
    guard shape.rank == 4 else { return nil }
    for (rows, columns) in [(1, 2), (2, 3)] {
      let picture = Picture(pair: self, rows: rows, columns: columns, margin: Self.reach)
      guard let (shift, residual) = picture.shift else { continue }
      return ErrorClassification(
        .shift,
        "the candidate's picture (axes \(rows) and \(columns)) is the reference's, each pixel taken "
          + "\(NumberText.exact(shift.rows)) rows and \(NumberText.exact(shift.columns)) columns further, to "
          + "\(formatShort(residual)) inside of the border")
    }
    return nil
  }
}

/// The pixels of a pair of pictures that lie far enough inside for a shift.
private struct Picture {
  typealias Shift = (rows: Double, columns: Double)
  let pair: ElementPair
  let rows: Int
  let columns: Int
  let margin: Int

  /// The least shift that makes the reference the candidate.
  var shift: (Shift, residual: Double)? {
    let places = inside
    guard places.count > 8, isVaried(places) else { return nil }
    for shift in shifts {
      if let residual = residual(shift, places) { return (shift, residual) }
    }
    return nil
  }

  private var shifts: [Shift] {
    var steps = [0, 0.5, -0.5]
    for pixels in 1...margin { steps += [Double(pixels), -Double(pixels)] }
    var shifts: [Shift] = []
    for row in steps { for column in steps where row != 0 || column != 0 { shifts.append((row, column)) } }
    return shifts.sorted { first, second in
      abs(first.rows) + abs(first.columns) < abs(second.rows) + abs(second.columns)
    }
  }

  private var inside: [Int] {
    let (height, width) = (pair.shape[rows], pair.shape[columns])
    let (down, across) = (pair.stride(of: rows), pair.stride(of: columns))
    guard height > 2 * margin, width > 2 * margin else { return [] }
    return pair.reference.indices.filter { place in
      let (row, column) = (place / down % height, place / across % width)
      return row >= margin && row < height - margin && column >= margin && column < width - margin
    }
  }

  /// Whether there is anything in the picture that could be seen to have moved.
  private func isVaried(_ places: [Int]) -> Bool {
    let values = places.lazy.map { pair.candidate[$0] }
    guard let least = values.min(), let greatest = values.max() else { return false }
    return greatest - least > 100 * pair.noise
  }

  private func residual(_ shift: Shift, _ places: [Int]) -> Double? {
    let vertical = taps(shift.rows, pair.stride(of: rows))
    let horizontal = taps(shift.columns, pair.stride(of: columns))
    let offsets = vertical.flatMap { row in horizontal.map { row + $0 } }
    var result = 0.0
    for place in places {
      let sum = offsets.reduce(0.0) { $0 + pair.reference[place + $1] }
      result = max(result, (pair.candidate[place] - sum / Double(offsets.count)).magnitude)
      guard result <= pair.limit else { return nil }
    }
    return result
  }

  /// Which elements are averaged: one of a whole number of pixels, and two of a half, as bilinear interpolation has it.
  private func taps(_ shift: Double, _ stride: Int) -> [Int] {
    shift == shift.rounded()
      ? [Int(shift) * stride] : [Int(shift.rounded(.down)) * stride, Int(shift.rounded(.up)) * stride]
  }
}
