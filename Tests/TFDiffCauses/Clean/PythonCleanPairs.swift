import TFDiffTensor

/// Right versions of the programs, by several seeds, and programs that compute the same with other roundings.
enum PythonCleanPairs {
  static var all: [CleanPair] {
    forward.flatMap { name, training in
      (1...1).map { seed in right(name, seed: seed, Pair(program: name, training: training)) }
    } + steps.map { right($0, seed: 1, Pair(program: $0, steps: 2)) } + rounding
  }

  private static let forward = [
    ("batch_norm_epsilon", false), ("batch_norm_momentum", true), ("keep_prob", true), ("gelu_formula", false),
    ("padding_stride", false), ("lstm_gates", false), ("gru_reset_after", false), ("layer_norm_epsilon", false),
    ("mask_value", false), ("resize_corners", false), ("dilation", false), ("flatten_order", false),
    ("sample_variance", false), ("normalize_axis", false), ("resize_nearest", false), ("channel_order", false),
    ("embedding_offset", false), ("positions_interleaved", false), ("reverse_in_time", false),
    ("response_normalization", false), ("transposed_padding", false), ("last_step", false), ("graph_rewrite", false),
  ]

  private static let steps = [
    "training_l2", "training_adam_epsilon", "training_clipping", "training_schedule", "training_weighted",
    "training_beta", "training_warm_up", "training_masked",
  ]

  private static func right(_ name: String, seed: Int, _ pair: Pair) -> CleanPair {
    var pair = pair
    pair.isRight = true
    pair.arguments.seed = seed
    return CleanPair(name: "clean python \(name) seed \(seed)", pair: pair)
  }

  /// Held to nothing at all.
  private static var rounding: [CleanPair] {
    ["rounding_order", "rounding_float64", "rounding_split", "rounding_factor"].flatMap { name in
      (1...1).map { seed in
        var pair = Pair(program: name)
        pair.arguments.seed = seed
        pair.tolerance = Tolerance(rtol: 0, atol: 0)
        return CleanPair(name: "clean python \(name) seed \(seed)", pair: pair, isRounding: true)
      }
    }
  }
}
