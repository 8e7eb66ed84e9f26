extension Statistics {
  /// What NumPy says of `x.astype(np.float64)`: `min`, `max`, `mean`, `std`, `np.sqrt((x * x).sum())`.
  ///
  /// As in NumPy a NaN makes all five NaN, and an infinity makes the mean infinite (NaN where both signs occur) and
  /// `std` NaN. Of a tensor without elements min, max, mean and std are NaN and l2 is 0.
  ///
  /// Mean and deviation are taken over blocks in two passes and joined pairwise, so that a large mean does not
  /// swallow a small deviation (Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing
  /// sample variances", 1979). The result does not depend on `threads`.
  public init(of tensor: Tensor, threads: Int = Parallel.processorCount) {
    let parts = Parallel.fold(count: tensor.elementCount, threads: threads, from: [(Int, Moments)]()) {
      found, range in
      var moments = Moments()
      tensor.forEachBlock(in: range) { elements, block in
        moments.merge(Moments(of: elements, count: block.count))
        return true
      }
      tensor.letGo(after: range)
      found.append((range.lowerBound, moments))
    }
    tensor.letGo()
    let ordered = parts.joined().sorted { $0.0 < $1.0 }
    self = ordered.reduce(into: Moments()) { $0.merge($1.1) }.statistics
  }
}

/// Sums over some elements, from which the statistics of all can be made.
private struct Moments: Sendable {
  var count = 0
  var nan = 0
  var inf = 0
  /// Of the elements that are not NaN.
  var min = Double.infinity
  var max = -Double.infinity
  /// Of the finite elements: their mean, the sum of squared differences from it, and the sum of squares.
  var finite = 0
  var mean = 0.0
  var deviation = 0.0
  var squares = CompensatedSum()

  init() {}

  init(of elements: UnsafePointer<Double>, count: Int) {
    self.count = count
    var sums = BlockSums()
    sums.add(elements, count)
    if sums.total.isFinite {
      finite = count
      (min, max) = (sums.min, sums.max)
      mean = sums.total / Double(count)
      squares.add(sums.squares)
      deviation = BlockSums.deviation(elements, count, from: mean)
    } else {
      addSingly(UnsafeBufferPointer(start: elements, count: count))
    }
  }

  /// The way for a block with numbers that are not finite, or whose sum is not.
  private mutating func addSingly(_ elements: UnsafeBufferPointer<Double>) {
    for element in elements {
      if element.isNaN {
        nan += 1
        continue
      }
      min = Swift.min(min, element)
      max = Swift.max(max, element)
      guard element.isFinite else {
        inf += 1
        continue
      }
      finite += 1
      let before = element - mean
      mean += before / Double(finite)
      deviation += before * (element - mean)
      squares.add(element * element)
    }
  }

  mutating func merge(_ other: Moments) {
    count += other.count
    nan += other.nan
    inf += other.inf
    min = Swift.min(min, other.min)
    max = Swift.max(max, other.max)
    guard other.finite > 0 else { return }
    let total = finite + other.finite
    let apart = other.mean - mean
    let share = Double(other.finite) / Double(total)
    deviation += other.deviation + apart * apart * Double(finite) * share
    mean += apart * share
    finite = total
    squares.add(other.squares.value)
  }

  var statistics: Statistics {
    if nan > 0 || count == 0 {
      return Statistics(
        min: .nan, max: .nan, mean: .nan, std: .nan, l2: count == 0 ? 0 : .nan, nan: nan, inf: inf)
    }
    if inf > 0 {
      let mean = min == -.infinity && max == .infinity ? .nan : min == -.infinity ? min : max
      return Statistics(min: min, max: max, mean: mean, std: .nan, l2: .infinity, nan: 0, inf: inf)
    }
    let variance = deviation / Double(count)
    return Statistics(
      min: min, max: max, mean: mean, std: variance.squareRoot(), l2: squares.value.squareRoot(), nan: 0,
      inf: 0)
  }
}

/// Plain sums over one block, eight running at a time.
private struct BlockSums {
  private typealias Doubles = SIMD8<Double>

  var total = 0.0
  var squares = 0.0
  var min = Double.infinity
  var max = -Double.infinity

  mutating func add(_ elements: UnsafePointer<Double>, _ count: Int) {
    var (sum, sumOfSquares) = (Doubles.zero, Doubles.zero)
    var (least, greatest) = (Doubles(repeating: min), Doubles(repeating: max))
    let whole = count & ~7
    for offset in stride(from: 0, to: whole, by: 8) {
      let x = UnsafeRawPointer(elements + offset).loadUnaligned(as: Doubles.self)
      sum += x
      sumOfSquares += x * x
      least = least.replacing(with: x, where: x .< least)
      greatest = greatest.replacing(with: x, where: x .> greatest)
    }
    total = sum.sum()
    squares = sumOfSquares.sum()
    min = least.min()
    max = greatest.max()
    for offset in whole..<count {
      let x = elements[offset]
      total += x
      squares += x * x
      min = Swift.min(min, x)
      max = Swift.max(max, x)
    }
  }

  /// The sum of squared differences from the mean, less what the mean's own rounding adds.
  static func deviation(_ elements: UnsafePointer<Double>, _ count: Int, from mean: Double) -> Double {
    var (sum, sumOfSquares) = (Doubles.zero, Doubles.zero)
    let whole = count & ~7
    for offset in stride(from: 0, to: whole, by: 8) {
      let x = UnsafeRawPointer(elements + offset).loadUnaligned(as: Doubles.self) - mean
      sum += x
      sumOfSquares += x * x
    }
    var (rest, restOfSquares) = (sum.sum(), sumOfSquares.sum())
    for offset in whole..<count {
      let x = elements[offset] - mean
      rest += x
      restOfSquares += x * x
    }
    return Swift.max(0, restOfSquares - rest * rest / Double(count))
  }
}

/// A sum that carries the rounding error of its additions along (Neumaier, 1974).
private struct CompensatedSum: Sendable {
  private var sum = 0.0
  private var error = 0.0

  mutating func add(_ term: Double) {
    let next = sum + term
    error += sum.magnitude >= term.magnitude ? (sum - next) + term : (term - next) + sum
    sum = next
  }

  /// A sum that has overflowed has no meaningful error term.
  var value: Double { sum.isFinite ? sum + error : sum }
}
