import TFDiffTensor

extension TolerancePolicy {
  /// The word for a tolerance that is measured.
  public static let automatic = "auto"

  /// What was measured for the place of these names, where that is to judge: an endpoint's; an assigned variable's; for an
  /// operation that of the endpoint it leads to.
  func measuredTolerance(for names: [String]) -> Tolerance? {
    guard isAutomatic, let noise, let name = names.last else { return nil }
    if names.count == 1 { return noise.endpoints[name]?.tolerance }
    return noise.updates[name]?.tolerance ?? noise.endpoints[names[0]]?.toleranceOnTheWay
  }

  /// The noise that decides over an endpoint; nil where another tolerance holds for it.
  public func noise(of row: EndpointRow) -> RoundingNoise? {
    guard isAutomatic, exception(for: [row.name]) == nil else { return nil }
    return noise?.endpoints[row.name]
  }

  /// Whether an assigned variable moves with the input's last place so much that nothing can be said of it.
  func cannotJudge(_ update: UpdateRow, of row: EndpointRow) -> Bool {
    guard isAutomatic, exception(for: [row.name, update.variable]) == nil else { return false }
    return noise?.updates[update.variable]?.isJudgeable == false
  }
}

extension DebuggerState {
  /// The tolerance in force together with what was measured, where that is to judge.
  public var judging: TolerancePolicy {
    var policy = tolerance
    if policy.isAutomatic { policy.noise = noise }
    return policy
  }

  /// Whether rounding alone moves both a row and what it is compared with so far that nothing can be said of it. Variables
  /// assigned on the way that can be judged still decide.
  func cannotJudge(_ row: EndpointRow) -> Bool {
    guard let noise = judging.noise(of: row), row.isComplete, row.divergingUpdates.isEmpty else { return false }
    return !noise.isJudgeable && [.match, .mismatch].contains(row.activationStatus)
  }

  /// The endpoints that cannot be judged.
  var unjudgedFinding: Finding? {
    // By index, as a row that is taken out of the list is a copy of all its parts, and there may be ten thousand.
    let rows = endpoints.indices.filter { endpoints[$0].status == .unjudged }
    guard let first = rows.first.map({ endpoints[$0] }) else { return nil }
    return .unjudged(
      count: rows.count, of: endpoints.count { $0.isComplete }, areRungs: target.steps > 0, first: first.name,
      relative: noise?.endpoints[first.name]?.relative ?? .nan)
  }

  /// Whether what the models are run for cannot be judged, so that nothing can be said of the whole.
  var outputsAreUnjudged: Bool {
    let outputs = endpoints.filter { $0.isOutput || target.outputs.contains($0.name) }
    let deciding = outputs.isEmpty ? endpoints.last(where: \.isComplete).map { [$0] } ?? [] : outputs
    return deciding.contains { $0.status == .unjudged }
  }
}
