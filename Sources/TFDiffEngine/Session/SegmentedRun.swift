import Synchronization
import TFDiffTensor

/// One run of a graph carried out fetch by fetch, or operation by operation: what a debugger needs to hold a session
/// where it is.
///
/// Targets, such as update operations, run with the earliest fetch whose part of the graph gives them all
/// they need. Used from one thread at a time; ``cancel()`` may come from any.
public final class SegmentedRun: Sendable {
  private struct Position: Sendable {
    var segment = 0
    var node = 0
  }
  private let run: PlanRun
  private let segments: [[Int]]
  private let threads: Int
  private let position = Mutex(Position())
  private let isCancelled = Atomic(false)

  init(run: PlanRun, threads: Int) {
    self.run = run
    self.threads = threads
    segments = Self.segments(of: run.plan)
  }

  /// Executes the next operation before the next fetch, or returns nil where there is none left.
  public func nextOperation() throws -> ExecutedOperation? {
    let next = position.withLock { position -> Int? in
      guard position.segment < segments.count, position.node < segments[position.segment].count else {
        return nil
      }
      defer { position.node += 1 }
      return segments[position.segment][position.node]
    }
    guard let next else { return nil }
    if isCancelled.load(ordering: .relaxed) { throw EngineError.cancelled }
    let operands = try run.operands(of: next)
    return try executed(next, operands, outputs: run.execute(next, threads: threads))
  }

  /// Executes what is left before the next fetch, on all threads, and returns the fetch's value; nil once all
  /// fetches have been returned.
  ///
  /// - Parameter updates: told of each variable that was assigned on the way, in execution order.
  public func nextFetch(updates: (ExecutedOperation) throws -> Void = { _ in }) throws -> Tensor? {
    let (segment, rest) = position.withLock { position -> (Int, [Int]) in
      guard position.segment < segments.count else { return (position.segment, []) }
      defer { position = Position(segment: position.segment + 1, node: 0) }
      return (position.segment, Array(segments[position.segment][position.node...]))
    }
    guard segment < run.plan.fetches.count else { return nil }
    let scheduler = Scheduler(
      run: run, threads: threads, executed: nil, isCancelled: { self.isCancelled.load(ordering: .relaxed) })
    try scheduler.execute(rest)
    for index in rest where run.plan.nodes[index].type == "AssignSubVariableOp" {
      try updates(executed(index, [], outputs: []))
    }
    return run.take(fetch: segment)
  }

  /// Puts a value of the same shape and element type in the place of the fetch that was returned last.
  ///
  /// What needs that fetch and has not run goes on with it. Of the operations, those that have run are what the fetches so far
  /// are computed from, so that a later fetch takes the value wherever it is computed from this one; an update that runs with this
  /// fetch has taken the run's own.
  public func substitute(_ value: Tensor) {
    let last = position.withLock { $0.segment } - 1
    if run.plan.fetches.indices.contains(last) { run.replace(fetch: last, with: value) }
  }

  /// Makes a running call throw ``EngineError/cancelled`` soon.
  public func cancel() { isCancelled.store(true, ordering: .relaxed) }

  private func executed(
    _ index: Int, _ operands: [(value: Tensor, origin: ValueOrigin)], outputs: [Tensor]
  ) throws -> ExecutedOperation {
    let node = run.plan.nodes[index]
    var update: (variable: String, value: Tensor)?
    if node.type == "AssignSubVariableOp", let handle = node.inputs.first {
      let variable = try run.plan.nodes[handle.node].attributes.string("shared_name")
      update = (variable, try run.resources.read(variable))
    }
    return ExecutedOperation(
      id: index, name: node.name, type: node.type, fused: node.fused, attributes: node.attributes,
      operands: operands, outputs: outputs, update: update)
  }

  private static func segments(of plan: ExecutionPlan) -> [[Int]] {
    var segments = plan.segments()
    guard !segments.isEmpty else { return [] }
    var owner: [Int: Int] = [:]
    for (number, segment) in segments.enumerated() { for node in segment { owner[node] = number } }
    for index in plan.remainder(after: segments) {
      let node = plan.nodes[index]
      let needed = node.inputs.map(\.node) + node.controls
      let number = needed.compactMap { owner[$0] }.max() ?? 0
      owner[index] = number
      segments[number].append(index)
    }
    return segments.map { $0.sorted() }
  }
}

extension Session {
  /// Begins a run that is carried out fetch by fetch, in the order given.
  public func begin(
    _ fetches: [Output], targets: [Operation] = [], feeds: [Output: Tensor] = [:]
  ) throws -> SegmentedRun {
    SegmentedRun(run: try start(fetches, targets: targets, feeds: feeds), threads: threads)
  }
}
