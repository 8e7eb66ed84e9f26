import Collections
import Dispatch
import Synchronization
import TFDiffTensor

/// Runs nodes of a plan on all processors, each as soon as what it needs has run.
///
/// A node that runs alone is given every thread; nodes that run side by side get one each.
struct Scheduler {
  let run: PlanRun
  let threads: Int
  /// Told of each node as it is done, one call at a time.
  let executed: (@Sendable (PlanNode, [Tensor]) throws -> Void)?
  let isCancelled: @Sendable () -> Bool

  private struct State: Sendable {
    var ready: Heap<Int>
    var pending: [Int: Int]
    var running = 0
    var remaining: Int
    var failure: (any Error)?
    var isOver: Bool { remaining == 0 || failure != nil }
  }

  /// Executes these nodes; all others that they need must have been executed.
  func execute(_ nodes: [Int]) throws {
    guard threads > 1, nodes.count > 1 else { return try executeInOrder(nodes) }
    let state = Mutex(initialState(nodes))
    // Made empty and then signalled: a semaphore may not be freed below the value it was made with.
    let signal = DispatchSemaphore(value: 0)
    for _ in 0..<state.withLock({ $0.ready.count }) { signal.signal() }
    let workers = threads
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      while work(state, signal, workers: workers) {}
    }
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }

  private func executeInOrder(_ nodes: [Int]) throws {
    for index in nodes {
      if isCancelled() { throw EngineError.cancelled }
      let outputs = try run.execute(index, threads: threads)
      try executed?(run.plan.nodes[index], outputs)
    }
  }

  private func initialState(_ nodes: [Int]) -> State {
    let included = Set(nodes)
    var pending: [Int: Int] = [:]
    var ready = Heap<Int>()
    for index in nodes {
      let node = run.plan.nodes[index]
      let count =
        node.inputs.count { included.contains($0.node) } + node.controls.count { included.contains($0) }
      pending[index] = count
      if count == 0 { ready.insert(index) }
    }
    return State(ready: ready, pending: pending, remaining: nodes.count)
  }

  /// Waits for a node and runs it; false once there is nothing left to do.
  private func work(_ state: borrowing Mutex<State>, _ signal: DispatchSemaphore, workers: Int) -> Bool {
    signal.wait()
    let job = state.withLock { state -> (index: Int, threads: Int)? in
      guard !state.isOver, let index = state.ready.popMin() else { return nil }
      state.running += 1
      return (index, state.running == 1 && state.ready.isEmpty ? threads : 1)
    }
    guard let job else { return false }
    let result = Result {
      if isCancelled() { throw EngineError.cancelled }
      return try run.execute(job.index, threads: job.threads)
    }
    let (woken, isOver) = state.withLock { state in settle(job.index, result, &state) }
    for _ in 0..<(isOver ? workers : woken) { signal.signal() }
    return !isOver
  }

  private func settle(_ index: Int, _ result: Result<[Tensor], any Error>, _ state: inout State) -> (Int, Bool) {
    state.running -= 1
    state.remaining -= 1
    do {
      let outputs = try result.get()
      try executed?(run.plan.nodes[index], outputs)
    } catch {
      if state.failure == nil { state.failure = error }
      return (0, true)
    }
    var woken = 0
    for consumer in run.plan.consumers[index] {
      guard let count = state.pending[consumer] else { continue }
      state.pending[consumer] = count - 1
      if count == 1 {
        state.ready.insert(consumer)
        woken += 1
      }
    }
    return (woken, state.isOver)
  }
}
