import Synchronization
import TFDiffDebugger
import TFDiffTensor

/// What a scripted run does, in order.
enum Step: Sendable {
  case operation(OperationEvent)
  case endpoint(String, Tensor)
  case rung(Rung, Tensor, CallStack = .none)
  case free(Rung, Tensor)
  case variable(VariableEvent)
  case update(String, Tensor)
  case random(RandomEvent)
  case tentative([String: [String]], certain: Set<String> = [])
  case log(String)
  case fail(any Error)
  /// Waits for the gate to be opened, or for a cancellation.
  case wait(Gate)
  /// Waits for the gate to be opened, and notices no cancellation meanwhile.
  case hold(Gate)
}

/// A whole scripted run.
struct Script: Sendable {
  var steps: [Step] = []
  var loss: Double? = 0.5
  var losses: [RegularizationLoss] = []
  var untracked: [Int] = []
  /// Whether each advance returns after telling of a variable, as the protocol allows.
  var returnsAtVariables = false

  static func + (left: Script, right: [Step]) -> Script {
    var script = left
    script.steps += right
    return script
  }
}

/// Holds up a scripted run; what waits at it can be awaited.
final class Gate: Sendable {
  private struct State {
    var isOpen = false
    var arrivals = 0
  }
  private let state = Mutex(State())

  func open() { state.withLock { $0.isOpen = true } }
  var isOpen: Bool { state.withLock { $0.isOpen } }
  func arrive() { state.withLock { $0.arrivals += 1 } }

  /// Blocks until a run waits at the gate.
  func awaitArrival() { while state.withLock({ $0.arrivals == 0 }) { nap() } }
}

struct ScriptError: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}

struct WorkerDied: IncomparableError, CustomStringConvertible {
  var description: String { "the worker died" }
}

func variable(
  _ name: String, _ shape: Shape = [2], trainable: Bool = true, call: Int = 1,
  origin: VariableOrigin = .initializer, stack: CallStack = .none
) -> VariableEvent {
  VariableEvent(
    name: name, shape: shape, dtype: .float32, trainable: trainable, call: call, origin: origin, stack: stack)
}

/// A stack of one user's frame.
func stack(_ file: String, _ line: Int) -> CallStack {
  CallStack([StackFrame(function: "call(_:)", file: file, line: line)])
}

func random(
  _ index: Int, _ type: String, _ name: String, _ shape: Shape = [2], seed2: Int? = nil
) -> RandomEvent {
  RandomEvent(index: index, name: name, type: type, shape: shape, seed: 42, seed2: seed2 ?? index)
}

func tensor(_ values: [Float], _ shape: Shape? = nil) -> Tensor { Tensor(values, shape: shape) }

func endpoint(_ name: String, _ values: Float...) -> Step { .endpoint(name, tensor(values)) }

/// An operation whose output is these values.
func op(_ name: String, _ type: String, fused: [String] = [], _ values: Float...) -> Step {
  .operation(OperationEvent(name: name, type: type, fused: fused, output: tensor(values)))
}

func event(_ name: String, _ type: String, fused: [String] = [], shape: Shape = [2]) -> OperationEvent {
  OperationEvent(name: name, type: type, fused: fused, output: Tensor(repeating: Float(0), shape: shape))
}

/// A layer as eager code runs it: convolution, batch norm and activation, then the endpoint.
func layer(_ name: String, _ values: Float...) -> [Step] {
  let out = tensor(values)
  func part(_ leaf: String, _ type: String, _ value: Tensor) -> Step {
    .operation(OperationEvent(name: "net/\(name)/\(leaf)", type: type, output: value))
  }
  return [
    part("ReadVariableOp", "ReadVariableOp", out),
    part("Conv2D", "Conv2D", tensor(values.map { $0 * 4 })),
    part("FusedBatchNormV3", "FusedBatchNormV3", tensor(values.map { $0 * 2 })),
    part("Relu", "Relu", out),
    .endpoint(name, out),
  ]
}

/// The same layer as a graph runs it after remapping.
func fusedLayer(_ name: String, _ values: Float...) -> [Step] {
  let out = tensor(values)
  return [
    .operation(
      OperationEvent(
        name: "net/\(name)/Relu", type: "_FusedConv2D", fused: ["Conv2D", "FusedBatchNormV3", "Relu"],
        output: out)),
    .endpoint(name, out),
  ]
}
