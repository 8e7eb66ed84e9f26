import Dispatch

/// Fills memory with random numbers, on several threads.
///
/// A group of elements depends only on its number, so the result is the same however the groups are divided.
/// Source: `FillPhiloxRandom`, tensorflow/core/kernels/random_op_cpu.h.
struct PhiloxFill {
  let generator: PhiloxRandom
  let threads: Int

  /// Groups worth a thread of their own: starting one costs some ten microseconds.
  private static let smallestPiece = 4096

  /// Fills `target` with one group a sample.
  func fill<Distribution: PhiloxDistribution>(
    _ target: UnsafeMutableBufferPointer<Distribution.Element>, with distribution: Distribution
  ) {
    divide(GroupedMemory<Distribution.Group>(target)) { memory, groups in
      var generator = generator.skipping(groups.lowerBound)
      var group = groups.lowerBound
      let batches = (min(groups.upperBound, memory.fullGroups) - group) / PhiloxBatch.width
      for _ in 0..<batches {
        let batch = PhiloxBatch(generator)
        memory.storeFull(distribution.group(batch[0]), at: group)
        memory.storeFull(distribution.group(batch[1]), at: group &+ 1)
        memory.storeFull(distribution.group(batch[2]), at: group &+ 2)
        memory.storeFull(distribution.group(batch[3]), at: group &+ 3)
        generator.skip(UInt64(PhiloxBatch.width))
        group &+= PhiloxBatch.width
      }
      for rest in group..<groups.upperBound { memory.store(distribution.group(generator.next()), at: rest) }
    }
  }

  /// Fills `target` with those numbers of a normal distribution that are less than two standard deviations from
  /// its mean. Each group takes as many samples as it needs from a part of the stream of its own.
  ///
  /// Source: `TruncatedNormalDistribution`, tensorflow/tsl/lib/random/random_distributions.h.
  func fillTruncated<Distribution: PhiloxDistribution>(
    _ target: UnsafeMutableBufferPointer<Distribution.Element>, with distribution: Distribution
  ) where Distribution.Element: BinaryFloatingPoint {
    // 256 samples of 32 bits for each element, in samples of 128.
    let stride = Distribution.Group.scalarCount * GuardedPhiloxRandom.reservedSamplesPerElement / 4
    divide(GroupedMemory<Distribution.Group>(target)) { memory, groups in
      for index in groups {
        var part = generator.skipping(index * stride)
        let first = distribution.group(part.next())
        // Five groups in six need only one sample.
        let isAccepted = all(first .< 2) && all(first .> -2)
        memory.store(isAccepted ? first : Self.truncated(first, &part, distribution), at: index)
      }
    }
  }

  /// The first elements within two standard deviations, in `first` and in the samples after it.
  @inline(__always)
  private static func truncated<Distribution: PhiloxDistribution>(
    _ first: Distribution.Group, _ generator: inout PhiloxRandom, _ distribution: Distribution
  ) -> Distribution.Group where Distribution.Element: BinaryFloatingPoint {
    var result = Distribution.Group()
    var accepted = 0
    var group = first
    while true {
      for lane in group.indices where group[lane].magnitude < 2 {
        result[accepted] = group[lane]
        accepted += 1
        if accepted == Distribution.Group.scalarCount { return result }
      }
      group = distribution.group(generator.next())
    }
  }

  /// Calls `body` for ranges that together are all groups of the memory, in parallel.
  private func divide<Group>(
    _ memory: GroupedMemory<Group>?, _ body: @Sendable (GroupedMemory<Group>, Range<Int>) -> Void
  ) {
    guard let memory else { return }
    let count = memory.groupCount
    let pieces = max(1, min(threads, count / Self.smallestPiece))
    guard pieces > 1 else { return body(memory, 0..<count) }
    DispatchQueue.concurrentPerform(iterations: pieces) { piece in
      body(memory, count * piece / pieces..<count * (piece + 1) / pieces)
    }
  }
}

/// Memory written a group at a time; of the last group only as many elements as there is room for.
///
/// `@unchecked Sendable`: each thread writes groups of its own, and all are done before the memory is read.
private struct GroupedMemory<Group: SIMD & SendableMetatype>: @unchecked Sendable
where Group.Scalar: BitwiseCopyable {
  private let base: UnsafeMutablePointer<Group.Scalar>
  private let count: Int
  /// How many groups have room for all their elements.
  let fullGroups: Int

  /// - Returns: nil where there are no elements.
  init?(_ elements: UnsafeMutableBufferPointer<Group.Scalar>) {
    guard let base = elements.baseAddress, elements.count > 0 else { return nil }
    self.base = base
    count = elements.count
    fullGroups = elements.count / Group.scalarCount
  }

  var groupCount: Int { (count + Group.scalarCount - 1) / Group.scalarCount }

  @inline(__always)
  func store(_ group: Group, at index: Int) {
    if index < fullGroups { return storeFull(group, at: index) }
    let start = index * Group.scalarCount
    for position in start..<count { base[position] = group[position - start] }
  }

  /// - Precondition: `index` is less than ``fullGroups``.
  @inline(__always)
  func storeFull(_ group: Group, at index: Int) {
    UnsafeMutableRawPointer(base + index &* Group.scalarCount).storeBytes(of: group, as: Group.self)
  }
}
