import TFDiffTensor
import Testing

/// Protects: the verdict on every pair of a set of float32 numbers is that of NumPy 1.23:
///
///     v = np.array([...], np.uint32).view(np.float32).astype(np.float64)
///     for a in v:
///       for b in v:
///         try: np.testing.assert_allclose(np.array([a]), np.array([b]), rtol=rtol, atol=atol)   # '.'
///         except AssertionError: …                                                               # 'x'
@Suite struct NumPyVerdictTests {
  /// 0, -0, 1, the next above, 1.00001, -1, 1e-45, 3e-45, 1.2e-38, 3.4e38, inf, -inf, nan, 100, 100.0011.
  static let numbers: [Float] = [
    0x0, 0x8000_0000, 0x3f80_0000, 0x3f80_0001, 0x3f80_0054, 0xbf80_0000, 0x1, 0x2, 0x80_0000, 0x7f7f_ffff,
    0x7f80_0000, 0xff80_0000, 0x7fc0_0000, 0x42c8_0000, 0x42c8_0090,
  ].map { Float(bitPattern: $0) }

  @Test(arguments: [
    (
      Tolerance(rtol: 1e-6, atol: 1e-5),
      """
      ..xxxx...xxxxxx ..xxxx...xxxxxx xx...xxxxxxxxxx xx...xxxxxxxxxx xx...xxxxxxxxxx xxxxx.xxxxxxxxx \
      ..xxxx...xxxxxx ..xxxx...xxxxxx ..xxxx...xxxxxx xxxxxxxxx.xxxxx xxxxxxxxxx.xxxx xxxxxxxxxxx.xxx \
      xxxxxxxxxxxx.xx xxxxxxxxxxxxx.x xxxxxxxxxxxxxx.
      """
    ),
    (
      Tolerance(rtol: 1e-5, atol: 0),
      """
      ..xxxxxxxxxxxxx ..xxxxxxxxxxxxx xx..xxxxxxxxxxx xx...xxxxxxxxxx xxx..xxxxxxxxxx xxxxx.xxxxxxxxx \
      xxxxxx.xxxxxxxx xxxxxxx.xxxxxxx xxxxxxxx.xxxxxx xxxxxxxxx.xxxxx xxxxxxxxxx.xxxx xxxxxxxxxxx.xxx \
      xxxxxxxxxxxx.xx xxxxxxxxxxxxx.x xxxxxxxxxxxxxx.
      """
    ),
    (
      Tolerance(rtol: 0, atol: 0),
      """
      ..xxxxxxxxxxxxx ..xxxxxxxxxxxxx xx.xxxxxxxxxxxx xxx.xxxxxxxxxxx xxxx.xxxxxxxxxx xxxxx.xxxxxxxxx \
      xxxxxx.xxxxxxxx xxxxxxx.xxxxxxx xxxxxxxx.xxxxxx xxxxxxxxx.xxxxx xxxxxxxxxx.xxxx xxxxxxxxxxx.xxx \
      xxxxxxxxxxxx.xx xxxxxxxxxxxxx.x xxxxxxxxxxxxxx.
      """
    ),
    (
      Tolerance(rtol: 0.5, atol: 0),
      """
      ..xxxxxxxxxxxxx ..xxxxxxxxxxxxx xx...xxxxxxxxxx xx...xxxxxxxxxx xx...xxxxxxxxxx xxxxx.xxxxxxxxx \
      xxxxxx..xxxxxxx xxxxxxx.xxxxxxx xxxxxxxx.xxxxxx xxxxxxxxx.xxxxx xxxxxxxxxx.xxxx xxxxxxxxxxx.xxx \
      xxxxxxxxxxxx.xx xxxxxxxxxxxxx.. xxxxxxxxxxxxx..
      """
    ),
    (
      Tolerance(rtol: 0, atol: 0.001),
      """
      ..xxxx...xxxxxx ..xxxx...xxxxxx xx...xxxxxxxxxx xx...xxxxxxxxxx xx...xxxxxxxxxx xxxxx.xxxxxxxxx \
      ..xxxx...xxxxxx ..xxxx...xxxxxx ..xxxx...xxxxxx xxxxxxxxx.xxxxx xxxxxxxxxx.xxxx xxxxxxxxxxx.xxx \
      xxxxxxxxxxxx.xx xxxxxxxxxxxxx.x xxxxxxxxxxxxxx.
      """
    ),
    (
      Tolerance(rtol: 2, atol: 1e30),
      """
      ..........xxx.. ..........xxx.. ..........xxx.. ..........xxx.. ..........xxx.. ..........xxx.. \
      ..........xxx.. ..........xxx.. ..........xxx.. xxxxxxxxx.xxxxx xxxxxxxxxx.xxxx xxxxxxxxxxx.xxx \
      xxxxxxxxxxxx.xx ..........xxx.. ..........xxx..
      """
    ),
  ])
  func verdictsAreNumPys(tolerance: Tolerance, table: String) throws {
    let rows = table.split(separator: " ").map(Array.init)
    #expect(rows.count == Self.numbers.count && rows.allSatisfy { $0.count == Self.numbers.count })
    for (row, a) in zip(rows, Self.numbers) {
      for (verdict, b) in zip(row, Self.numbers) {
        #expect(
          tolerance.accepts(reference: Double(a), candidate: Double(b)) == (verdict == "."), "\(a), \(b)")
        // Sixteen copies take the vector's way, one the scalar's.
        for count in [1, 16] {
          let tensors = try pair([Float](repeating: a, count: count), [Float](repeating: b, count: count))
          let comparison = Comparison(of: tensors, tolerance: tolerance)
          #expect(comparison.mismatched == (verdict == "." ? 0 : count), "\(a), \(b), \(count) times")
          #expect(tensors.isMismatch(at: 0, tolerance: tolerance) == (verdict == "x"), "\(a), \(b)")
        }
      }
    }
  }
}
