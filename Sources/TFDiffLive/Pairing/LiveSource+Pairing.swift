import TFDiffDebugger

extension LiveSource {
  /// Finds out, before the reference tells its first end point, which layers and variables of the two sides belong
  /// together, and which variables begin with different values.
  ///
  /// What the candidate is made of comes with the end of its forward pass: it is begun here, waits there, and goes on as the
  /// candidate's own run where both sides name the same end points and its variables have the values they are to have. Else
  /// it is run anew.
  func pairSides(_ reference: LiveWorker, _ names: [String], _ deliver: (TraceEvent) -> Void) throws {
    if settings.copiesWeights || settings.steps > 0 {
      // Where an optimizer's slots start is its own, and compared.
      let copied = settings.steps > 0 ? variables.filter { $0.role == .weight } : variables
      let values = try reference.initialValues(of: copied.map(\.name))
      if settings.copiesWeights { discoveries.variables.weights.learn(values) }
      discoveries.training.begin(values)
    }
    var begun = try beginCandidate()
    defer { activate(reference) }
    guard begun.failure == nil, let candidate = begun.worker else {
      discoveries.keep(begun)
      return discoveries.learn(.asNamed)
    }
    do {
      try pair(SidePair(reference: reference, candidate: candidate), names, begun, deliver)
    } catch let failure as CandidateFailure {
      begun.failure = failure.cause
      discoveries.keep(begun)
      if discoveries.layers == nil { discoveries.learn(.asNamed) }
    }
  }

  private func pair(
    _ workers: SidePair<LiveWorker>, _ names: [String], _ begun: LiveDiscoveries.Begun,
    _ deliver: (TraceEvent) -> Void
  ) throws {
    let (reference, candidate) = (workers.reference, workers.candidate)
    let structures = SidePair(
      reference: try reference.structure(deliver), candidate: try candidate.asCandidate { try $0.structure { _ in } })
    let given = discoveries.variables.names
    let pairing = try pairing(structures, begun)
    if !settings.map.variables.isEmpty { tellPins(deliver) }
    let namesAlike = settings.map.layers.isEmpty && !Set(names).isDisjoint(with: candidate.names ?? [])
    // The layers of a training step are those that the programs name.
    let isAsNamed = namesAlike || settings.steps > 0
    discoveries.variables.learn(VariableNames(pairing))
    if isAsNamed { discoveries.learn(outputs: pairing.outputs) }
    discoveries.learn(partners: operationIDs(of: pairing.operations, structures))
    if isAsNamed {
      discoveries.learn(.asNamed)
      discoveries.learn(structures.candidate.spans(structures.candidate.returned))
    } else {
      try reference.choose(pairing.layers.layers(of: .reference), deliver)
      for line in pairing.layers.log { deliver(.log(line)) }
      deliver(.unpaired(pairing.layers.lonely))
      let tentative = pairing.layers.tentative
      deliver(.tentative(tentative.readers, certain: tentative.certain))
      discoveries.learn(.paired(pairing.layers))
      discoveries.learn(structures.candidate.spans(pairing.layers.ends + structures.candidate.returnedOutputs))
    }
    for line in pairing.variables.log { deliver(.log(line)) }
    try settings.writesMap?(pairing.map(structures.candidate))
    let isGiven = settings.checkpoint != nil || settings.copiesWeights
    try tellInitialValues(workers, pairing.variables, isGiven, deliver)
    let isWell = !isGiven || given.partners == discoveries.variables.names.partners
    if isAsNamed, isWell {
      discoveries.keep(begun)
    } else {
      candidate.release()
    }
  }

  /// The pairs of operations by the ids that they are told with.
  private func operationIDs(
    of partners: SidePair<[Int: Int]>, _ structures: SidePair<LiveStructure>
  ) -> [String: String] {
    let ids = partners.candidate.map { candidate, reference in
      let operation = structures.candidate.operations[candidate]
      let isTraced = settings.candidate == .function
      let id = isTraced ? operation.operation : operation.ordinal.map { "\($0)" } ?? operation.operation
      return (id, structures.reference.operations[reference].operation)
    }
    return Dictionary(ids, uniquingKeysWith: { first, _ in first })
  }

