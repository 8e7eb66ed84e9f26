import Synchronization
import TFDiffDebugger
import TFDiffTensor

/// Single operations, executed eagerly by TensorFlow in a worker of the candidate's interpreter. It needs nothing of the
/// program, and takes a candidate's process that is done where there is one.
///
/// Once cancelled, all that is asked of it is cancelled. A worker that an operation has killed is replaced for the next.
final class LiveCalculator: OperationCalculator {
  private let settings: LiveSettings
  private let probe: Probe
  private let active = ActiveWorker()
  private let worker = Mutex<LiveWorker?>(nil)

  init(_ settings: LiveSettings, probe: Probe = .standard) {
    self.settings = settings
    self.probe = probe
  }

  deinit { worker.withLock { $0 }?.release() }

  /// - Throws: ``OperationRefusal`` where TensorFlow does not have the operation or does not execute it so, ``LiveError`` where
  ///   there is no TensorFlow to ask, or its process died of it, or `CancellationError`.
  func execute(_ calculation: Calculation) throws -> [Tensor] {
    let worker = try readyWorker()
    do {
      return try worker.execute(calculation)
    } catch let refusal as OperationRefusal {
      throw refusal
    } catch {
      self.worker.withLock { $0 = nil }
      throw error
    }
  }

  func cancel() { active.cancel() }

  private func readyWorker() throws -> LiveWorker {
    if active.isCancelled { throw CancellationError() }
    if let worker = worker.withLock({ $0 }) { return worker }
    var plan = LivePlan()
    plan.calculates = true
    let fresh = try LiveWorker(
      settings, side: .candidate, plan: plan, discoveries: LiveDiscoveries(.none), probe: probe,
      isWanted: { !self.active.isCancelled })
    active.activate(fresh)
    try fresh.greet()
    worker.withLock { $0 = fresh }
    return fresh
  }
}

/// An operation that TensorFlow does not execute as it was asked for.
public struct OperationRefusal: Error, Sendable, Hashable, CustomStringConvertible {
  /// What of it is refused, and why: an op type, an attribute, a value.
  public var description: String
}

extension LiveWorker {
  /// All outputs of an operation; of a worker that calculates.
  ///
  /// - Throws: ``OperationRefusal``, after which others can be asked for.
  func execute(_ calculation: Calculation) throws -> [Tensor] {
    try send(.calculate(CalculationSetup(calculation)))
    for input in calculation.inputs { try send(.value(input)) }
    var outputs: [Tensor] = []
    var refusal: String?
    while true {
      let message = try receive { _ in }
      switch message {
      case .output(let output): outputs.append(output.tensor.value)
      case .refused(let refused): refusal = refused.message
      case .done:
        if let refusal { throw OperationRefusal(description: refusal) }
        return outputs
      default: try take(message) { _ in }
      }
    }
  }
}

/// What a worker is told of an operation that it is to execute, beside the values.
struct CalculationSetup: Encodable, Sendable {
  var type: String
  var attributes: [String: String]
  /// How many values follow.
  var inputs: Int
  var isInDouble: Bool
  /// NumPy's name of the first output's element type; nil where it is not known.
  var outputType: String?

  private enum CodingKeys: CodingKey { case type, attributes, inputs, isInDouble, outputType }

  init(_ calculation: Calculation) {
    type = calculation.type
    attributes = Dictionary(
      calculation.attributes.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last })
    inputs = calculation.inputs.count
    isInDouble = calculation.isInDouble
    outputType = calculation.outputType?.rawValue
  }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(type, forKey: .type)
    try fields.encode(attributes, forKey: .attributes)
    try fields.encode(inputs, forKey: .inputs)
    try fields.encode(isInDouble, forKey: .isInDouble)
    try fields.encode(outputType, forKey: .outputType)
  }
}
