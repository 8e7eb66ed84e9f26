/// Something to read from a data file, with every core that is free.
enum ShardJob {
  /// An entry's bytes into memory, which has room for all of them.
  case load(BundleEntry, into: Destination)
  /// An entry's bytes, for their checksum only.
  case check(BundleEntry)
  /// Bytes between entries, which must be zeros.
  case zeros(Range<Int>)

  /// `@unchecked Sendable`: each byte of it is written by one thread, and read after all have ended.
  struct Destination: @unchecked Sendable {
    let base: UnsafeMutableRawPointer
  }

  var range: Range<Int> {
    switch self {
    case .load(let entry, _), .check(let entry): entry.range
    case .zeros(let range): range
    }
  }

  var entry: BundleEntry? {
    switch self {
    case .load(let entry, _), .check(let entry): entry
    case .zeros: nil
    }
  }

  /// Strings and variants have checksums that follow their layout, so that they are read as a whole.
  var isWhole: Bool { entry.map { $0.type.layout == .strings || $0.type.layout == .variants } ?? false }
}

/// A run of one job's bytes that one thread reads.
struct ShardPiece {
  /// Enough that taking a piece costs nothing, and few enough that two threads end together.
  static let size = 4 << 20

  let job: Int
  let range: Range<Int>

  static func pieces(of jobs: [ShardJob]) -> [ShardPiece] {
    jobs.enumerated().flatMap { index, job in
      let size = job.isWhole ? max(job.range.count, 1) : Self.size
      return stride(from: job.range.lowerBound, to: job.range.upperBound, by: size).map { start in
        ShardPiece(job: index, range: start..<min(start + size, job.range.upperBound))
      }
    }
  }
}
