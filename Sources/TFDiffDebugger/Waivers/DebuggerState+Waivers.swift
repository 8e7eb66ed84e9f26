import TFDiffTensor

/// What became of a waiver.
public struct WaiverRow: Sendable, Hashable {
  /// The raw values are the report's.
  public enum State: String, Sendable, Hashable, CaseIterable {
    /// It accepts the difference of at least one endpoint.
    case used
    /// What it is for differs by more than it accepts.
    case exceeded
    /// What it is for is within tolerance.
    case notNeeded = "not-needed"
    /// No endpoint has such a name.
    case noMatch = "no-match"
    case expired
    /// No endpoint that it is for has been reached, and the runs are not over.
    case open
  }
  public let waiver: Waiver
  public let state: State
  /// The endpoints whose difference it accepts.
  public let endpoints: [String]
  /// Those that differ by more.
  public let exceeded: [String]
}

extension DebuggerState {
  /// The waivers in their order, as far as the runs have come.
  public var waiverRows: [WaiverRow] { waivers.all.map(row) }

  private func row(_ waiver: Waiver) -> WaiverRow {
    let matching = endpoints.filter { row in row.waivedNames.contains { waiver.layer.matches($0) } }
    let used = matching.filter { $0.waived == waiver }.map(\.name)
    let exceeded = matching.filter(\.diverges).map(\.name)
    let state: WaiverRow.State =
      if waivers.isExpired(waiver) {
        .expired
      } else if !used.isEmpty {
        .used
      } else if !exceeded.isEmpty {
        .exceeded
      } else if matching.contains(where: { $0.status != .notRun }) {
        .notNeeded
      } else {
        stand.isEnded ? matching.isEmpty ? .noMatch : .notNeeded : .open
      }
    return WaiverRow(waiver: waiver, state: state, endpoints: used, exceeded: exceeded)
  }

  /// Which of the waivers accepts a row's activation; nil where it needs none, or none does.
  func waiver(accepting reference: Tensor, _ candidate: Tensor, of row: EndpointRow) -> Waiver? {
    guard !waivers.isEmpty, row.activationStatus == .mismatch else { return nil }
    return waivers.accepting(reference, candidate, at: row.waivedNames, held: judging.tolerance(for: row))
  }

  /// The same of a variable that was assigned on the way.
  func waiver(accepting update: UpdateRow, of row: EndpointRow) -> Waiver? {
    guard !waivers.isEmpty, update.status == .mismatch, let reference = update.reference,
      let candidate = update.candidate
    else { return nil }
    let held = judging.tolerance(for: row.name, update.variable)
    return waivers.accepting(reference, candidate, at: row.waivedNames, held: held)
  }

  /// Judges anew what the waivers accept, from the tensors that are kept.
  mutating func settleWaivers() {
    if waivers.isEmpty { return }
    for index in endpoints.indices {
      let row = endpoints[index]
      if let reference = row.reference?.tensor, let candidate = row.candidate?.tensor {
        let compared = determined(reference, candidate, of: row).candidate
        endpoints[index].accepted = waiver(accepting: reference, compared, of: row)
      }
      for at in row.updates.indices {
        endpoints[index].updates[at].accepted = waiver(accepting: row.updates[at], of: row)
      }
    }
  }

  /// How many endpoints differ as far as a waiver accepts.
  var waivedFinding: Finding? {
    let rows = endpoints.indices.filter { endpoints[$0].status == .mismatch && endpoints[$0].waived != nil }
    guard let first = rows.first.map({ endpoints[$0] }), let waiver = first.waived else { return nil }
    return .waived(count: rows.count, first: first.name, reason: waiver.reason, words: waiver.words)
  }
}

extension EndpointRow {
  /// What a waiver may know it by: a rung by its name in every step, too.
  fileprivate var waivedNames: [String] { [name, rung?.name].compactMap(\.self) }

  /// The waiver that accepts all by which it differs; nil where it does not differ, or none does.
  public var waived: Waiver? {
    guard status == .mismatch, activationStatus == .match || accepted != nil else { return nil }
    let updates = divergingUpdates
    guard updates.allSatisfy({ $0.accepted != nil }) else { return nil }
    return accepted ?? updates.first?.accepted
  }

  /// Whether it differs, and no waiver accepts that.
  public var diverges: Bool { status.isDivergence && waived == nil }
}

extension WaiverRow {
  /// What `check` says of it, after its symbol.
  func words(_ waivers: Waivers) -> String {
    let (layer, accepted) = (waiver.layer.pattern, waiver.words)
    switch state {
    case .used:
      let more = exceeded.isEmpty ? "" : "; \(exceeded.joined(separator: ", ")) differs by more"
      return "\(layer): waives \(endpoints.joined(separator: ", ")), up to \(accepted): \(waiver.reason)\(more)"
    case .exceeded:
      return "\(layer): accepts up to \(accepted), and \(exceeded.joined(separator: ", ")) differs by more"
    case .notNeeded:
      return "\(layer): was not needed, as what it is for is within tolerance; take it out of \(waivers.file)"
    case .noMatch:
      return "\(layer): is for no endpoint that there is; take it out of \(waivers.file), or correct its layer"
    case .expired: return "\(layer): \(waiver.expiry); renew it in \(waivers.file), or take it out"
    case .open: return "\(layer): what it is for has not been reached"
    }
  }

  func symbol(_ symbols: SymbolSet) -> String {
    switch state {
    case .used: String(symbols.waived)
    case .exceeded, .expired: symbols.symbol(for: Status.mismatch)
    case .notNeeded, .noMatch, .open: symbols.symbol(for: Status.notRun)
    }
  }
}
