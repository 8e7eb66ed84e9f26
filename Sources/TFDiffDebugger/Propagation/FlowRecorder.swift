import Foundation
import TFDiffTensor

/// Follows the values of a run from operation to operation: which endpoints' values each layer takes, and what rounding makes
/// of its own.
///
/// Feed it operations as they are told, each endpoint as it is reached, and what the run is given in an endpoint's place.
struct FlowRecorder {
  /// What is known of a layer's value.
  struct Layer {
    /// The replaced endpoints whose values it takes.
    var inputs: Set<String> = []
    var takesModelInput = false
    /// Endpoints on the way to which something was computed that it takes, past those endpoints themselves.
    var bypassed: Set<String> = []
    var rounding: RoundingEstimate
  }

  private struct Known {
    var layer: Layer
    /// How many endpoints had been reached when it was executed.
    var span: Int
    /// Whether all that it takes is known, so that its sources are.
    var isWhole = true

    /// Takes in what one of its operands is made of.
    ///
    /// - Parameter reached: the endpoints reached so far.
    mutating func add(_ operand: Known, reached: [String]) {
      layer.inputs.formUnion(operand.layer.inputs)
      layer.bypassed.formUnion(operand.layer.bypassed)
      if operand.span < reached.count, operand.mayDiffer { layer.bypassed.insert(reached[operand.span]) }
      layer.takesModelInput = layer.takesModelInput || operand.layer.takesModelInput
      isWhole = isWhole && operand.isWhole
    }

    /// Whether its value may differ between the sides because of what it takes.
    private var mayDiffer: Bool { !layer.inputs.isEmpty || layer.takesModelInput || !layer.bypassed.isEmpty }
  }

  private var known: [String: Known] = [:]
  /// The operations since the last endpoint.
  private var span: [(id: String, output: Tensor)] = []
  private var reached: [String] = []
  /// By the id of the operation that gives it, the endpoint that has been replaced.
  private var replaced: [String: (endpoint: String, rounding: RoundingEstimate)] = [:]
  /// What the run was given, in order, with the ids of the operations in whose outputs' place.
  private var given: [(endpoint: String, ids: [String], value: Tensor)] = []
  /// The operations that others take the value of the endpoint reached last from.
  private var latest: [String] = []
  private var variables: [String: Shape] = [:]

  mutating func add(_ variable: VariableEvent) {
    variables[variable.name] = variable.shape
    variables[variable.sharedName] = variable.shape
  }

  mutating func add(_ event: OperationEvent) {
    guard let id = event.id, let output = event.output else { return }
    var taken = Known(layer: Layer(rounding: RoundingEstimate(exact: output)), span: reached.count)
    if !event.takesShapesAlone { for input in event.inputs { take(input, into: &taken) } }
    let (estimates, shapes) = (event.inputs.map { estimate(of: $0) }, event.inputs.map { shape(of: $0) })
    taken.layer.rounding = RoundingEstimate(event, output: output, operands: estimates, shapes: shapes)
    known[id] = taken
    span.append((id, output))
  }

  private func take(_ input: OperationInput, into taken: inout Known) {
    switch input {
    case .constant, .variable: break
    case .modelInput: taken.layer.takesModelInput = true
    case .unknown: taken.isWhole = false
    case .operation(let id, let output):
      if output == 0, let replaced = replaced[id] {
        taken.layer.inputs.insert(replaced.endpoint)
      } else if let known = known[id] {
        taken.add(known, reached: reached)
      } else {
        taken.isWhole = false
      }
    }
  }

  private func estimate(of input: OperationInput) -> RoundingEstimate? {
    guard case .operation(let id, let output) = input else { return nil }
    return (output == 0 ? replaced[id]?.rounding : nil) ?? known[id]?.layer.rounding
  }

  private func shape(of input: OperationInput) -> Shape? {
    switch input {
    case .operation: estimate(of: input)?.shape
    case .variable(let name): variables[name]
    case .constant(let constant): Shape(constant.shape)
    case .modelInput, .unknown: nil
    }
  }

  /// Takes in that an endpoint is reached.
  ///
  /// - Returns: what is known of it; nil where its operations were not told, or where something that they take is not known.
  mutating func reach(_ endpoint: String, _ value: Tensor) -> Layer? {
    defer {
      reached.append(endpoint)
      span = []
    }
    let same = given.last { $0.value.hasSameElements(as: value) }
    guard let id = span.last(where: { $0.output.hasSameElements(as: value) })?.id else {
      // What hands an endpoint's value on is no operation that is told.
      latest = same?.ids ?? []
      return same.map { Layer(inputs: [$0.endpoint], rounding: RoundingEstimate(exact: value)) }
    }
    latest = [id]
    guard let known = known[id], known.isWhole else { return nil }
    // What takes a view of an endpoint is told to take that endpoint's own operation.
    if let same, known.layer.inputs == [same.endpoint] { latest += same.ids }
    return known.layer
  }

  /// Takes in what the run goes on with in the place of the endpoint reached last.
  mutating func substitute(_ value: Tensor) {
    guard let endpoint = reached.last else { return }
    given.append((endpoint, latest, value))
    for id in latest { replaced[id] = (endpoint, RoundingEstimate(exact: value)) }
  }
}

extension OperationEvent {
  /// Whether it computes shapes, or draws numbers of a shape: what it takes then says nothing of its value.
  fileprivate var takesShapesAlone: Bool {
    let isOfShapes = OperationKind(of: self) == .bookkeeping && output?.dtype.isFloatingPoint == false
    return isOfShapes || Self.drawing.contains(canonicalOperationType(type))
  }

  private static let drawing: Set<String> = [
    "RandomUniform", "RandomStandardNormal", "TruncatedNormal", "RandomUniformInt",
  ]
}
