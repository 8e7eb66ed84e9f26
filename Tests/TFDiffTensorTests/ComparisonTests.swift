import TFDiffTensor
import Testing

/// Protects: the comparison that every verdict rests on: its fast paths agree with the plain definition to the bit.
@Suite struct ComparisonTests {
  static let tolerances = [
    Tolerance.standard, Tolerance(rtol: 0, atol: 0), Tolerance(rtol: 1e-5, atol: 0),
    Tolerance(rtol: 0, atol: 1e-6),
    Tolerance(rtol: 0.5, atol: 1e-12), Tolerance(rtol: 1e-3, atol: 3e-7), Tolerance(rtol: 1e-40, atol: 1e-44),
    Tolerance(rtol: .infinity, atol: 0), Tolerance(rtol: 0, atol: .infinity), Tolerance(rtol: .nan, atol: 0),
    Tolerance(rtol: -1e-3, atol: 1e-3), Tolerance(rtol: 3, atol: 1e38),
  ]

  @Test(arguments: [0, 1, 15, 16, 17, 64, 1000, 4095, 4096, 4097, 12288, 100_003])
  func float32AgreesWithAPlainLoop(count: Int) throws {
    for (kind, elements) in Self.float32Data(count: count) {
      for tolerance in count > 5000 ? [Self.tolerances[0]] : Self.tolerances {
        try Self.check(elements.0, elements.1, tolerance, "\(kind), \(tolerance)")
      }
    }
  }

  /// Larger than what one thread takes at a time, so that merging is tested.
  @Test func manyThreadsAgreeWithOne() throws {
    for (kind, elements) in Self.float32Data(count: 300_007) {
      let tensors = try pair(elements.0, elements.1)
      for tolerance in Self.tolerances {
        let alone = Comparison(of: tensors, tolerance: tolerance, threads: 1)
        for threads in [2, 3, 8] {
          let shared = Comparison(of: tensors, tolerance: tolerance, threads: threads)
          #expect(shared == alone, "\(kind), \(tolerance), \(threads) threads")
        }
      }
    }
  }

  @Test func otherElementTypesAgreeWithAPlainLoop() throws {
    var random = SplitMix64(seed: 3)
    let wide = (0..<5000).map { _ in Double.random(in: -1...1, using: &random) }
    let near = wide.map { $0 * (1 + Double.random(in: -2e-6...2e-6, using: &random)) }
    let whole = wide.map { Int64($0 * 0x1p62) }
    for tolerance in Self.tolerances {
      try Self.check(wide, near, tolerance, "float64")
      try Self.check(Self.planted(wide), Self.planted(near.reversed()), tolerance, "float64 with specials")
      try Self.check(whole, whole.map { $0 &+ Int64(truncatingIfNeeded: $0 % 5000) }, tolerance, "int64")
      try Self.check(
        whole.map { Int32(truncatingIfNeeded: $0) }, whole.map { Int32(truncatingIfNeeded: $0 >> 8) },
        tolerance,
        "int32")
      try Self.check(
        whole.map { UInt8(truncatingIfNeeded: $0) }, whole.map { UInt8(truncatingIfNeeded: $0 >> 8) },
        tolerance,
        "uint8")
      try Self.check(wide.map { $0 > 0 }, wide.map { $0 > 0.01 }, tolerance, "bool")
    }
  }

  /// The extreme differences of each type overflow it, but not the comparison.
  @Test func extremesDoNotOverflow() throws {
    try Self.check([UInt8.max, 0], [0, .max], .standard, "uint8")
    try Self.check([Int32.max, .min], [.min, .max], .standard, "int32")
    try Self.check([Int64.max, .min], [.min, .max], .standard, "int64")
    let greatest = Float.greatestFiniteMagnitude
    try Self.check([greatest, -greatest], [-greatest, greatest], .standard, "float32")
    let comparison = try Comparison(of: pair([greatest], [-greatest]), tolerance: .standard)
    #expect(comparison.maxAbs == 2 * Double(greatest))
  }