  private func tellPins(_ deliver: (TraceEvent) -> Void) {
    for (name, other) in settings.map.variables.sorted(by: { $0.key < $1.key }) {
      deliver(.log("\(settings.map.file): the candidate's variable \(other) is compared as \(name)"))
    }
  }

  private func pairing(
    _ structures: SidePair<LiveStructure>, _ begun: LiveDiscoveries.Begun
  ) throws -> LiveSidePairing {
    do throws(LiveMapFault) {
      let firsts = SidePair(reference: variables, candidate: begun.variables)
      try settings.map.checkVariables(
        SidePair(reference: firsts.reference.map(\.name), candidate: firsts.candidate.map(\.name)))
      return try LiveSidePairing(structures, firsts, map: settings.map)
    } catch {
      // It can go on by itself, whatever is wrong with the map.
      discoveries.keep(begun)
      throw LiveError.map(file: settings.map.file, error)
    }
  }

  /// Tells of the paired variables that do not begin alike; those that are given the reference's values do.
  private func tellInitialValues(
    _ workers: SidePair<LiveWorker>, _ pairing: VariablePairing, _ isGiven: Bool, _ deliver: (TraceEvent) -> Void
  ) throws {
    let digests = SidePair(
      reference: try workers.reference.initialDigests(),
      candidate: try workers.candidate.asCandidate { try $0.initialDigests() })
    try tellInputs(workers, digests, deliver)
    let different = pairing.pairs.filter { pair in
      guard let left = digests.reference[pair.reference], let right = digests.candidate[pair.candidate] else {
        return false
      }
      return left != right && !(isGiven && isGivenAlike(pair.reference))
    }
    try tellLaidOut(
      workers, pairing.laidOut.filter { !isGiven || !$0.references.allSatisfy { isGivenAlike($0.name) } }, deliver)
    if different.isEmpty { return }
    let references = try workers.reference.initialValues(of: different.map(\.reference))
    let candidates = try workers.candidate.asCandidate { try $0.initialValues(of: different.map(\.candidate)) }
    for pair in different {
      guard let left = references[pair.reference], let right = candidates[pair.candidate] else { continue }
      deliver(
        .initialValue(
          InitialValueEvent(
            variable: pair.reference, candidate: pair.candidate, values: SidePair(reference: left, candidate: right))))
    }
  }

  /// Tells of what the sides are given, where that differs and can be compared.
  private func tellInputs(
    _ workers: SidePair<LiveWorker>, _ digests: SidePair<[String: String]>, _ deliver: (TraceEvent) -> Void
  ) throws {
    let names = digests.reference.filter { name, digest in
      name.hasPrefix(Self.inputs) && digests.candidate[name].map { $0 != digest } ?? false
    }.keys.sorted()
    if names.isEmpty { return }
    let references = try workers.reference.initialValues(of: names)
    let candidates = try workers.candidate.asCandidate { try $0.initialValues(of: names) }
    for name in names {
      guard let left = references[name], let right = candidates[name], left.shape == right.shape,
        left.dtype == right.dtype
      else { continue }
      deliver(
        .initialValue(
          InitialValueEvent(
            variable: name, candidate: name, values: SidePair(reference: left, candidate: right), isInput: true)))
    }
  }

  /// How the names of what the sides are given begin, which no variable's does.
  private static let inputs = "inputs()"

  /// The same of those that the candidate lays out otherwise.
  private func tellLaidOut(
    _ workers: SidePair<LiveWorker>, _ laidOut: [LaidOutVariable], _ deliver: (TraceEvent) -> Void
  ) throws {
    if laidOut.isEmpty { return }
    let references = try workers.reference.initialValues(of: laidOut.flatMap { $0.references.map(\.name) })
    let candidates = try workers.candidate.asCandidate { try $0.initialValues(of: laidOut.map(\.candidate.name)) }
    for each in laidOut {
      let values = each.references.compactMap { references[$0.name] }
      guard values.count == each.references.count, let left = each.value(of: values),
        let right = candidates[each.candidate.name]
      else { continue }
      // Told whether it differs or not: what is equal is judged so.
      deliver(
        .initialValue(
          InitialValueEvent(
            variable: each.candidate.name, candidate: each.candidate.name,
            values: SidePair(reference: left, candidate: right), sources: each.references.map(\.name))))
    }
  }

