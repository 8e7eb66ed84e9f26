import Synchronization
import TFDiffTensor

/// One run of a plan, which can be carried out in parts: a node's outputs are kept until everything that uses them
/// has run.
public final class PlanRun: Sendable {
  struct State: Sendable {
    var outputs: [[Tensor]]
    /// By node, how many uses of its outputs are still to come.
    var uses: [Int]
    var isDone: [Bool]
  }
  let plan: ExecutionPlan
  let resources: ResourceManager
  let state: Mutex<State>

  init(plan: ExecutionPlan, resources: ResourceManager, feeds: [String: Tensor]) {
    self.plan = plan
    self.resources = resources
    var uses = plan.consumers.map(\.count)
    for fetch in plan.fetches { uses[fetch.node] += 1 }
    var outputs = [[Tensor]](repeating: [], count: plan.nodes.count)
    var isDone = [Bool](repeating: false, count: plan.nodes.count)
    for (index, node) in plan.nodes.enumerated() {
      guard let tensor = feeds[node.name], node.type == "_Feed" else { continue }
      outputs[index] = [tensor]
      isDone[index] = true
    }
    state = Mutex(State(outputs: outputs, uses: uses, isDone: isDone))
  }

  /// Executes one node whose inputs have all been computed, and returns its outputs.
  @discardableResult
  func execute(_ index: Int, threads: Int) throws -> [Tensor] {
    let node = plan.nodes[index]
    let (inputs, isDone) = state.withLock { state in
      (node.inputs.map { state.outputs[$0.node][$0.output] }, state.isDone[index])
    }
    guard !isDone, let kernel = plan.kernels[index] else { return state.withLock { $0.outputs[index] } }
    let operands = try zip(node.inputs, inputs).map { try dereferenced($0, $1, for: node) }
    let outputs: [Tensor]
    do {
      outputs = try kernel.compute(operands, KernelContext(threads: threads, resources: resources))
    } catch let error as EngineError {
      throw error.located(at: node.name)
    }
    finish(index, outputs)
    return outputs
  }

  /// What a node takes, whose inputs have all been computed. A variable is taken by its value, whatever its handle is.
  ///
  /// - Throws: ``EngineError/uninitializedVariable(name:)``.
  func operands(of index: Int) throws -> [(value: Tensor, origin: ValueOrigin)] {
    let node = plan.nodes[index]
    let values = state.withLock { state in node.inputs.map { state.outputs[$0.node][$0.output] } }
    return try zip(node.inputs, values).map { (try dereferenced($0, $1, for: node), plan.origin(of: $0)) }
  }

  /// A `VariableV2` gives a reference: `Assign` takes it as it is, anything else gets the value it refers to.
  private func dereferenced(_ edge: Edge, _ value: Tensor, for node: PlanNode) throws -> Tensor {
    guard plan.nodes[edge.node].type == "VariableV2", node.type != "Assign" else { return value }
    return try resources.read(ResourceHandle.decode(value))
  }

  private func finish(_ index: Int, _ outputs: [Tensor]) {
    state.withLock { state in
      state.isDone[index] = true
      if state.uses[index] > 0 { state.outputs[index] = outputs }
      for edge in plan.nodes[index].inputs { Self.release(edge.node, &state) }
      for control in plan.nodes[index].controls { Self.release(control, &state) }
    }
  }

  private static func release(_ node: Int, _ state: inout State) {
    state.uses[node] -= 1
    if state.uses[node] == 0 { state.outputs[node] = [] }
  }

  /// Puts a value in the place of a fetch that has been taken, for all that has yet to use it.
  func replace(fetch position: Int, with value: Tensor) {
    let edge = plan.fetches[position]
    state.withLock { state in
      if state.outputs[edge.node].indices.contains(edge.output) { state.outputs[edge.node][edge.output] = value }
    }
  }

  /// The value of a fetch, which must have been executed; it is given up where nothing else needs it.
  func take(fetch position: Int) -> Tensor {
    let edge = plan.fetches[position]
    return state.withLock { state in
      let value = state.outputs[edge.node][edge.output]
      Self.release(edge.node, &state)
      return value
    }
  }
}
