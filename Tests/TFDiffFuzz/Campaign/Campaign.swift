import Foundation

/// Fuzzes one parser in child processes, so that what ends or stops one of them is noticed and kept.
struct Campaign {
  let parser: FuzzParser
  let corpusFolder: String
  let seed: UInt64
  let count: Int
  /// When to stop before the last input; nil for never.
  let duration: Duration?
  /// For how long one input may take.
  let patience: Duration
  let greatestMemory: Int
  /// Stands for the next input before a child has begun.
  private static let notBegun = -1
  /// For how long a child may load what it needs, on a machine that has much else to do.
  private static let patienceToBegin: Duration = .seconds(120)
  /// A parser that goes wrong at everything is not asked for ever.
  static let greatestFindings = 20

  struct Outcome {
    var inputs = 0
    var taken = 0
    var peak = 0
    var elapsed: Duration = .zero
    var findings: [Finding] = []
  }

  func run() throws -> Outcome {
    let start = ContinuousClock.now
    let end = duration.map { start + $0 }
    let corpus = Corpus(corpusFolder, parser: parser.name)
    // What is found on the way is kept beside the rest, and must not change the inputs that follow.
    let snapshot = try TemporaryFolder()
    defer { snapshot.remove() }
    try corpus.copy(to: snapshot.path)
    let mutator = Mutator(corpus: try corpus.inputs(), tokens: parser.tokens.map { Array($0.utf8) })
    var outcome = Outcome()
    var next = 0
    while next < count, outcome.findings.count < Self.greatestFindings, end.map({ .now < $0 }) ?? true {
      let (progress, kind) = try child(from: next, until: end, corpus: snapshot.path)
      outcome.inputs += progress.next - next
      outcome.taken += progress.taken
      outcome.peak = max(outcome.peak, progress.peak)
      next = progress.next
      guard let kind else { continue }
      let path = try corpus.keep(mutator.input(next, seed: seed, parser: parser.name), found: kind)
      outcome.findings.append(Finding(kind: kind, number: next, path: path))
      outcome.inputs += 1
      next += 1
    }
    outcome.elapsed = .now - start
    return outcome
  }

  private typealias Reached = (next: Int, taken: Int, peak: Int)

  /// Reads inputs in a child from a number on, and says how far it came and what went wrong there.
  private func child(
    from first: Int, until end: ContinuousClock.Instant?, corpus: String
  ) throws -> (Reached, Finding.Kind?) {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let progress = try Progress(folder.progress)
    defer { progress.close() }
    progress.store(Self.notBegun, taken: 0)
    let process = Process()
    process.executableURL = Bundle.main.executableURL
    process.arguments = [
      "batch", parser.name, "--from", "\(first)", "--to", "\(count)", "--seed", "\(seed)", "--corpus", corpus,
      "--memory", "\(greatestMemory >> 20)", "--folder", folder.path,
    ]
    if let end { process.arguments? += ["--seconds", "\(max(0, (end - .now) / .seconds(1)))"] }
    process.standardInput = FileHandle.nullDevice
    // What a trap has to say is said by reading the kept input alone; many would take minutes to say it.
    process.environment = ProcessInfo.processInfo.environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
    try process.run()
    let isHanging = wait(for: process, progress)
    let reached = progress.values
    guard reached.next != Self.notBegun else {
      throw BatchFailure(parser: parser.name, status: process.terminationStatus)
    }
    if isHanging { return (reached, .hang) }
    if process.terminationReason == .uncaughtSignal { return (reached, .crash) }
    switch Batch.Ending(rawValue: process.terminationStatus) {
    case .done: return (reached, nil)
    case .memory: return (reached, .memory)
    case nil: throw BatchFailure(parser: parser.name, status: process.terminationStatus)
    }
  }

  /// Waits until the child has ended; one that stays at an input for too long is ended, which is true.
  private func wait(for process: Process, _ progress: Progress) -> Bool {
    var (seen, since) = (-1, ContinuousClock.now)
    while process.isRunning {
      usleep(20_000)
      let next = progress.values.next
      if next != seen { (seen, since) = (next, .now) }
      if .now - since > (next == Self.notBegun ? max(Self.patienceToBegin, patience) : patience) {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return true
      }
    }
    process.waitUntilExit()
    return false
  }
}

/// A child that did not do its work, for a reason that is no input's.
struct BatchFailure: Error, CustomStringConvertible {
  let parser: String
  let status: Int32
  var description: String { "the process that reads the inputs of \(parser) ended with exit status \(status)" }
}