  /// Differences at the very edge of what is allowed: one float32 above and below, where float32 arithmetic would
  /// round either way.
  @Test func edgesOfTheToleranceAgreeWithAPlainLoop() throws {
    var random = SplitMix64(seed: 11)
    for tolerance in [Tolerance.standard, Tolerance(rtol: 1e-4, atol: 1e-7), Tolerance(rtol: 0.25, atol: 0)] {
      var reference: [Float] = []
      var candidate: [Float] = []
      for _ in 0..<8192 {
        let base = Float.random(in: -4...4, using: &random)
        let edge = Float(Double(base) + tolerance.allowed(candidate: Double(base)))
        candidate.append(base)
        reference.append([edge, edge.nextUp, edge.nextDown].randomElement(using: &random) ?? edge)
      }
      try Self.check(reference, candidate, tolerance, "edges of \(tolerance)")
    }
  }

  /// In the range where float32 products lose their digits a bound could be rounded over a difference.
  @Test func denormalsAgreeWithAPlainLoop() throws {
    var random = SplitMix64(seed: 5)
    let candidate = (0..<8192).map { _ in Float(bitPattern: UInt32.random(in: 0..<1 << 20, using: &random)) }
    let reference = candidate.map { value in
      Float(bitPattern: value.bitPattern + UInt32.random(in: 0..<3, using: &random))
    }
    for rtol in [0, 1e-7, 3e-7, 1e-6, 1e-3, 0.3, 0.75, 1.5] {
      for atol in [0, 0x1p-149, 0x1p-148, 1e-44, 1e-40] {
        try Self.check(reference, candidate, Tolerance(rtol: rtol, atol: atol), "denormals")
      }
    }
  }

  /// The greatest difference may be one that float32 rounds to the same number as a smaller one.
  @Test func maximumIsTheExactOne() throws {
    var candidate = [Float](repeating: 1, count: 20_000)
    var reference = candidate
    (reference[7], candidate[7]) = (1, 0)
    (reference[13_001], candidate[13_001]) = (0.75, -0.25 - 0x1p-25)
    let comparison = try Comparison(of: pair(reference, candidate), tolerance: Tolerance(rtol: 0.5, atol: 2))
    #expect(comparison.isMatch)
    #expect(comparison.maxAbs == 1 + 0x1p-25)
    #expect(comparison.maxAbsPosition == 13_001)
  }

  /// Blocks that are equal but for one element: each must be looked at if it raises any one number, alone.
  @Test func eachNumberCanBeRaisedAlone() throws {
    let tolerance = Tolerance(rtol: 1e-3, atol: 1e-3)
    // The last raises the required rtol, and nothing else.
    var trials: [[(candidate: Float, difference: Float)]] = [[(100, 0.041), (0.5, 1e-3), (2, 2.2e-3)]]
    var random = SplitMix64(seed: 12)
    for _ in 0..<40 {
      trials.append(
        (0..<5).map { _ in
          let candidate = Float.random(in: 0.01...10, using: &random)
          return (candidate, Float.random(in: 0.5...1.05, using: &random) * (1e-3 + 1e-3 * candidate))
        })
    }
    for trial in trials {
      var candidate = [Float](repeating: 1, count: trial.count * 4096)
      var reference = candidate
      for (number, planted) in trial.enumerated() {
        candidate[number * 4096 + 100] = planted.candidate
        reference[number * 4096 + 100] = planted.candidate + planted.difference
      }
      try Self.check(reference, candidate, tolerance, "\(trial)")
    }
  }

