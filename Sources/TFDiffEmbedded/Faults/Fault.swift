import TFDiffEngine
import TFDiffTensor

/// A mistake that migrations make, to be planted in the candidate: for lessons, and to prove that the tool can fail.
///
/// On the command line: `KIND[=VALUE]@ENDPOINT`; `KIND[=VALUE]` of one that lies in how the model is trained.
public struct Fault: Sendable, Hashable {
  public let kind: FaultKind
  /// What stands between `=` and `@`.
  public let value: String?
  /// The faulty code lies between the end point before this one and this one; nil where it lies in no layer.
  public let endpoint: String?

  /// - Throws: ``EmbeddedError/malformedFault(_:)``, ``EmbeddedError/unknownFault(_:)`` or
  ///   ``EmbeddedError/badFaultValue(_:_:)``.
  public init(parsing text: String) throws(EmbeddedError) {
    let halves = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard !halves[0].isEmpty, halves.last?.isEmpty == false else { throw .malformedFault(text) }
    let parts = halves[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let kind = FaultKind.all.first(where: { $0.name == parts[0] }) else { throw .unknownFault(parts[0]) }
    self.kind = kind
    value = parts.count == 2 ? parts[1] : nil
    endpoint = halves.count == 2 ? halves[1] : nil
    guard kind.liesBeforeEndpoint == (endpoint != nil) else { throw .malformedFault(text) }
    if let value, kind.parameter?.accepts(value) != true { throw .badFaultValue(kind, value) }
  }

  /// As it stands on the command line.
  public var text: String { "\(kind.name)\(value.map { "=\($0)" } ?? "")\(endpoint.map { "@\($0)" } ?? "")" }

  /// The number given, or the kind's default.
  func number(default standard: Double) -> Double { value.flatMap(Double.init) ?? standard }
}

extension Fault {
  /// Refuses a fault that could not show in a run.
  func validate(against settings: EmbeddedSettings) throws(EmbeddedError) {
    if let endpoint, !settings.model.endpoints.contains(endpoint) {
      throw .unknownEndpoint(endpoint, known: settings.model.endpoints)
    }
    if let remedy = kind.obstacle(settings) { throw .faultCannotShow(kind, remedy: remedy) }
  }

  /// Changes how a candidate trains, and on what, where that is what the fault is.
  func plant(in procedure: inout TrainingProcedure, _ labels: inout Tensor) {
    switch kind.hook {
    case .procedure(let change): change(self, &procedure)
    case .labels(let change): labels = change(self, labels)
    case .arguments, .request, .restoring, .reading, .endpoint: break
    }
  }
}
