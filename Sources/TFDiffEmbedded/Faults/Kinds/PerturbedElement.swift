import TFDiffEngine
import TFDiffTensor

extension FaultKind {
  static let perturbedElement = FaultKind(
    "perturbed-element", help: "VALUE (default 0.001) is added to one element of the endpoint", parameter: .number,
    hook: .endpoint { site, value, context in
      guard value.shape.elementCount > 0 else { return nil }
      return try context.add(value, perturbation(value.shape, by: site.fault.number(default: 1e-3)))
    })

  /// Zero everywhere but in the middle.
  private static func perturbation(_ shape: Shape, by amount: Double) -> Value {
    Value(
      Tensor(shape: shape, of: Float.self) { elements in
        elements.initialize(repeating: 0)
        elements[shape.elementCount / 2] = Float(amount)
      })
  }
}
