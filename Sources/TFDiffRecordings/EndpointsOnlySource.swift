import TFDiffDebugger
import TFDiffTensor

/// A run of which nothing is told but its endpoints, since a recording that it is compared with tells nothing else: operations,
/// variables and losses of one side alone would look as if the other lacked them.
final class EndpointsOnlySource: TraceSource {
  private let source: any TraceSource
  private let names: [String: String]

  /// - Parameter names: what some of its endpoints are called in the comparison.
  init(_ source: any TraceSource, names: [String: String] = [:]) { (self.source, self.names) = (source, names) }

  func advance(_ request: Advance, deliver: (TraceEvent) -> Void) throws -> Bool {
    try source.advance(.endpoint(deliveringOperations: false)) { event in
      switch event {
      case .endpoint(let endpoint): deliver(.endpoint(endpoint.named(names[endpoint.name] ?? endpoint.name)))
      case .log: deliver(event)
      case .finished(let summary): deliver(.finished(RunSummary(regularizationLoss: nil, seconds: summary.seconds)))
      case .operation, .free, .variable, .initialValue, .update, .random, .unpaired, .tentative: break
      }
    }
  }

  func cancel() { source.cancel() }
}

extension EndpointEvent {
  fileprivate func named(_ name: String) -> EndpointEvent {
    EndpointEvent(name: name, value: value, spacing: spacing, rung: rung, stack: stack)
  }
}
