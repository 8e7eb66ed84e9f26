/// How many elements differ by how much: `|reference − candidate|` in decades.
public struct ErrorHistogram: Sendable, Hashable {
  /// Where one decade ends and the next begins; a decade includes its lower edge.
  public static let edges: [Double] = [
    1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100, 1000,
  ]

  /// Elements that do not differ at all: equal, both NaN, or the same infinity.
  public let equal: Int
  /// Elements that differ, by less than 1e-9, by 1e-9 to 1e-8, …, by 100 to 1000, by 1000 and more.
  public let counts: [Int]
  /// Elements that differ where one side or both are not finite.
  public let nonFinite: Int
  /// Of each of ``counts``, how many elements are out of tolerance; nil where none was given. What is not finite always is.
  public let mismatched: [Int]?

  public var elements: Int { equal + counts.reduce(0, +) + nonFinite }

  /// What a bucket of `counts` holds: `<1e-09`, `1e-09`, …, `1e+02`, `≥1e+03`; the lower edge, except of the first.
  public static func label(of bucket: Int) -> String {
    if bucket == 0 { return "<" + label(edge: 0) }
    return (bucket == edges.count ? "≥" : "") + label(edge: bucket - 1)
  }

  private static func label(edge: Int) -> String {
    DecimalDigits(edges[edge]).scientific(fractionDigits: 0)
  }

  /// - Parameter tolerance: what elements are held to, where it is to be counted how many are outside of it.
  /// - Complexity: one reading of both tensors.
  public init(of pair: TensorPair, tolerance: Tolerance? = nil, threads: Int = Parallel.processorCount) {
    let parts = Parallel.fold(count: pair.elementCount, threads: threads, from: Counts()) { counts, range in
      pair.forEachBlock(in: range) { reference, candidate, block in
        counts.add(reference, candidate, block.count)
        if let tolerance { counts.judge(reference, candidate, block.count, by: tolerance) }
        return true
      }
    }
    let total = parts.reduce(into: Counts()) { $0.merge($1) }
    equal = total.equal
    counts = total.decades
    nonFinite = total.nonFinite
    mismatched = tolerance == nil ? nil : total.mismatched
  }

  private struct Counts: Sendable {
    var equal = 0
    var decades = [Int](repeating: 0, count: edges.count + 1)
    var nonFinite = 0
    var mismatched = [Int](repeating: 0, count: edges.count + 1)

    mutating func judge(
      _ reference: UnsafePointer<Double>, _ candidate: UnsafePointer<Double>, _ count: Int, by tolerance: Tolerance
    ) {
      let table = DecadeTable.shared
      let (rtol, atol) = (tolerance.rtol, tolerance.atol)
      for element in 0..<count {
        let difference = (reference[element] - candidate[element]).magnitude
        guard difference.isFinite, difference > atol + rtol * candidate[element].magnitude else { continue }
        mismatched[table.bucket(of: difference)] += 1
      }
    }

    mutating func add(_ reference: UnsafePointer<Double>, _ candidate: UnsafePointer<Double>, _ count: Int) {
      let table = DecadeTable.shared
      for element in 0..<count {
        let (x, y) = (reference[element], candidate[element])
        let difference = (x - y).magnitude
        if difference == 0 {
          equal += 1
        } else if x.isFinite && y.isFinite {
          decades[table.bucket(of: difference)] += 1
        } else if absoluteDifference(x, y) == 0 {
          equal += 1
        } else {
          nonFinite += 1
        }
      }
    }

    mutating func merge(_ other: Counts) {
      equal += other.equal
      nonFinite += other.nonFinite
      for bucket in decades.indices {
        decades[bucket] += other.decades[bucket]
        mismatched[bucket] += other.mismatched[bucket]
      }
    }
  }
}

/// Finds a number's decade from its binary exponent and one comparison: between neighbouring powers of two lies at
/// most one edge.
private struct DecadeTable: Sendable {
  static let shared = DecadeTable()

  private let bucketBelow: [Int]
  private let edge: [Double]

  private init() {
    var bucketBelow: [Int] = []
    var edge: [Double] = []
    for exponent in 0...Double.infinity.exponentBitPattern {
      let power = Double(sign: .plus, exponentBitPattern: exponent, significandBitPattern: 0)
      let below = ErrorHistogram.edges.count { $0 <= power }
      bucketBelow.append(below)
      edge.append(below < ErrorHistogram.edges.count ? ErrorHistogram.edges[below] : .infinity)
    }
    self.bucketBelow = bucketBelow
    self.edge = edge
  }

  /// - Precondition: the number is not negative and not NaN.
  func bucket(of number: Double) -> Int {
    let exponent = Int(number.exponentBitPattern)
    let isOver = number >= edge[exponent] && edge[exponent].isFinite
    return bucketBelow[exponent] + (isOver ? 1 : 0)
  }
}
