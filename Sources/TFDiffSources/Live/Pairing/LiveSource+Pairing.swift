import TFDiffDebugger

extension LiveSource {
  /// Finds out, before the reference tells its first end point, which layers the two sides share.
  ///
  /// The candidate's names come with the end of its forward pass: it is begun here, waits there, and goes on as the
  /// candidate's own run where both sides name the same end points. Only where layers must be paired is it run anew.
  func pairLayers(_ reference: LiveWorker, _ names: [String], _ deliver: (TraceEvent) -> Void) throws {
    let begun = try beginCandidate()
    defer { activate(reference) }
    let isNamedAlike = !Set(names).isDisjoint(with: begun.worker?.names ?? [])
    guard begun.failure == nil, let candidate = begun.worker, !isNamedAlike || !settings.map.isEmpty else {
      discoveries.keep(begun)
      return discoveries.learn(.asNamed)
    }
    do throws(LiveMapFault) {
      try settings.map.checkVariables(SidePair(reference: variables, candidate: begun.variables))
    } catch {
      discoveries.keep(begun)
      throw LiveError.map(file: settings.map.file, error)
    }
    for (name, other) in settings.map.variables.sorted(by: { $0.key < $1.key }) {
      deliver(.log("\(settings.map.file): the candidate's variable \(other) is compared as \(name)"))
    }
    if isNamedAlike, settings.map.layers.isEmpty {
      discoveries.keep(begun)
      return discoveries.learn(.asNamed)
    }
    try pair(reference, candidate, begun, deliver)
  }

  private func pair(
    _ reference: LiveWorker, _ candidate: LiveWorker, _ begun: LiveDiscoveries.Begun, _ deliver: (TraceEvent) -> Void
  ) throws {
    let structures = SidePair(
      reference: try reference.structure(deliver), candidate: try candidate.structure { _ in })
    let pairing: LivePairing
    do throws(LiveMapFault) {
      pairing = try LivePairing(structures, map: settings.map)
    } catch {
      // It can go on by itself, whatever is wrong with the map.
      discoveries.keep(begun)
      throw LiveError.map(file: settings.map.file, error)
    }
    try reference.choose(pairing.layers(of: .reference), deliver)
    for line in pairing.log { deliver(.log(line)) }
    discoveries.learn(.paired(pairing))
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

extension LiveDiscoveries.Begun {
  /// The names of the variables it has made.
  fileprivate var variables: [String] {
    advances.joined().compactMap { event in
      if case .variable(let variable) = event { variable.name } else { nil }
    }
  }
}

extension LivePairing {
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
