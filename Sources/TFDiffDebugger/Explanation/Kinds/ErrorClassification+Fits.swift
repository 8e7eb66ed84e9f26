import TFDiffTensor

extension ElementPair {
  /// How many elements must bear out one number.
  private static let witnesses = 3

  /// The candidate as one number times the reference.
  var constantFactor: ErrorClassification? {
    guard let factor, let residual = residual({ factor * reference[$0] }) else { return nil }
    let words =
      factor == 0
      ? "the candidate is 0 everywhere" : "the candidate is \(NumberText.statistic(factor)) times the reference"
    return ErrorClassification(.constantFactor, "\(words), to \(formatShort(residual))")
  }

  /// What makes of the reference what comes nearest to the candidate; nil where too few elements say.
  var factor: Double? {
    guard reference.lazy.filter({ $0 != 0 }).prefix(Self.witnesses).count == Self.witnesses else { return nil }
    return Self.factor(zip(reference, candidate))
  }

  /// The factor of least squares.
  static func factor(_ pairs: some Sequence<(Double, Double)>) -> Double? {
    var (product, square) = (0.0, 0.0)
    for (left, right) in pairs {
      product += left * right
      square += left * left
    }
    return square > 0 ? product / square : nil
  }

  /// The candidate as the reference and one number.
  var constantOffset: ErrorClassification? {
    guard count >= Self.witnesses, let offset = centre,
      let residual = residual({ reference[$0] + offset })
    else { return nil }
    return ErrorClassification(
      .constantOffset, "the candidate is the reference and \(NumberText.statistic(offset)), to \(formatShort(residual))"
    )
  }

  /// The mean difference.
  private var centre: Double? {
    guard count > 0 else { return nil }
    return reference.indices.reduce(0.0) { $0 + (candidate[$1] - reference[$1]) } / Double(count)
  }

  /// The candidate as one number times the reference and another.
  var commonLine: ErrorClassification? {
    guard count > 2 * Self.witnesses else { return nil }
    var sums = ChannelSums()
    for place in reference.indices { sums.add(reference[place], candidate[place]) }
    let line = sums.line
    guard let residual = residual({ line.value(of: reference[$0]) }) else { return nil }
    return .init(
      .otherFormula,
      "the candidate is \(NumberText.statistic(line.factor)) times the reference and \(NumberText.statistic(line.offset)), to "
        + formatShort(residual))
  }

  /// A factor, a number to add, or both, for each channel of the last axis or of the one after the batch.
  var perChannel: ErrorClassification? {
    guard shape.rank >= 2 else { return nil }
    for axis in shape.rank == 2 ? [1] : [shape.rank - 1, 1] {
      if let found = perChannel(axis) { return found }
    }
    return nil
  }

  private func perChannel(_ axis: Int) -> ErrorClassification? {
    let (channels, stride) = (shape.dimensions[axis], stride(of: axis))
    guard channels > 1, count / channels > Self.witnesses else { return nil }
    var sums = [ChannelSums](repeating: ChannelSums(), count: channels)
    for place in reference.indices { sums[place / stride % channels].add(reference[place], candidate[place]) }
    let (factors, offsets) = (sums.map(\.factor), sums.map(\.offset))
    if let residual = residual({ factors[$0 / stride % channels] * reference[$0] }) {
      return .init(.perChannel, words("has a factor", factors, usual: 1, axis, residual))
    }
    if let residual = residual({ reference[$0] + offsets[$0 / stride % channels] }) {
      return .init(.perChannel, words("has a number added", offsets, usual: 0, axis, residual))
    }
    // Two numbers fit two elements whatever they are.
    guard count / channels > 2 * Self.witnesses else { return nil }
    let lines = sums.map(\.line)
    guard let residual = residual({ lines[$0 / stride % channels].value(of: reference[$0]) }) else { return nil }
    return .init(.perChannel, words("has a factor and a number added", lines.map(\.factor), usual: 1, axis, residual))
  }

  private func words(_ what: String, _ numbers: [Double], usual: Double, _ axis: Int, _ residual: Double) -> String {
    let own = numbers.indices.filter { (numbers[$0] - usual).magnitude * max(greatest, 1) > noise }
    let first = own.prefix(3).map { "\(NumberText.statistic(numbers[$0])) in channel \($0)" }
    return "each channel of axis \(axis) \(what) of its own (\(first.joined(separator: ", ")); \(own.count) of "
      + "\(numbers.count) channels differ), to \(formatShort(residual))"
  }
}

/// What a channel's factor and offset follow from.
private struct ChannelSums {
  var product = 0.0
  var square = 0.0
  var difference = 0.0
  private var reference = 0.0
  private var candidate = 0.0
  var count = 0

  mutating func add(_ reference: Double, _ candidate: Double) {
    self.reference += reference
    self.candidate += candidate
    product += reference * candidate
    square += reference * reference
    difference += candidate - reference
    count += 1
  }

  /// A channel of zeros has any.
  var factor: Double { square > 0 ? product / square : 1 }
  var offset: Double { count > 0 ? difference / Double(count) : 0 }

  /// The line of least squares; of a channel of one number, the factor alone.
  var line: Line {
    let size = Double(max(count, 1))
    let (mean, other) = (reference / size, candidate / size)
    let variance = square - size * mean * mean
    guard variance > 1e-12 * square else { return Line(factor: factor, offset: 0) }
    let slope = (product - size * mean * other) / variance
    return Line(factor: slope, offset: other - slope * mean)
  }

  struct Line {
    var factor: Double
    var offset: Double

    func value(of reference: Double) -> Double { factor * reference + offset }
  }
}
