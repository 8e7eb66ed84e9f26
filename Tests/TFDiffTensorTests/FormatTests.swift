import TFDiffTensor
import Testing

/// Protects: numbers are rounded once and printed as NumPy and C print them, read back exactly, and stand in columns.
@Suite struct FormatTests {
  /// NumPy 1.23: `np.format_float_scientific(x, precision=1, unique=False, exp_digits=2)`.
  @Test(
    arguments: [
      (6e-8, "6.0e-08"), (1.45e-7, "1.4e-07"), (0.0315, "3.2e-02"), (9.96, "1.0e+01"), (12345.678, "1.2e+04"),
      (1e100, "1.0e+100"), (-2.5e-3, "-2.5e-03"), (1.25, "1.2e+00"), (1.35, "1.4e+00"), (0.25, "2.5e-01"),
      (0, "0"), (.nan, "nan"), (.infinity, "inf"), (-.infinity, "-inf"),
    ] as [(Double, String)])
  func shortHasTwoDigits(value: Double, text: String) { #expect(formatShort(value) == text) }

  @Test func exactReadsBack() {
    #expect(formatExact(Double(Float(0.1)), dtype: .float32) == "0.1")
    #expect(formatExact(0.1, dtype: .float64) == "0.1")
    #expect(formatExact(-3, dtype: .int32) == "-3" && formatExact(1, dtype: .bool) == "True")
    #expect(formatExact(.nan, dtype: .float32) == "nan" && formatExact(-.infinity, dtype: .float64) == "-inf")
    #expect(formatExact(1.5, dtype: .uint8) == "2", "a mean of whole numbers is rounded to one")
    var random = SplitMix64(seed: 6)
    for _ in 0..<2000 {
      let value = Double(bitPattern: random.next())
      let single = Float(bitPattern: UInt32.random(in: 0...UInt32.max, using: &random))
      guard value.isFinite, single.isFinite else { continue }
      #expect(Double(formatExact(value, dtype: .float64)) == value)
      #expect(Float(formatExact(Double(single), dtype: .float32)) == single)
    }
    #expect(Tensor([Int64.max, .min]).text(at: 0) == "9223372036854775807")
    #expect(Tensor([Int64.max, .min]).text(at: 1) == "-9223372036854775808")
    #expect(Tensor([true, false]).text(at: 1) == "False")
  }

  /// C's `printf("%.*f", precision, x)`, which rounds the number itself, not its shortest digits.
  @Test(arguments: [
    (1.005, 2, "1.00"), (1.015, 2, "1.01"), (1.025, 2, "1.02"), (0.125, 2, "0.12"), (0.375, 2, "0.38"),
    (9.995, 2, "9.99"), (99.9996, 3, "100.000"), (0.00049, 3, "0.000"), (-0.0004, 3, "-0.000"),
    (123456.789, 2, "123456.79"), (0.0001234, 6, "0.000123"), (0.6, 0, "1"), (2.5, 0, "2"), (3.5, 0, "4"),
    (0.5, 0, "0"), (0.05, 0, "0"), (1234.5, 0, "1234"),
  ])
  func fixedIsRoundedOnce(value: Double, precision: Int, text: String) {
    #expect(DecimalDigits(value).fixed(fractionDigits: precision) == text)
  }

  /// As above, for `float(np.float32(x))`.
  @Test(
    arguments: [(0.1, 4, "0.1000"), (1.0005, 3, "1.000"), (0.0625, 3, "0.062"), (2.675, 2, "2.67")]
      as [(Float, Int, String)])
  func float32IsRoundedOnce(value: Float, precision: Int, text: String) {
    #expect(DecimalDigits(value).fixed(fractionDigits: precision) == text)
  }

  /// NumPy 1.23 with `np.set_printoptions(precision=4, floatmode='maxprec_equal')`, except that a decimal point is
  /// always followed by a digit.
  @Test(
    arguments: [
      ([0.0123, 0, 0.0311], ["0.0123", "0.0000", "0.0311"]), ([1, 2, 3.5], ["1.0", "2.0", "3.5"]),
      ([1e-5, 1, 2], ["1.0e-05", "1.0e+00", "2.0e+00"]), ([1e9, 2], ["1.0e+09", "2.0e+00"]),
      ([1000.5, 1], ["1.0005e+03", "1.0000e+00"]), ([1.0 / 3, 2.0 / 3], ["0.3333", "0.6667"]),
      ([0.5, -0.25, .nan, .infinity], [" 0.50", "-0.25", "  nan", "  inf"]),
      ([1, 20, 3], [" 1.0", "20.0", " 3.0"]),
      ([.nan, -.infinity], [" nan", "-inf"]), ([0, 0], ["0.0", "0.0"]), ([], []),
    ] as [([Double], [String])])
  func columnsAreNumPys(values: [Double], cells: [String]) {
    let format = CellFormat(for: values, dtype: .float64)
    #expect(values.map(format.text) == cells)
    #expect(cells.allSatisfy { $0.count == format.width })
  }

  @Test func precisionIsAtMostWhatIsAsked() {
    let values = [0.123456789, 0.5]
    for (precision, text) in [(8, "0.12345679"), (2, "0.12"), (0, "0"), (-3, "0")] {
      #expect(CellFormat(for: values, dtype: .float64, precision: precision).text(values[0]) == text)
    }
    let single = Double(Float(0.1))
    #expect(CellFormat(for: [single], dtype: .float32, precision: 8).text(single) == "0.1")
  }

  @Test func wholeNumbersAndBoolsArePlain() throws {
    let integers = CellFormat(for: [3, -40], dtype: .int32)
    #expect([3, -40].map(integers.text) == ["  3", "-40"])
    let bools = CellFormat(for: [1, 0], dtype: .bool)
    #expect([1, 0].map(bools.text) == [" True", "False"])
    let large = Tensor([Int64.max, 1])
    let window = try TensorWindow(of: large.shape)
    let format = CellFormat(for: window, of: [large, large])
    #expect(format.text(of: large, at: 0) == "9223372036854775807")
    #expect(format.text(of: large, at: 1).count == format.width)
  }
}
