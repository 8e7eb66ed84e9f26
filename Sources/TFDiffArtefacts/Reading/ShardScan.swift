import Dispatch
import Synchronization
import TFDiffTensor

/// Reads jobs from one data file on all cores and compares the checksums.
struct ShardScan {
  let file: RandomAccessFile
  let jobs: [ShardJob]
  private let pieces: [ShardPiece]

  init(_ file: RandomAccessFile, _ jobs: [ShardJob]) {
    self.file = file
    self.jobs = jobs
    pieces = ShardPiece.pieces(of: jobs)
  }

  /// What the threads have found so far.
  private struct Findings {
    var checksums: [UInt32]
    var failure: (piece: Int, error: CheckpointError)?

    /// Of several failures, that of the first piece counts: windows are taken in order, so that those before one that
    /// failed have been taken, and are ended, too.
    mutating func merge(_ other: Findings, from start: Int) {
      checksums.replaceSubrange(start..<start + other.checksums.count, with: other.checksums)
      guard let failed = other.failure, failed.piece < failure?.piece ?? .max else { return }
      failure = failed
    }
  }

  /// Of several faults, the one that comes first in the order of the jobs is reported.
  ///
  /// - Throws: ``CheckpointError/file(_:)``, ``CheckpointError/data(path:key:fault:)``,
  ///   ``CheckpointError/strayBytes(path:range:)``.
  func run() throws(CheckpointError) {
    let windows = ShardPiece.windows(of: pieces)
    let next = Atomic<Int>(0)
    let findings = Mutex(Findings(checksums: [UInt32](repeating: 0, count: pieces.count)))
    DispatchQueue.concurrentPerform(iterations: min(Parallel.processorCount, windows.count)) { _ in
      let buffer = PieceBuffer()
      while case let window = next.wrappingAdd(1, ordering: .relaxed).oldValue, window < windows.count {
        let found = read(windows[window], buffer)
        findings.withLock { $0.merge(found, from: windows[window].lowerBound) }
        if found.failure != nil { next.store(windows.count, ordering: .relaxed) }
      }
    }
    let found = findings.withLock { $0 }
    if let failure = found.failure { throw failure.error }
    try compare(found.checksums)
  }

  /// The checksums of some pieces, up to one that cannot be read.
  private func read(_ window: Range<Int>, _ buffer: borrowing PieceBuffer) -> Findings {
    var found = Findings(checksums: [])
    for index in window {
      do throws(CheckpointError) {
        found.checksums.append(try read(pieces[index], buffer))
      } catch {
        found.failure = (index, error)
        break
      }
    }
    return found
  }

  /// The checksum of a piece's bytes; of zeros, zero.
  private func read(_ piece: ShardPiece, _ buffer: borrowing PieceBuffer) throws(CheckpointError) -> UInt32 {
    switch jobs[piece.job] {
    case .zeros:
      guard try buffer.isZero(file, piece.range) else { throw .strayBytes(path: file.path, range: piece.range) }
      return 0
    case .check(let entry) where jobs[piece.job].isWhole:
      guard let checksum = try wholeChecksum(entry) else { throw fault(entry, .badStrings) }
      return checksum
    case .check: return try buffer.checksum(file, piece.range)
    case .load(let entry, let target):
      let start = target.base + (piece.range.lowerBound - entry.range.lowerBound)
      return try PieceBuffer.load(file, piece.range, into: start)
    }
  }

  private func wholeChecksum(_ entry: BundleEntry) throws(CheckpointError) -> UInt32? {
    let bytes = try file.part(entry.range)
    return entry.type.layout == .strings
      ? StringTensor.checked(bytes, count: entry.shape.elementCount)?.checksum
      : VariantTensor.checksum(bytes, count: entry.shape.elementCount)
  }

  /// Joins the pieces' checksums to those of the jobs.
  private func compare(_ checksums: [UInt32]) throws(CheckpointError) {
    var computed = [UInt32](repeating: 0, count: jobs.count)
    for (piece, checksum) in zip(pieces, checksums) {
      computed[piece.job] = Checksum.crc32c(computed[piece.job], followedBy: checksum, ofLength: piece.range.count)
    }
    for (job, checksum) in zip(jobs, computed) {
      guard let entry = job.entry, entry.checksum != checksum else { continue }
      throw fault(entry, .checksum(stated: entry.checksum, computed: checksum))
    }
  }

  private func fault(_ entry: BundleEntry, _ fault: DataFault) -> CheckpointError {
    .data(path: file.path, key: entry.name, fault: fault)
  }
}

/// One thread's memory for bytes that are only looked at, and its way of reading bytes to keep.
private struct PieceBuffer: ~Copyable {
  /// Bytes to read at a time: they are still in the second cache when their checksum is computed.
  private static let step = 256 << 10

  private let memory: UnsafeMutableRawBufferPointer

  init() { memory = .allocate(byteCount: Self.step, alignment: TensorStorage.alignment) }
  deinit { memory.deallocate() }

  /// The checksum of a range that is read into memory.
  static func load(
    _ file: RandomAccessFile, _ range: Range<Int>, into start: UnsafeMutableRawPointer
  ) throws(CheckpointError) -> UInt32 {
    var checksum: UInt32 = 0
    for offset in stride(from: 0, to: range.count, by: step) {
      let target = UnsafeMutableRawBufferPointer(start: start + offset, count: min(step, range.count - offset))
      try file.fill(target, at: range.lowerBound + offset)
      checksum = Checksum.crc32c(UnsafeRawBufferPointer(target), after: checksum)
    }
    return checksum
  }

  func checksum(_ file: RandomAccessFile, _ range: Range<Int>) throws(CheckpointError) -> UInt32 {
    var checksum: UInt32 = 0
    try forEachStep(file, range) { checksum = Checksum.crc32c($0, after: checksum) }
    return checksum
  }

  func isZero(_ file: RandomAccessFile, _ range: Range<Int>) throws(CheckpointError) -> Bool {
    var isZero = true
    try forEachStep(file, range) { step in isZero = isZero && step.allSatisfy { $0 == 0 } }
    return isZero
  }

  private func forEachStep(
    _ file: RandomAccessFile, _ range: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Void
  ) throws(CheckpointError) {
    for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.step) {
      let target = UnsafeMutableRawBufferPointer(rebasing: memory[..<min(Self.step, range.upperBound - start)])
      try file.fill(target, at: start)
      body(UnsafeRawBufferPointer(target))
    }
  }
}
