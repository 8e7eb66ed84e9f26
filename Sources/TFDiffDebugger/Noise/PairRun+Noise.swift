import TFDiffTensor

extension PairRun {
  /// Measures what rounding makes of the reference, where that is to judge and is not known yet: runs it twice more, once with
  /// each element of the input moved by one unit in the last place, and takes the differences at each endpoint. Only one
  /// endpoint's values are kept at a time. What was judged is judged anew.
  mutating func measureNoise(_ progress: Progress) throws(CancellationError) {
    guard recorder.state.tolerance.isAutomatic, recorder.state.noise == nil, recorder.state.failure == nil else {
      return
    }
    let phase = recorder.state.phase
    recorder.state.phase = .running("measuring the noise floor")
    progress(recorder.state)
    let floor: RunNoise
    do {
      defer { recorder.state.phase = phase }
      floor = try noiseFloor()
    }
    recorder.take(floor)
  }

  /// The same between two commands; where it is cancelled, the next run measures it. Before anything has run, the run does.
  mutating func measureNoiseOfPassed(_ progress: Progress) {
    if recorder.state.position > 0 { try? measureNoise(progress) }
  }

  private func noiseFloor() throws(CancellationError) -> RunNoise {
    guard let rerun = target.sides.reference.rerun else {
      return .unknown("what is compared here cannot be run with another input")
    }
    func run(isMoved: Bool) -> SideRun {
      var again = target
      again.sides.reference.open = { try rerun(isMoved) }
      return SideRun(side: .reference, target: again, control: control)
    }
    var meter = NoiseMeter()
    var runs = [run(isMoved: false), run(isMoved: true)]
    while let at = meter.lagging(runs) {
      let outcome = try runs[at].advance(.endpoint(deliveringOperations: false)) { _ in }
      if let failure = outcome.failure { return .unknown(String(describing: failure)) }
      for event in outcome.events { meter.take(event, isMoved: at == 1) }
    }
    return meter.floor
  }
}

extension Recorder {
  /// Takes in what was measured, says so, and judges anew.
  mutating func take(_ floor: RunNoise) {
    state.noise = floor
    state.log.append(LogEntry(side: .reference, text: floor.words))
    setTolerance(state.tolerance)
  }
}

/// Holds the values of two runs of one side against each other, each as soon as both have it.
private struct NoiseMeter {
  private(set) var floor = RunNoise()
  /// Of each run, what the other has not told yet, and how often each name was reached.
  private var waiting: [[String: Tensor]] = [[:], [:]]
  private var occurrences: [[String: Int]] = [[:], [:]]
  private var arrivals = [0, 0]

  /// The run that is to go on: the one that has come less far; nil where both are over.
  func lagging(_ runs: [SideRun]) -> Int? {
    let open = runs.indices.filter { !runs[$0].hasEnded }
    return open.min { arrivals[$0] < arrivals[$1] }
  }

  mutating func take(_ event: TraceEvent, isMoved: Bool) {
    let run = isMoved ? 1 : 0
    switch event {
    case .endpoint(let endpoint):
      arrivals[run] += 1
      let name = unique(endpoint.name, of: run)
      take(endpoint.value, "endpoint " + name, of: run) { $0.endpoints[name] = $1 }
    case .update(let update):
      let name = unique("update of " + update.variable, of: run)
      take(update.value, name, of: run) { floor, noise in
        floor.updates[update.variable] = floor.updates[update.variable].map(noise.joined) ?? noise
      }
    case .operation, .free, .variable, .initialValue, .random, .unpaired, .tentative, .log, .finished: break
    }
  }

  /// A name reached more than once gets a number from the second time on, as rows do.
  private mutating func unique(_ name: String, of run: Int) -> String {
    let count = occurrences[run][name, default: 0] + 1
    occurrences[run][name] = count
    return count == 1 ? name : "\(name)#\(count)"
  }

  private mutating func take(
    _ value: Tensor, _ key: String, of run: Int, keep: (inout RunNoise, RoundingNoise) -> Void
  ) {
    guard let other = waiting[1 - run].removeValue(forKey: key) else {
      waiting[run][key] = value
      return
    }
    let (plain, moved) = run == 0 ? (value, other) : (other, value)
    if let noise = RoundingNoise(reference: plain, moved: moved) { keep(&floor, noise) }
  }
}
