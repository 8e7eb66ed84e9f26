/// The attributes `seed` and `seed2` of a random operation.
public struct SeedPair: Sendable, Hashable {
  public let seed: Int
  public let seed2: Int

  public init(_ seed: Int, _ seed2: Int) {
    self.seed = seed
    self.seed2 = seed2
  }

  /// What a random operation has where neither seed is set: its kernel draws from seeds nobody can foresee.
  public static let nondeterministic = SeedPair(0, 0)

  /// The graph-level or global seed in force where only an operation's own seed is set.
  /// Source: `DEFAULT_GRAPH_SEED`, tensorflow/python/framework/random_seed.py.
  public static let defaultGraphSeed = 87_654_321

  /// The modulus of seeds, and the stand-in for a second seed of zero.
  /// Source: `_MAXINT32`, tensorflow/python/framework/random_seed.py.
  static let largestInt32 = Int(Int32.max)

  /// The pair of an operation under seeds that are both set.
  ///
  /// Both are reduced modulo 2³¹ − 1, and (0, 0), which would mean nondeterminism, becomes (0, 2³¹ − 1).
  /// Source: `get_seed` and `_truncate_seed`, tensorflow/python/framework/random_seed.py.
  static func truncating(globalSeed: Int, operationSeed: Int) -> SeedPair {
    let pair = SeedPair(truncate(globalSeed), truncate(operationSeed))
    return pair == .nondeterministic ? SeedPair(0, largestInt32) : pair
  }

  /// The pair of an operation where no graph-level or global seed is set.
  static func withoutGlobalSeed(operationSeed: Int?) -> SeedPair {
    guard let operationSeed else { return .nondeterministic }
    return truncating(globalSeed: defaultGraphSeed, operationSeed: operationSeed)
  }

  /// Two words from the system's generator.
  static func unforeseeable() -> SeedPair {
    SeedPair(.random(in: .min ... .max), .random(in: .min ... .max))
  }

  /// Python's `seed % (2³¹ − 1)`, which is never negative.
  private static func truncate(_ seed: Int) -> Int {
    let remainder = seed % largestInt32
    return remainder < 0 ? remainder + largestInt32 : remainder
  }
}
