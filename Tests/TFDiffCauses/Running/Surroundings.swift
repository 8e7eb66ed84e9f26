import TFDiffDebugger
import TFDiffEmbedded
import TFDiffLive
import TFDiffTargets
import TFDiffTensor

/// Where pairs are run: the checkout, and the interpreters there are.
struct Surroundings: Sendable {
  var folder: String
  var python: String?
  var python115: String?

  /// A batch of 64 images of digits, [64, 8, 8, 1], with `labels`.
  var batch: String { "\(folder)/Tests/TFDiffEngineTests/Golden/train_digits_batch.npz" }
  /// Weights of the digits' network that TensorFlow has trained.
  var checkpoint: String { "\(folder)/Tests/TFDiffArtefactsTests/Fixtures/ckpt_tf1/model.ckpt-400" }
  var programs: String { "\(folder)/Tests/TFDiffCauses/Programs" }

  func canRun(_ pair: Pair) -> Bool {
    guard pair.program != nil else { return true }
    return python != nil && (!pair.needs115 || python115 != nil)
  }

  /// - Throws: what is wrong with the pair.
  func target(of pair: Pair) throws -> DebugTarget {
    guard let program = pair.program else {
      var settings = try EmbeddedSettings(pair.arguments)
      if let seed = pair.inputSeed { settings.input = Self.noise(settings.input.shape, seed: seed) }
      return settings.target()
    }
    var arguments = pair.arguments
    arguments.target = "\(programs)/\(program).py"
    arguments.folder = folder
    arguments.python.python = python
    if pair.needs115 { arguments.python.tf1Python = python115 }
    var settings = try LiveSettings(arguments)
    if pair.isRight, let source = settings.program.source {
      settings.program.source = source + Self.repairs(of: source)
    }
    return settings.target()
  }

  /// What makes a program the right one: each `right_X` takes the place of `tf2_X`.
  private static func repairs(of source: String) -> String {
    let names = source.split(separator: "\n").compactMap { line -> Substring? in
      guard line.hasPrefix("def right_"), let end = line.firstIndex(of: "(") else { return nil }
      return line[..<end].dropFirst("def right_".count)
    }
    return "\n" + names.map { "tf2_\($0) = right_\($0)\n" }.joined()
  }

  /// Numbers between 0 and 1 that follow from a seed.
  private static func noise(_ shape: Shape, seed: Int) -> Tensor {
    var generator = SplitMix(state: UInt64(truncatingIfNeeded: seed))
    return Tensor((0..<shape.elementCount).map { _ in Float.random(in: 0..<1, using: &generator) }, shape: shape)
  }
}

/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
