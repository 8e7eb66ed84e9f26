import TFDiffTensor

/// `tf.function`: eager code traced into a graph once, then rewritten, scheduled and run as a graph is, on the variables
/// of the eager world around it.
///
/// A variable that the code makes while it is traced is made in the eager world (its initializer is lifted out of the
/// graph), in the order in which the code makes it. Like a session, a function keeps its kernels from one run to the next.
/// Source: tensorflow/python/eager/polymorphic_function/polymorphic_function.py.
public final class TracedFunction {
  public typealias Body = (_ context: GraphContext, _ inputs: Value) throws -> Void

  /// The world around, which owns the variables.
  public let eager: EagerContext
  private let tool: DeterministicRandomTestTool?
  private let options: RewriteOptions
  private let threads: Int
  private let hooks: Hooks

  /// - Parameters:
  ///   - tool: the testing tool whose scope the tracing is in; the eager context's own.
  ///   - options: the rewrites to make before executing.
  ///   - hooks: where planted faults take hold of the tracing.
  public init(
    around eager: EagerContext, tool: DeterministicRandomTestTool? = nil, options: RewriteOptions = .init(),
    threads: Int = Processors.count, hooks: Hooks = .init()
  ) {
    self.eager = eager
    self.tool = tool
    self.options = options
    self.threads = threads
    self.hooks = hooks
  }

  /// The graph of one tracing, ready to be run.
  public struct Trace {
    public let context: GraphContext
    fileprivate let input: Output?
    fileprivate let session: Session

    /// Begins a run that fetches the end points and makes the updates that the code makes.
    public func begin(input tensor: Tensor) throws -> SegmentedRun {
      try session.begin(
        context.endpoints.map(\.output), targets: context.graph.updateOperations,
        feeds: input.map { [$0: tensor] } ?? [:])
    }
  }

  /// Traces the code for inputs of a shape and element type.
  ///
  /// - Parameter beforeCreation: called each time the code makes a variable, with the random operations the graph has by
  ///   then.
  public func trace(
    _ spec: TensorSpec, beforeCreation: @escaping ([RandomOperation]) -> Void = { _ in }, _ body: Body
  ) throws -> Trace {
    try trace(spec, body) { [eager] request, context in
      beforeCreation(context.randomOperations)
      return try eager.atRootScope { try eager.makeVariable(request) }
    }
  }

  /// Traces the code once more, as the first call does after a tracing that made variables: it may make none now.
  ///
  /// What the first call computes is what this tracing computes; so do its random operations count after those of the
  /// first tracing. Source: polymorphic_function.py, `_call` and `_initialize`.
  ///
  /// - Throws: ``EngineError/variableCreatedOnLaterTrace(_:)``.
  public func traceAgain(_ spec: TensorSpec, _ body: Body) throws -> Trace {
    try trace(spec, body) { request, _ in
      throw EngineError.variableCreatedOnLaterTrace(VariableCreation(request))
    }
  }

  private func trace(
    _ spec: TensorSpec, _ body: Body,
    makeVariable: @escaping (VariableRequest, GraphContext) throws -> Variable
  ) throws -> Trace {
    let graph = Graph(version: eager.version)
    let lifting = VariableLifting(
      makeVariable: makeVariable,
      addRegularizationLoss: { [eager] in try eager.addRegularizationLoss(of: $0, $1) })
    let context = GraphContext(
      graph: graph, tool: tool, variableStore: eager.variableStore, lifting: lifting)
    context.hooks = hooks
    eager.beginCall()
    let inputs = try context.placeholder(spec.dtype, spec.shape, name: "inputs")
    try context.withScopes({ $0.variableScope = VariableScope(name: "", reuse: .automatic) }) {
      try eager.variableStore.enteringModel { try body(context, inputs) }
    }
    let session = Session(graph: graph, options: options, threads: threads, resources: eager.resources)
    return Trace(context: context, input: inputs.output, session: session)
  }
}
