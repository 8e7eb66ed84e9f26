import Dispatch
import Foundation
import Synchronization
import TFDiffArtefacts
import TFDiffTensor

/// Loading a checkpoint of 500 MB, every checksum compared, against reading the same file and doing nothing with it.
///
/// Both take fresh memory for all of the file and as many threads as there are processors. Cold, the kernel is asked to
/// forget the file before; a file system that keeps it all the same is measured as it is.
struct CheckpointBenchmark {
  let runs: Int
  private static let tensorCount = 100
  /// 5 MB each, as the larger layers of an image model have.
  private static let shape: Shape = [1250, 1000]

  func run() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/tfdiff-benchmark-\(getpid())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let prefix = folder + "/model.ckpt-1"
    try write(to: prefix)
    let data = prefix + ".data-00000-of-00001"
    for isCold in [false, true] {
      var (reading, loading) = (Double.infinity, Double.infinity)
      // One after the other, so that both meet the machine in the same state.
      for _ in 0..<max(runs, 1) {
        if isCold { try forget(data) }
        reading = min(reading, try seconds { try readEverything(data) })
        if isCold { try forget(data) }
        loading = min(loading, try seconds { try load(prefix) })
      }
      let bytes = Double(Self.tensorCount * Self.shape.elementCount * MemoryLayout<Float>.stride)
      print(
        String(
          format: "checkpoint, %@ 500 MB: %.2f GB/s, %.0f %% of reading's %.2f GB/s", isCold ? "cold" : "warm",
          bytes / loading / 1e9, 100 * reading / loading, bytes / reading / 1e9))
    }
  }

  private func write(to prefix: String) throws {
    var writer = CheckpointWriter(prefix)
    for number in 0..<Self.tensorCount {
      let tensor = Tensor(shape: Self.shape, of: Float.self) { target in
        for index in target.indices { target[index] = Float(index &* 2_654_435_761 &+ number & 0xFFFF) }
      }
      writer.add("layer_\(number)/weights", tensor)
    }
    try writer.write()
  }

  private func load(_ prefix: String) throws {
    let checkpoint = try Checkpoint(prefix)
    let tensors = try checkpoint.tensors(checkpoint.entries.map(\.key))
    precondition(tensors.count == Self.tensorCount)
  }

  private func readEverything(_ path: String) throws {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { throw BenchmarkError.cannotRead(path: path, code: errno) }
    defer { close(descriptor) }
    let size = Int(lseek(descriptor, 0, SEEK_END))
    let piece = 1 << 22
    let next = Atomic<Int>(0)
    let failures = Atomic<Int>(0)
    _ = TensorStorage(byteCount: size) { target in
      let memory = Memory(bytes: target)
      DispatchQueue.concurrentPerform(iterations: Parallel.processorCount) { _ in
        while case let start = next.wrappingAdd(piece, ordering: .relaxed).oldValue, start < size {
          let part = memory.bytes[start..<min(start + piece, size)]
          let count = pread(descriptor, UnsafeMutableRawBufferPointer(rebasing: part).baseAddress, part.count, start)
          if count != part.count { failures.wrappingAdd(1, ordering: .relaxed) }
        }
      }
    }
    guard failures.load(ordering: .relaxed) == 0 else { throw BenchmarkError.cannotRead(path: path, code: EIO) }
  }

  /// `@unchecked Sendable`: each thread writes pieces of its own.
  private struct Memory: @unchecked Sendable {
    let bytes: UnsafeMutableRawBufferPointer
  }

  /// Asks the kernel to drop a file from its cache; only what is on the disk can be dropped.
  private func forget(_ path: String) throws {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { throw BenchmarkError.cannotRead(path: path, code: errno) }
    defer { close(descriptor) }
    fsync(descriptor)
    posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
  }

  private func seconds(_ body: () throws -> Void) throws -> Double {
    try ContinuousClock().measure(body) / .seconds(1)
  }
}
