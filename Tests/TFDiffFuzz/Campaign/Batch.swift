import Foundation

/// Inputs that are read in this process, whose parent notices where it ends or stands still.
struct Batch {
  let parser: FuzzParser
  let mutator: Mutator
  let seed: UInt64
  let numbers: Range<Int>
  /// When to stop before the last; nil for never.
  let end: ContinuousClock.Instant?
  let greatestMemory: Int
  let progress: Progress

  /// How a batch ends whose process lives.
  enum Ending: Int32 {
    case done = 0
    /// Its memory has grown beyond the limit.
    case memory = 86
  }

  func run(in folder: String) throws -> Ending {
    let read = try parser.reader(folder)
    var taken = 0
    progress.store(numbers.lowerBound, taken: taken)
    for number in numbers {
      if let end, number.isMultiple(of: 16), .now > end { return .done }
      let input = mutator.input(number, seed: seed, parser: parser.name)
      if try read(input) { taken += 1 }
      if PeakMemory.byteCount > greatestMemory { return .memory }
      progress.store(number + 1, taken: taken)
    }
    return .done
  }
}

/// The most memory that this process has had.
enum PeakMemory {
  static var byteCount: Int {
    var usage = rusage()
    #if canImport(Glibc)
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return usage.ru_maxrss * 1024
    #else
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss
    #endif
  }
}

/// Which input is next, and what has become of those before, in a file that outlives the process.
struct Progress {
  private let descriptor: Int32

  /// - Throws: where the file cannot be made.
  init(_ path: String) throws {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
  }

  func store(_ next: Int, taken: Int) {
    let numbers = [next, taken, PeakMemory.byteCount]
    numbers.withUnsafeBytes { _ = pwrite(descriptor, $0.baseAddress, $0.count, 0) }
  }

  var values: (next: Int, taken: Int, peak: Int) {
    var numbers = [0, 0, 0]
    numbers.withUnsafeMutableBytes { _ = pread(descriptor, $0.baseAddress, $0.count, 0) }
    return (numbers[0], numbers[1], numbers[2])
  }

  func close() { _ = Foundation.close(descriptor) }
}
