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
  /// A window of a file is what a thread takes at a time: taking it costs nothing beside reading it, two threads end
  /// together, and seldom do both ask the kernel for the same large page of fresh memory.
  static let window = 4 << 20

  let job: Int
  let range: Range<Int>

  /// The jobs' bytes, cut where windows of the file end.
  static func pieces(of jobs: [ShardJob]) -> [ShardPiece] {
    jobs.enumerated().flatMap { index, job in
      var pieces: [ShardPiece] = []
      var start = job.range.lowerBound
      while start < job.range.upperBound {
        let windowEnd = (start / window + 1) * window
        let end = job.isWhole ? job.range.upperBound : min(windowEnd, job.range.upperBound)
        pieces.append(ShardPiece(job: index, range: start..<end))
        start = end
      }
      return pieces
    }
  }

  /// Neighbouring pieces that begin in the same window of the file.
  static func windows(of pieces: [ShardPiece]) -> [Range<Int>] {
    var windows: [Range<Int>] = []
    for (index, piece) in pieces.enumerated() {
      if let last = windows.last, pieces[last.lowerBound].windowNumber == piece.windowNumber {
        windows[windows.count - 1] = last.lowerBound..<index + 1
      } else {
        windows.append(index..<index + 1)
      }
    }
    return windows
  }

  private var windowNumber: Int { range.lowerBound / Self.window }
}
