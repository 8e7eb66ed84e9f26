import Dispatch
import Synchronization
import TFDiffTensor

extension Recorder {
  /// Judges every endpoint, operation and update anew from the tensors that are kept, with no new run.
  ///
  /// Where tensors have been given up, the comparison made before stands.
  public mutating func setTolerance(_ policy: TolerancePolicy) {
    state.setTolerance(policy)
    inside?.frozen.removeAll()
    inside?.frozenCount = SidePair(reference: 0, candidate: 0)
    rejudgeChanges()
    alignInside()
  }
}

extension DebuggerState {
  /// Judges every endpoint, operation and update anew from the tensors that are kept, with no new run: in
  /// parallel, at the speed of memory.
  public mutating func setTolerance(_ policy: TolerancePolicy) {
    // What was found to be the reason was so under the tolerance before.
    if tolerance != policy { explanations = [] }
    tolerance = policy
    for index in endpoints.indices { endpoints[index].noise = judging.noise(of: endpoints[index]) }
    for index in initialValues.indices { initialValues[index].judge(under: policy) }
    let jobs = endpoints.indices.flatMap { comparisonJobs(at: $0) }
    for (index, comparison) in compareAll(jobs) { take(comparison, at: jobs[index].place) }
    settleWaivers()
    for index in endpoints.indices { settleOrigin(at: index) }
    let areOver = phase.isOver
    for index in endpoints.indices where endpoints[index].status != .notRun || index < position {
      endpoints[index].status = standing(of: endpoints[index], areOver: areOver)
    }
  }

  /// Large pairs one after the other, each on all cores; small ones side by side.
  private func compareAll(_ jobs: [ComparisonJob]) -> [(index: Int, comparison: Comparison)] {
    let isLarge = { (index: Int) in jobs[index].pair.reference.elementCount > 1 << 20 }
    let large = jobs.indices.filter(isLarge)
    let small = jobs.indices.filter { !isLarge($0) }
    let outcomes = Mutex([(index: Int, comparison: Comparison)]())
    DispatchQueue.concurrentPerform(iterations: small.count) { at in
      let job = jobs[small[at]]
      let comparison = Comparison(of: job.pair, tolerance: job.tolerance, threads: 1)
      outcomes.withLock { $0.append((small[at], comparison)) }
    }
    return outcomes.withLock { $0 }
      + large.map { ($0, Comparison(of: jobs[$0].pair, tolerance: jobs[$0].tolerance)) }
  }

  private func comparisonJobs(at index: Int) -> [ComparisonJob] {
    let row = endpoints[index]
    var jobs: [ComparisonJob] = []
    func add(_ reference: Tensor?, _ candidate: Tensor?, _ place: ComparisonJob.Place, _ limit: Tolerance) {
      // Tensors that make no pair have a verdict that no tolerance changes.
      guard let reference, let candidate, let pair = try? place.pair(reference, candidate) else { return }
      jobs.append(ComparisonJob(pair: pair, place: place, tolerance: limit))
    }
    let reference = row.reference?.tensor
    let candidate = row.candidate?.tensor.map { determined(reference, $0, of: row).candidate }
    add(reference, candidate, .endpoint(index), judging.tolerance(for: row))
    for (at, operation) in row.operations.enumerated() where !operation.isFusedAway {
      add(
        operation.reference?.output, operation.candidate?.output, .operation(index, at),
        judging.tolerance(for: row.name, operation.name))
    }
    for (at, update) in row.updates.enumerated() {
      add(
        update.reference, update.candidate, .update(index, at),
        judging.tolerance(for: row.name, update.variable))
    }
    return jobs
  }

  private mutating func take(_ comparison: Comparison, at place: ComparisonJob.Place) {
    let status = Judgement(comparison).status
    switch place {
    case .endpoint(let index):
      endpoints[index].comparison = comparison
    case .operation(let index, let at):
      endpoints[index].operations[at].take(Judgement(comparison))
    case .update(let index, let at):
      endpoints[index].updates[at].comparison = comparison
      let isNoise = judging.cannotJudge(endpoints[index].updates[at], of: endpoints[index])
      endpoints[index].updates[at].status = isNoise ? .unjudged : status
    }
  }
}

/// One comparison to be made, and where its outcome goes.
private struct ComparisonJob: Sendable {
  enum Place: Sendable {
    case endpoint(Int)
    case operation(Int, Int)
    case update(Int, Int)

    /// What is compared there.
    func pair(_ reference: Tensor, _ candidate: Tensor) throws(TensorError) -> TensorPair {
      if case .operation = self { return try TensorPair(elementsOf: reference, and: candidate) }
      return try TensorPair(reference: reference, candidate: candidate)
    }
  }
  let pair: TensorPair
  let place: Place
  let tolerance: Tolerance
}