  /// Whether both sides' variables are set to one value, which a checkpoint or the reference has under a name.
  private func isGivenAlike(_ reference: String) -> Bool {
    settings.copiesWeights || settings.checkpoint?.key(of: reference) != nil
  }

  /// Runs the candidate up to the end of its forward pass.
  ///
  /// - Throws: `CancellationError`; what else goes wrong is the candidate's to tell.
  private func beginCandidate() throws -> LiveDiscoveries.Begun {
    var begun = LiveDiscoveries.Begun()
    do {
      let worker = try start(.candidate, LivePlan(.candidate, settings, discoveries))
      begun.worker = worker
      var goesOn = true
      while goesOn, worker.names == nil {
        begun.advances.append([])
        goesOn = try worker.advance(.endpoint(deliveringOperations: false)) { event in
          begun.advances[begun.advances.count - 1].append(event)
        }
      }
    } catch let error as CancellationError {
      throw error
    } catch {
      begun.failure = error
    }
    return begun
  }
}

/// What went wrong with a candidate that was asked something while the reference is at its turn: the candidate's to tell.
private struct CandidateFailure: Error {
  var cause: any Error
}

extension LiveWorker {
  /// Asks the candidate something.
  ///
  /// - Throws: `CancellationError`, ``CandidateFailure``.
  fileprivate func asCandidate<Answer>(_ ask: (LiveWorker) throws -> Answer) throws -> Answer {
    do {
      return try ask(self)
    } catch let error as CancellationError {
      throw error
    } catch {
      throw CandidateFailure(cause: error)
    }
  }
}

extension LiveDiscoveries.Begun {
  /// The variables it has made in its first call.
  fileprivate var variables: [VariableEvent] {
    advances.joined().compactMap { event in
      if case .variable(let variable) = event, variable.call == 1 { variable } else { nil }
    }
  }
}

extension VariablePairing {
  /// What a reader should know of it.
  var log: [String] {
    var lines: [String] = []
    for way in PairingWay.allCases where way != .name && way != .map {
      let pairs = pairs.filter { $0.way == way }
      if pairs.isEmpty { continue }
      lines.append(
        "\(pairs.count) variables are paired \(way.words): "
          + pairs.prefix(4).map { "\($0.reference) with \($0.candidate)" }.joined(separator: ", ")
          + (pairs.count > 4 ? ", …" : ""))
    }
    lines += cellLog
    if !ambiguous.isEmpty {
      lines.append(
        "\(ambiguous.count) variables could each be several of the candidate's and are not paired: "
          + ambiguous.prefix(4).joined(separator: ", ") + (ambiguous.count > 4 ? ", …" : "")
          + "; pair them by hand with a map")
    }
    return lines
  }
}

extension VariablePairing {
  /// Which recurrent layers have which cells' weights, where that is not by name, and what is assumed of them.
  private var cellLog: [String] {
    let recurrent = laidOut.filter { $0.layout.recurrentSuffix != nil }
    let found = recurrent.filter { $0.way != .map && $0.way != .path }.map { each in
      "\(each.references[0].name) reaches \(each.candidate.name) gate by gate, paired \(each.way.words)"
    }
    let assumed = laidOut.filter(\.isAssumed).map { each in
      "\(each.references[0].name) reaches \(each.candidate.name) with a forget_bias of \(RecurrentCells.forgetBias), which is "
        + "assumed: the reference's graph does not tell it. Under [cells] a map can say another"
    }
    return found + assumed
  }
}

extension LivePairing {
  /// What the candidate reaches, each with its operation's ordinal.
  fileprivate var ends: [(name: String, ordinal: Int)] {
    pairs.compactMap { pair in pair.candidate.ordinal.map { (pair.name, $0) } }
  }

  /// What a reader should know of it.
  var log: [String] {
    var lines = [
      pairs.isEmpty
        ? "no layers of the two sides belong together: their outputs alone are compared"
        : "\(pairs.count) layers are paired by what computes them"
    ]
    for side in Side.allCases where !lonely[side].isEmpty {
      let (count, few) = (lonely[side].count, lonely[side].prefix(4))
      lines.append(
        "\(count) of the \(side.rawValue)'s layers have no partner and are not compared: "
          + few.joined(separator: ", ") + (count > few.count ? ", …" : ""))
    }
    return lines
  }
}
