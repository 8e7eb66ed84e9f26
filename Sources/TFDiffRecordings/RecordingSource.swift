import Synchronization
import TFDiffDebugger
import TFDiffTensor

/// A recording that is told as a run: its endpoints in order, each read when it is its turn.
final class RecordingSource: TraceSource {
  /// An endpoint as it is told.
  struct Item: Sendable {
    var endpoint: RecordedEndpoint
    /// What it is called in the comparison.
    var name: String
    /// Which of the recorded axes is each of those that are told; nil where they are the same.
    var axes: [Int]?
    /// What has the same values, where the recording left them out.
    var substitute: RecordedEndpoint?
  }

  private let items: [Item]
  private let opening: [TraceEvent]
  private let passed = Atomic(0)
  private let isCancelled = Atomic(false)

  /// - Parameter opening: what is told before the first endpoint.
  init(_ items: [Item], opening: [TraceEvent] = []) { (self.items, self.opening) = (items, opening) }

  func advance(_ request: Advance, deliver: (TraceEvent) -> Void) throws -> Bool {
    if isCancelled.load(ordering: .relaxed) { throw CancellationError() }
    let place = passed.add(1, ordering: .relaxed).oldValue
    if place == 0 { opening.forEach(deliver) }
    guard place < items.count else {
      deliver(.finished(RunSummary(regularizationLoss: nil, seconds: 0)))
      return false
    }
    let item = items[place]
    let tensor = try (item.endpoint.hasValues ? item.endpoint : item.substitute ?? item.endpoint).tensor()
    let value = item.axes.map(tensor.transposed) ?? tensor
    deliver(.endpoint(EndpointEvent(name: item.name, value: value, spacing: item.endpoint.spacing)))
    return true
  }

  func cancel() { isCancelled.store(true, ordering: .relaxed) }
}
