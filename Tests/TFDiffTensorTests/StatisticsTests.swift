import TFDiffTensor
import Testing

/// Protects: the numbers a report gives of each tensor are NumPy's, on any number of threads, and a constant has no deviation.
@Suite struct StatisticsTests {
  static let count = 100_003

  /// NumPy 1.23, with `i = np.arange(100003)` and, of `x.astype(np.float64)`:
  ///
  ///     x.min(), x.max(), x.mean(), x.std(), np.sqrt((x * x).sum())
  static let expected: [(name: String, tensor: Tensor, numbers: [Double])] = [
    (
      "((i*7919) % 10007 / 10007 - 0.3).astype(np.float32)",
      Tensor((0..<count).map { Float(Double($0 * 7919 % 10007) / 10007 - 0.3) }),
      [-0.30000001192092896, 0.6999000906944275, 0.19995186464010628, 0.2886755449703557, 111.04864603701404]
    ),
    (
      "(i*7919) % 10007 / 10007 + 1e6", Tensor((0..<count).map { Double($0 * 7919 % 10007) / 10007 + 1e6 }),
      [1000000.0, 1000000.9999000699, 1000000.4999518647, 0.28867554496760145, 316232667.498799]
    ),
    (
      "((i*7919) % 10007 / 10007 + 1e6).astype(np.float32)",
      Tensor((0..<count).map { Float(Double($0 * 7919 % 10007) / 10007 + 1e6) }),
      [1000000.0, 1000001.0, 1000000.4999518765, 0.28980505561919717, 316232667.49880284]
    ),
    (
      "(i*7919 % 10007 - 5000).astype(np.int32)", Tensor((0..<count).map { Int32($0 * 7919 % 10007 - 5000) }),
      [-5000, 5006, 3.0183094507164787, 2888.7761784915892, 913525.4386561986]
    ),
    (
      "(i*31 % 256).astype(np.uint8)", Tensor((0..<count).map { UInt8($0 * 31 % 256) }),
      [0, 255, 127.49902502924913, 73.9001517561129, 46602.45200630542]
    ),
    (
      "i % 3 == 0", Tensor((0..<count).map { $0 % 3 == 0 }),
      [0, 1, 0.333339999800006, 0.47140687768989753, 182.57875013264825]
    ),
    (
      "(i * 2**40).astype(np.int64)", Tensor((0..<count).map { Int64($0) << 40 }),
      [0, 1.0995336180085555e17, 5.497668090042778e16, 3.1741118917094308e16, 2.0074996814342885e19]
    ),
  ]

  @Test(arguments: expected.indices) func areNumPys(row: Int) {
    let (name, tensor, numbers) = Self.expected[row]
    let found = Statistics(of: tensor)
    #expect(found.min == numbers[0] && found.max == numbers[1], "\(name)")
    for (value, expected) in zip([found.mean, found.std, found.l2], numbers[2...]) {
      #expect(abs(value - expected) <= 1e-12 * abs(expected), "\(name): \(value), expected \(expected)")
    }
    #expect(found.nan == 0 && found.inf == 0)
  }

  /// A deviation made of rounding errors would be reported as a fact.
  @Test func aConstantHasNoDeviation() {
    let single = Statistics(of: Tensor(repeating: 0.1 as Float, shape: [Self.count]))
    #expect(single.std == 0 && single.mean == Double(Float(0.1)))
    let wide = Statistics(of: Tensor(repeating: 0.1, shape: [Self.count]))
    #expect(wide.std < 1e-15 && abs(wide.mean - 0.1) < 1e-15)
    let large = Statistics(of: Tensor(repeating: 1e15 + 0.3, shape: [Self.count]))
    #expect(large.std < 1)
  }

  @Test func doNotDependOnThreads() {
    for (name, tensor, _) in Self.expected {
      let alone = Statistics(of: tensor, threads: 1)
      for threads in [2, 3, 8] { #expect(Statistics(of: tensor, threads: threads) == alone, "\(name)") }
    }
  }

  @Test func nonFiniteNumbersGoWhereNumPyLetsThem() {
    let nan = Statistics(of: Tensor([1, .nan, .infinity, .nan] as [Float]))
    #expect(nan.nan == 2 && nan.inf == 1)
    #expect([nan.min, nan.max, nan.mean, nan.std, nan.l2].allSatisfy { $0.isNaN })
    let infinite = Statistics(of: Tensor([1, -.infinity, 3] as [Double]))
    #expect(infinite.min == -.infinity && infinite.max == 3 && infinite.mean == -.infinity)
    #expect(infinite.std.isNaN && infinite.l2 == .infinity && infinite.inf == 1 && infinite.nan == 0)
    let both = Statistics(of: Tensor([.infinity, -.infinity] as [Float]))
    #expect(both.mean.isNaN && both.inf == 2)
  }

  @Test func nothingHasNoStatistics() {
    let found = Statistics(of: Tensor([Float](), shape: [0, 3]))
    #expect([found.min, found.max, found.mean, found.std].allSatisfy { $0.isNaN })
    #expect(found.l2 == 0 && found.nan == 0 && found.inf == 0)
  }
}
