import TFDiffTensor

/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014: the same numbers on every run.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

/// The error a call throws; nil where it throws none.
func tensorError(_ body: () throws -> Void) -> TensorError? {
  do {
    try body()
    return nil
  } catch {
    return error as? TensorError
  }
}

func pair<Element: TensorElement>(
  _ reference: [Element], _ candidate: [Element], shape: Shape? = nil
) throws -> TensorPair {
  try TensorPair(
    reference: Tensor(reference, shape: shape), candidate: Tensor(candidate, shape: shape))
}

/// NaN equals NaN.
func same(_ first: Double, _ second: Double) -> Bool { first == second || (first.isNaN && second.isNaN) }
