import Dispatch
import Foundation
import TFDiffTensor

/// The compare kernel against what this machine can read from memory.
struct CompareBenchmark {
  let runs: Int
  /// Two arrays of 256 MiB: far more than any cache holds.
  private let shape: Shape = [64 << 20]

  func run() throws {
    let reference = Tensor(repeating: Float(1), shape: shape)
    let candidate = Tensor(repeating: Float(1) + 1e-7, shape: shape)
    let pair = try TensorPair(reference: reference, candidate: candidate)
    for threads in [1, 2] {
      let read = best { readEverything([reference, candidate], threads: threads) }
      let compare = best {
        let comparison = Comparison(of: pair, tolerance: .standard, threads: threads)
        precondition(comparison.isMatch)
      }
      let bytes = Double(2 * reference.byteCount)
      print(
        String(
          format: "compare kernel   %d thread%@: %.1f GB/s, %.0f %% of reading's %.1f GB/s", threads,
          threads == 1 ? " " : "s", bytes / compare / 1e9, 100 * read / compare, bytes / read / 1e9))
    }
  }

  private func best(_ body: () -> Void) -> Double {
    (0..<max(runs, 1)).map { _ in ContinuousClock().measure(body) / .seconds(1) }.min() ?? .infinity
  }

  /// Adds up all bits of the tensors, both read side by side as the kernel reads them.
  private func readEverything(_ tensors: [Tensor], threads: Int) {
    let parts = (0..<threads)
    DispatchQueue.concurrentPerform(iterations: threads) { part in
      var sum = SIMD16<UInt32>.zero
      let count = tensors[0].byteCount / MemoryLayout<SIMD16<UInt32>>.stride
      let range = count * part / parts.count..<count * (part + 1) / parts.count
      tensors[0].bytes.withMemoryRebound(to: SIMD16<UInt32>.self) { left in
        tensors[1].bytes.withMemoryRebound(to: SIMD16<UInt32>.self) { right in
          for index in range { sum &+= left[index] ^ right[index] }
        }
      }
      blackHole(sum)
    }
  }
}

/// Uses a value in a way that the optimizer cannot foresee.
@inline(never)
private func blackHole(_ value: SIMD16<UInt32>) {
  withExtendedLifetime(value) {}
}
