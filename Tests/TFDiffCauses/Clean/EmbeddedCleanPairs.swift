import TFDiffTargets
import TFDiffTensor

/// Built-in models without a fault: seeds, inputs, modes, training, kinds of candidate and rewrites.
struct EmbeddedCleanPairs: Sendable {
  let surroundings: Surroundings

  var all: [CleanPair] { forward + unfused + steps + rounding }

  /// Where the random operations of the two sides come in one order: what is traced draws in another.
  private var forward: [CleanPair] {
    CandidateKind.allCases.flatMap { candidate in
      ["fixed-weights", "constant", "num_random_ops"].flatMap { mode in
        [false, true].flatMap { training in
          candidate == .eager || mode != "num_random_ops" || (candidate == .function && !training)
            ? forward(candidate, mode, training) : []
        }
      }
    }
  }

  private func forward(_ candidate: CandidateKind, _ mode: String, _ training: Bool) -> [CleanPair] {
    (1...6).map { seed in
      digits("\(candidate.rawValue) \(mode)", seed: seed) { arguments in
        (arguments.candidate, arguments.mode, arguments.training) = (candidate.rawValue, mode, training)
      }
    }
  }

  /// The reference's graph as it was built.
  private var unfused: [CleanPair] {
    (1...50).map { seed in
      digits("unfused", seed: seed) { arguments in
        arguments.disabledRewrites = ["constant_folding", "arithmetic_optimization", "remapping"]
        arguments.training = seed.isMultiple(of: 2)
        arguments.checkpoint = seed.isMultiple(of: 3) ? surroundings.checkpoint : nil
      }
    }
  }

  /// Two training steps by the optimizers that both worlds have with one formula.
  private var steps: [CleanPair] {
    let optimizers = [
      "sgd:learning_rate=0.1", "momentum:learning_rate=0.01", "nesterov:learning_rate=0.01",
      "adam:learning_rate=1e-3,epsilon=1e-8", "adagrad:learning_rate=0.05",
    ]
    return optimizers.flatMap { optimizer in
      (1...5).map { seed in
        digits("steps \(optimizer)", seed: seed) { arguments in
          arguments.mode = "constant"
          (arguments.steps.count, arguments.steps.optimizer) = (2, optimizer)
          arguments.steps.labels = "\(surroundings.batch):labels"
          arguments.checkpoint = seed == 1 ? surroundings.checkpoint : nil
        }
      }
    }
  }

  /// The reference's graph is fused, and the candidate is not: other kernels give other last bits.
  private var rounding: [CleanPair] {
    (1...24).map { seed in
      var pair = digits("rounding", seed: seed) { arguments in
        arguments.candidate = seed.isMultiple(of: 4) ? CandidateKind.functionalModel.rawValue : arguments.candidate
        arguments.checkpoint = seed.isMultiple(of: 3) ? surroundings.checkpoint : nil
      }
      pair.pair.tolerance = Tolerance(rtol: 0, atol: 0)
      pair.isRounding = true
      return pair
    }
  }

  /// Weights and pictures are drawn by the seed.
  private func digits(_ words: String, seed: Int, _ change: (inout TargetArguments) -> Void) -> CleanPair {
    var pair = Pair("digits") { arguments in
      arguments.seed = seed
      arguments.input = "\(surroundings.batch):images"
      change(&arguments)
    }
    pair.inputSeed = seed
    let training = pair.arguments.training ? " training" : ""
    return CleanPair(name: "clean digits \(words)\(training) seed \(seed)", pair: pair)
  }
}
