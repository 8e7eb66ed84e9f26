import Foundation
import TFDiffTensor

/// One training step of Inception-ResNet-v2, both sides built and taken and all rungs compared, as a process of its own: in the
/// engine, and on real TensorFlow, beside the program that is compared there and does no more than that.
struct TrainingBenchmark {
  let program: String
  let python: String?
  let runs: Int

  func run() throws {
    let labels = FileManager.default.temporaryDirectory.appendingPathComponent("tfdiff-labels-\(UUID()).npz").path
    defer { try? FileManager.default.removeItem(atPath: labels) }
    try NpzFile.write([("labels", Tensor([17] as [Int32]))], to: labels)
    let ours = try fastest(
      program, ["check", "inception-resnet-v2", "--steps", "1", "--labels", "\(labels):labels", "--quiet"],
      statuses: [0, 1])
    print(String(format: "training step    %.2f s, peak memory %d MiB", ours.seconds, ours.peakMemory >> 20))
    guard let python else { return }
    let script = Bundle.module.bundlePath + "/Python/train_inception_resnet_v2.py"
    let plain = try fastest(python, [script])
    print(String(format: "TensorFlow       %.2f s, peak memory %d MiB", plain.seconds, plain.peakMemory >> 20))
    print(String(format: "training step    %.1f times faster than TensorFlow", plain.seconds / ours.seconds))
    let live = try fastest(
      program, ["check", script, "--steps", "1", "--python", python, "--quiet"], statuses: [0, 1])
    print(
      String(
        format: "live check       %.2f s, %.2f times the plain program", live.seconds, live.seconds / plain.seconds))
  }

  private func fastest(_ program: String, _ arguments: [String], statuses: Set<Int32> = [0]) throws -> Child {
    let children = try (0..<max(runs, 1)).map { _ in try Child(program, arguments, statuses: statuses) }
    return children.min { $0.seconds < $1.seconds } ?? children[0]
  }
}
