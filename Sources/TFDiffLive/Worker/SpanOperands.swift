import Synchronization
import TFDiffDebugger
import TFDiffTensor

/// The values that operations take on the way to one end point: of each its elements come once, before the first
/// operation that takes it.
final class SpanOperands: Sendable {
  private let values = Mutex<[String: Tensor]>([:])

  func take(_ operand: WorkerMessage.OperandValue) { values.withLock { $0[operand.id] = operand.tensor.value } }

  /// The end point has been reached.
  func forget() { values.withLock { $0 = [:] } }

  /// The operation with its values.
  ///
  /// - Throws: ``ProtocolFault`` where it takes what has not been told, or in a shape that this cannot have.
  func event(_ operation: WorkerMessage.Operation) throws(ProtocolFault) -> OperationEvent {
    let values = values.withLock { $0 }
    return operation.event(operands: try (operation.operands ?? []).map(in: values))
  }
}

extension [WorkerMessage.TakenValue?] {
  fileprivate func map(in values: [String: Tensor]) throws(ProtocolFault) -> [OperandValue?] {
    var found: [OperandValue?] = []
    for taken in self { found.append(try taken.map { (each) throws(ProtocolFault) in try each.operand(in: values) }) }
    return found
  }
}

extension WorkerMessage.TakenValue {
  fileprivate func operand(in values: [String: Tensor]) throws(ProtocolFault) -> OperandValue {
    let fault = ProtocolFault.malformedField(message: WorkerMessage.Name.operation.rawValue, field: "operands")
    guard shape.allSatisfy({ $0 >= 0 }) else { throw fault }
    guard let value else { return OperandValue(shape: Shape(shape)) }
    guard let tensor = values[value], Shape(shape).holds(tensor.elementCount) else { throw fault }
    return OperandValue(tensor.reshaped(to: Shape(shape)))
  }
}

extension Shape {
  /// Whether it has so many elements, however large its sizes are.
  fileprivate func holds(_ count: Int) -> Bool {
    guard !dimensions.contains(0) else { return count == 0 }
    var product = 1
    for size in dimensions {
      let (result, overflow) = product.multipliedReportingOverflow(by: size)
      if overflow { return false }
      product = result
    }
    return product == count
  }
}
