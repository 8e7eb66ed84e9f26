import Foundation

/// The whole check of Inception-ResNet-v2 in inference, as a process of its own: both sides built, weights drawn twice,
/// both run, all end points compared.
struct CheckBenchmark {
  let program: String
  let runs: Int

  func run() throws -> Child {
    let children = try (0..<max(runs, 1)).map { _ in
      try Child(program, ["check", "inception-resnet-v2", "--quiet"])
    }
    let fastest = children.min { $0.seconds < $1.seconds } ?? children[0]
    let peak = children.map(\.peakMemory).max() ?? 0
    print(String(format: "whole check      %.2f s, peak memory %d MiB", fastest.seconds, peak >> 20))
    return fastest
  }
}

/// The same work in real TensorFlow.
struct TensorFlowBenchmark {
  let python: String

  func run() throws -> Child {
    let script = Bundle.module.bundlePath + "/Python/check_inception_resnet_v2.py"
    let child = try Child(python, [script])
    print(String(format: "TensorFlow       %.2f s, peak memory %d MiB", child.seconds, child.peakMemory >> 20))
    return child
  }
}
