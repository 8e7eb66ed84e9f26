import Synchronization

/// Runs a model in several ways, and compares what they give at each end point.
public final class TriageRunner: Sendable {
  private let executions: [TriageExecution]
  private let tolerance: TolerancePolicy
  private let control = RunControl()

  public init(_ executions: [TriageExecution], tolerance: TolerancePolicy = .init()) {
    self.executions = executions
    self.tolerance = tolerance
  }

  /// Stops the run soon, from any thread.
  public func cancel() { control.cancel() }

  /// Runs all of them, one after the other; blocks.
  ///
  /// - Parameter progress: told of each execution as it begins.
  /// - Throws: `CancellationError`. An execution that fails is recorded as such.
  public func run(progress: (TriageExecution.Kind) -> Void = { _ in }) throws -> TriageResult {
    try control.performing {
      var recorded: [[EndpointEvent]] = []
      var failures: [TriageExecution.Kind: String] = [:]
      for execution in executions {
        progress(execution.kind)
        do {
          recorded.append(try record(execution))
        } catch let error as CancellationError {
          throw error
        } catch {
          recorded.append([])
          failures[execution.kind] = "\(error)"
        }
      }
      let matrix = recorded.map { row in recorded.map { TriageResult.Difference(row, $0, tolerance) } }
      return TriageResult(
        kinds: executions.map(\.kind), matrix: matrix, failures: failures,
        hasSteps: recorded.contains { $0.contains { $0.rung != nil } })
    }
  }

  private func record(_ execution: TriageExecution) throws -> [EndpointEvent] {
    try control.checkCancellation()
    let source = try execution.open()
    var recorded = RecordedEndpoints()
    var goesOn = true
    while goesOn {
      goesOn = try control.running(source) {
        try source.advance(.endpoint(deliveringOperations: false)) { event in
          if case .endpoint(let endpoint) = event { recorded.add(endpoint) }
        }
      }.0
    }
    if recorded.endpoints.isEmpty { throw NoEndpoints() }
    return recorded.endpoints
  }
}

/// What an execution gave, in order; a name reached again gets a number, as in a ``Recorder``.
private struct RecordedEndpoints {
  var endpoints: [EndpointEvent] = []
  private var occurrences: [String: Int] = [:]

  mutating func add(_ event: EndpointEvent) {
    let count = occurrences[event.name, default: 0] + 1
    occurrences[event.name] = count
    let name = count == 1 ? event.name : "\(event.name)#\(count)"
    endpoints.append(EndpointEvent(name: name, value: event.value, rung: event.rung))
  }
}

/// An execution that gave nothing to compare.
private struct NoEndpoints: Error, CustomStringConvertible {
  var description: String { "it reached no endpoint, so there is nothing to compare; name some in the model" }
}
