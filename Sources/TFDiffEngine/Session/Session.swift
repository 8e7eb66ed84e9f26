import TFDiffTensor

/// Runs parts of a graph: TF1's `Session`. It has its own values of the graph's variables, and its own kernels,
/// so that random operations start afresh with each session and continue with each run.
///
/// Used from one thread at a time.
public final class Session {
  public let graph: Graph
  public let options: RewriteOptions
  public let resources: ResourceManager
  let threads: Int
  private var statefulKernels: [String: any Kernel] = [:]
  private var plans: [PlanKey: ExecutionPlan] = [:]

  private struct PlanKey: Hashable {
    let fetches: [Output]
    let targets: [ObjectIdentifier]
    let feeds: Set<Output>
  }

  /// - Parameters:
  ///   - options: the rewrites to make before executing.
  ///   - threads: how many threads to execute with.
  ///   - resources: the values of variables; another world's where the graph only borrows them.
  public init(
    graph: Graph, options: RewriteOptions = .init(), threads: Int = Processors.count,
    resources: ResourceManager = .init()
  ) {
    self.graph = graph
    self.options = options
    self.resources = resources
    self.threads = threads
  }

  /// Computes the fetches, running nothing that they and the targets do not need.
  ///
  /// - Parameters:
  ///   - targets: operations to run for their effects.
  ///   - feeds: values that stand in for outputs, of the same shape and element type.
  /// - Throws: ``EngineError/notFed(placeholder:)``, ``EngineError/badInput(operation:reason:)`` for a feed that
  ///   does not fit, or what a kernel throws.
  @discardableResult
  public func run(
    _ fetches: [Output], targets: [Operation] = [], feeds: [Output: Tensor] = [:]
  ) throws -> [Tensor] {
    let run = try start(fetches, targets: targets, feeds: feeds)
    try Scheduler(run: run, threads: threads, executed: nil, isCancelled: { false })
      .execute(Array(run.plan.nodes.indices))
    return fetches.indices.map { run.take(fetch: $0) }
  }

  /// Begins a run that is then carried out in parts.
  func start(_ fetches: [Output], targets: [Operation], feeds: [Output: Tensor]) throws -> PlanRun {
    for (output, tensor) in feeds where output.spec != TensorSpec(tensor.dtype, tensor.shape) {
      throw EngineError.badInput(
        operation: output.name,
        reason: "it is fed \(tensor.dtype) \(tensor.shape), but is \(output.spec.dtype) \(output.spec.shape)")
    }
    let plan = try plan(fetches, targets: targets, feeds: Set(feeds.keys))
    let named = feeds.map { ($0.key.operation.name, $0.value) }
    return PlanRun(
      plan: plan, resources: resources, feeds: Dictionary(named, uniquingKeysWith: { $1 }))
  }

  /// What would be executed for these fetches.
  public func plan(
    _ fetches: [Output], targets: [Operation] = [], feeds: Set<Output> = []
  ) throws -> ExecutionPlan {
    let key = PlanKey(fetches: fetches, targets: targets.map { ObjectIdentifier($0) }, feeds: feeds)
    if let plan = plans[key] { return plan }
    var nodes = try PlanGraph(fetches: fetches, targets: targets, feeds: feeds, registry: graph.registry)
    try options.apply(to: &nodes)
    let plan = try ExecutionPlan(nodes) { try kernel(for: $0) }
    plans[key] = plan
    return plan
  }

  private func kernel(for node: PlanNode) throws -> (any Kernel)? {
    guard node.type != "_Feed" else { return nil }
    if let kernel = statefulKernels[node.name], node.isStateful { return kernel }
    let kernel = try graph.registry[node.type].makeKernel(node.attributes)
    if node.isStateful { statefulKernels[node.name] = kernel }
    return kernel
  }
}

extension Session {
  /// Runs the initializers of these variables: TF1's `global_variables_initializer`.
  public func initialize(_ variables: [Variable]) throws {
    try run([], targets: variables.compactMap(\.initializer))
  }
}