  @Test func differencesInShapeAndTypeAreErrors() {
    let two = Tensor([1, 2] as [Float])
    #expect(throws: TensorError.shapesDiffer(reference: [2], candidate: [1, 2])) {
      try Comparison(reference: two, candidate: two.reshaped(to: [1, 2]), tolerance: .standard)
    }
    #expect(throws: TensorError.dtypesDiffer(reference: .float32, candidate: .float64)) {
      try Comparison(reference: two, candidate: two.converted(to: .float64), tolerance: .standard)
    }
  }

  /// Elements in float32, of the kinds that take different ways through the comparison.
  static func float32Data(count: Int) -> [(String, ([Float], [Float]))] {
    var random = SplitMix64(seed: UInt64(count))
    let base = (0..<count).map { _ in Float.random(in: -2...2, using: &random) }
    let other = (0..<count).map { _ in Float.random(in: -2...2, using: &random) }
    let relative = zip(base, other).map { $0 * (1 + 1e-7 * $1) }
    let absolute = zip(base, other).map { $0 + 1e-7 * $1 }
    let larger = zip(base, other).map { $0 + 4e-6 * $1 }
    let rectified = (base.map { max($0, 0) }, absolute.map { max($0, 0) })
    return [
      ("equal", (base, base)), ("relative noise", (base, relative)), ("absolute noise", (base, absolute)),
      ("noise near the tolerance", (base, larger)), ("rectified", rectified), ("unrelated", (base, other)),
      ("constant offset", (base.map { _ in 1 }, base.map { _ in 1.0000001 })),
      ("growing", (base.indices.map { Float($0) * 1e-9 }, base.map { _ in 0 })),
      ("with specials", (planted(base), planted(absolute.map { $0 }, shift: 1))),
      ("some specials agree", (planted(base), planted(base, shift: 13))),
    ]
  }

  /// With NaN, infinities, zeros, denormals and extremes here and there.
  static func planted<Number: BinaryFloatingPoint & TensorElement>(_ elements: [Number], shift: Int = 0)
    -> [Number]
  {
    let specials: [Number] = [
      .nan, .infinity, -.infinity, 0, -0.0, .leastNonzeroMagnitude, -.leastNormalMagnitude,
      .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1, .nan, .infinity, 0,
    ]
    var result = elements
    for (number, position) in stride(from: 0, to: elements.count, by: 97).enumerated() {
      result[position] = specials[(number + number / 13 * shift) % specials.count]
    }
    return result
  }

  static func check<Element: TensorElement>(
    _ reference: [Element], _ candidate: [Element], _ tolerance: Tolerance, _ words: String
  ) throws {
    let tensors = try pair(reference, candidate)
    let found = Comparison(of: tensors, tolerance: tolerance)
    PlainComparison(tensors, tolerance).expect(found, "\(words), \(reference.count) elements")
  }
}

/// The definitions, as directly as they can be written.
struct PlainComparison {
  let tolerance: Tolerance
  var elements: [(difference: Double, candidate: Double, isFinite: Bool, isOut: Bool)] = []

  init(_ pair: TensorPair, _ tolerance: Tolerance) {
    self.tolerance = tolerance
    for position in 0..<pair.elementCount {
      let (a, b) = (pair.reference.value(at: position), pair.candidate.value(at: position))
      let isFinite = a.isFinite && b.isFinite
      let agree = a == b || (a.isNaN && b.isNaN)
      let difference = isFinite ? abs(a - b) : agree ? 0 : .infinity
      let isIn = isFinite ? difference <= tolerance.atol + tolerance.rtol * abs(b) : agree
      elements.append((difference, b, isFinite, !isIn))
    }
  }

  func expect(_ found: Comparison, _ words: String) {
    #expect(found.elements == elements.count, "\(words)")
    #expect(found.mismatched == elements.count { $0.isOut }, "mismatched: \(words)")
    #expect(found.firstMismatch == elements.firstIndex { $0.isOut }, "first mismatch: \(words)")
    let maxAbs = elements.map(\.difference).max() ?? 0
    #expect(found.maxAbs == maxAbs, "maxAbs: \(words)")
    #expect(
      found.maxAbsPosition == (maxAbs > 0 ? elements.firstIndex { $0.difference == maxAbs } : nil),
      "maxAbs position: \(words)")
    let relative = elements.map { element in
      element.difference == 0 ? 0 : element.isFinite ? element.difference / abs(element.candidate) : .infinity
    }
    let maxRel = relative.max() ?? 0
    #expect(found.maxRel == maxRel, "maxRel: \(words)")
    #expect(
      found.maxRelPosition == (maxRel > 0 ? relative.firstIndex(of: maxRel) : nil),
      "maxRel position: \(words)")
    expectSmallest(found.requiredRtol, "requiredRtol: \(words)") { Tolerance(rtol: $0, atol: tolerance.atol) }
    expectSmallest(found.requiredAtol, "requiredAtol: \(words)") { Tolerance(rtol: tolerance.rtol, atol: $0) }
  }

  /// That the number passes everywhere, and that the next smaller one does not.
  private func expectSmallest(_ number: Double, _ words: String, _ tolerance: (Double) -> Tolerance) {
    #expect(number >= 0, "\(words)")
    if number.isFinite { #expect(passes(tolerance(number)), "passes: \(words)") }
    if number > 0 {
      let below = number.isFinite ? number.nextDown : .greatestFiniteMagnitude
      #expect(!passes(tolerance(below)), "is smallest: \(words)")
    }
  }

  private func passes(_ tolerance: Tolerance) -> Bool {
    elements.allSatisfy { element in
      element.isFinite
        ? element.difference <= tolerance.atol + tolerance.rtol * abs(element.candidate)
        : element.difference == 0
    }
  }
}
