import Synchronization
import TFDiffDebugger
import TFDiffTensor

/// Records one side's run from its beginning to its end, without holding more than one endpoint in memory.
///
///     let recording = RunRecording(side, origin: origin, budget: 1 << 30)
///     let summary = try recording.write(to: "run.npz") { name in print(name) }
///
/// The file appears whole, once the run is over, or not at all.
public final class RunRecording: Cancellable {
  /// What was written.
  public struct Summary: Sendable, Hashable {
    public var endpoints = 0
    /// Bytes of the values that were written.
    public var bytes = 0
    /// Endpoints whose values were left out.
    public var leftOut: [String] = []
  }

  private let side: TargetSide
  private let origin: RecordingManifest.Origin
  private let budget: Int
  private let source = Mutex<(any TraceSource)?>(nil)
  private let isCancelled = Atomic(false)

  /// - Parameter budget: how many bytes the values of all endpoints may have; one that no longer fits is left out, and its shape,
  ///   statistics and digest are written all the same.
  public init(_ side: TargetSide, origin: RecordingManifest.Origin, budget: Int) {
    (self.side, self.origin, self.budget) = (side, origin, budget)
  }

  public func cancel() {
    isCancelled.store(true, ordering: .relaxed)
    source.withLock { $0 }?.cancel()
  }

  /// - Parameter progress: is told each endpoint's name as it is reached.
  /// - Throws: what opening the run or the run itself throws, ``RecordingError``, or `CancellationError`.
  public func write(to path: String, progress: (String) -> Void) throws -> Summary {
    let writer = try Self.failing { () throws(TensorError) in try NpzWriter(path) }
    let source = try side.open()
    self.source.withLock { $0 = source }
    var contents = Contents(manifest: RecordingManifest(origin: origin, endpoints: []), budget: budget)
    var failure: (any Error)?
    var isMore = true
    while isMore, failure == nil {
      if isCancelled.load(ordering: .relaxed) { throw CancellationError() }
      isMore = try source.advance(.endpoint(deliveringOperations: false)) { event in
        guard failure == nil else { return }
        do { try contents.add(event, to: writer, progress) } catch { failure = error }
      }
    }
    if let failure { throw failure }
    guard contents.summary.endpoints > 0 else { throw RecordingError.cannotRecord(reason: "the run has no endpoints") }
    let manifest = try contents.manifest.encoded()
    try Self.failing { () throws(TensorError) in
      try writer.add(member: RecordingManifest.member, manifest)
      try writer.finish()
    }
    return contents.summary
  }

  fileprivate static func failing<Result>(_ body: () throws(TensorError) -> Result) throws(RecordingError) -> Result {
    do throws(TensorError) { return try body() } catch { throw .file(error) }
  }
}

/// What has been written so far.
private struct Contents {
  var manifest: RecordingManifest
  var budget: Int
  var summary = RunRecording.Summary()
  private var names: Set<String> = []

  init(manifest: RecordingManifest, budget: Int) { (self.manifest, self.budget) = (manifest, budget) }

  mutating func add(_ event: TraceEvent, to writer: NpzWriter, _ progress: (String) -> Void) throws(RecordingError) {
    switch event {
    case .endpoint(let endpoint):
      guard endpoint.rung == nil else {
        throw .cannotRecord(
          reason: "a training step has rungs and no endpoints; record a forward pass, without --steps")
      }
      progress(endpoint.name)
      try add(endpoint, to: writer)
    case .finished(let run): manifest.regularizationLoss = run.regularizationLoss
    case .operation, .free, .variable, .initialValue, .update, .random, .unpaired, .tentative, .log: break
    }
  }

  private mutating func add(_ endpoint: EndpointEvent, to writer: NpzWriter) throws(RecordingError) {
    let tensor = endpoint.value
    var array: String?
    if tensor.byteCount <= budget - summary.bytes {
      let name = arrayName(endpoint.name)
      try RunRecording.failing { () throws(TensorError) in try writer.add(name, tensor) }
      summary.bytes += tensor.byteCount
      array = name
    } else {
      summary.leftOut.append(endpoint.name)
    }
    summary.endpoints += 1
    manifest.endpoints.append(
      .init(
        name: endpoint.name, array: array, shape: tensor.shape.dimensions, dtype: tensor.dtype.rawValue,
        spacing: endpoint.spacing, sha256: tensor.sha256, statistics: RecordedStatistics(Statistics(of: tensor))))
  }

  /// The endpoint's own name where an archive may have a member of it, and no other has; NumPy shows it as the key.
  private mutating func arrayName(_ name: String) -> String {
    let isSafe =
      !name.isEmpty && name.utf8.count < 1 << 12 && !name.hasPrefix("/")
      && !name.split(separator: "/").contains("..") && name.unicodeScalars.allSatisfy { $0.value >= 0x20 }
    var unique = isSafe ? name : "endpoint_\(summary.endpoints + 1)"
    while !names.insert(unique).inserted { unique += "_" }
    return unique
  }
}
