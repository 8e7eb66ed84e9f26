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
      while group + PhiloxBatch.width <= groups.upperBound {
        let batch = PhiloxBatch(generator)
        for lane in 0..<PhiloxBatch.width { memory.store(distribution.group(batch[lane]), at: group + lane) }
        generator.skip(UInt64(PhiloxBatch.width))
        group += PhiloxBatch.width
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
        memory.store(Self.truncated(&part, distribution), at: index)
      }
    }
  }

  @inline(__always)
  private static func truncated<Distribution: PhiloxDistribution>(
    _ generator: inout PhiloxRandom, _ distribution: Distribution
  ) -> Distribution.Group where Distribution.Element: BinaryFloatingPoint {
    var result = Distribution.Group()
    var accepted = 0
    while true {
      let group = distribution.group(generator.next())
      for lane in group.indices where group[lane].magnitude < 2 {
        result[accepted] = group[lane]
        accepted += 1
        if accepted == Distribution.Group.scalarCount { return result }
      }
    }
  }

  /// Calls `body` for ranges that together are all groups of the memory, in parallel.
  private func divide<Group>(
    _ memory: GroupedMemory<Group>, _ body: @Sendable (GroupedMemory<Group>, Range<Int>) -> Void
  ) {
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
  private let elements: UnsafeMutableBufferPointer<Group.Scalar>
  private let fullGroups: Int

  init(_ elements: UnsafeMutableBufferPointer<Group.Scalar>) {
    self.elements = elements
    fullGroups = elements.count / Group.scalarCount
  }

  var groupCount: Int { (elements.count + Group.scalarCount - 1) / Group.scalarCount }

  @inline(__always)
  func store(_ group: Group, at index: Int) {
    let start = index * Group.scalarCount
    if index < fullGroups, let base = elements.baseAddress {
      UnsafeMutableRawPointer(base + start).storeBytes(of: group, as: Group.self)
    } else {
      for position in start..<elements.count { elements[position] = group[position - start] }
    }
  }
}
