import Dispatch
import Foundation
import TFDiffTensor

/// The compare kernel against what this machine can read from memory.
struct CompareBenchmark {
  let runs: Int
  /// Two arrays of 256 MiB: far more than any cache holds.
  private let shape: Shape = [64 << 20]

  func run() throws {
    // Two activations as two runs give them: differences of rounding's size, no two blocks alike.
    let reference = Self.noise(shape, offset: 1, amplitude: 1, seed: 1)
    let candidate = reference.withElements(of: Float.self) { elements in
      Self.noise(shape, offset: 0, amplitude: 1e-6, seed: 2, added: elements)
    }
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

  /// Numbers between `offset` and `offset + amplitude` of a linear congruential generator (Knuth's MMIX), added to others.
  private static func noise(
    _ shape: Shape, offset: Float, amplitude: Float, seed: UInt64, added: UnsafeBufferPointer<Float>? = nil
  ) -> Tensor {
    Tensor(shape: shape, of: Float.self) { target in
      var state = seed
      for index in target.indices {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let number = offset + amplitude * Float(state >> 40) / 0x1p24
        target[index] = (added?[index] ?? 0) + number
      }
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
