import TFDiffTensor

/// What a pair of runs comes to, in the words of the command line and the reports.
public enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
  case equal, diverged, incomparable

  public var exitStatus: Int32 {
    switch self {
    case .equal: 0
    case .diverged: 1
    case .incomparable: 2
    }
  }
}

/// A fact that bears on the verdict.
public enum Finding: Sendable, Hashable {
  case endpoint(name: String, status: Status)
  /// What the forward pass assigned to variables on the way to an end point that matches itself.
  case updates(endpoint: String, variables: [String])
  /// What the sides are given differs, where something computed does too.
  case inputs(names: [String])
  /// Variables that begin with different values, by the reference's names, where something computed differs.
  case initialValues(names: [String])
  case regularizationLoss(reference: Double, candidate: Double, tolerance: Tolerance)
  /// One side has a loss and the other has none.
  case lossMissing(Side)
  /// Of the losses taken one by one, how many differ, and the first that does.
  case losses(differing: Int, of: Int, first: LossComparison)
  /// Trainable variables that the candidate has several of where the reference shares one: how many, and the first.
  case unshared(count: Int, first: String)
  /// What one place in the code created again, and how often.
  case variableCreatedAgain(name: String, call: Int, count: Int)
  case failed(RunFailure)
  /// What the two models return was not compared, under any name.
  case outputsNotCompared(Coverage)
  /// How many endpoints rounding alone moves so far that nothing can be said of them, the first, and by how much of its own size
  /// one unit in the last place of the input moves it.
  case unjudged(count: Int, of: Int, areRungs: Bool, first: String, relative: Double)
  /// How many endpoints differ as far as a waiver accepts, the first, and the waiver's reason and what it accepts.
  case waived(count: Int, first: String, reason: String, words: String)
  case cancelled
  case notFinished
  case nothingCompared
}

/// The verdict and what it rests on.
public struct Conclusion: Sendable, Hashable {
  public var verdict: Verdict
  /// Where the verdict is `equal`, at most that there are endpoints that could not be judged, or are waived.
  public var findings: [Finding]

  public init(verdict: Verdict, findings: [Finding]) {
    self.verdict = verdict
    self.findings = findings
  }
}

extension DebuggerState {
  /// The two runs' losses, held against ``lossTolerance``.
  public var lossFinding: Finding? {
    guard let referenceSummary, let candidateSummary else { return nil }
    switch (referenceSummary.regularizationLoss, candidateSummary.regularizationLoss) {
    case (nil, nil): return nil
    case (nil, .some): return .lossMissing(.reference)
    case (.some, nil): return .lossMissing(.candidate)
    case (.some(let reference), .some(let candidate)):
      let tolerance = lossTolerance
      if tolerance.accepts(reference: reference, candidate: candidate) { return nil }
      return .regularizationLoss(reference: reference, candidate: candidate, tolerance: tolerance)
    }
  }

  /// How the two runs' losses stand to each other; nil where not both runs have told theirs.
  var lossStatus: Status? {
    guard referenceSummary != nil, candidateSummary != nil, target.part == nil else { return nil }
    return lossFinding == nil && lossComparisons.allSatisfy(\.isMatch) ? .match : .mismatch
  }

  /// The verdict as far as the runs have come.
  ///
  /// Any divergence makes it `diverged`: an endpoint, the regularization loss, or a variable the candidate created
  /// again. A run that failed for a reason outside the model, or a reference that failed, makes it
  /// `incomparable`; so does a run without a divergence that is not over, or in which nothing was compared.
  ///
  /// Of a part of a model only its endpoints decide.
  public var conclusion: Conclusion {
    concluded(from: valueFindings + (target.part == nil ? creationFindings : []))
  }

  /// The verdict where only these divergences count.
  func concluded(from divergences: [Finding]) -> Conclusion {
    var obstacles: [Finding] = []
    // A side that raised has not computed what the other did, nor anything else: that is no difference of the two.
    if let failure { obstacles.append(.failed(failure)) }
    if obstacles.isEmpty, divergences.isEmpty {
      if phase == .paused(.cancelled) {
        obstacles.append(.cancelled)
      } else if phase != .finished, failure == nil {
        obstacles.append(.notFinished)
      } else if !endpoints.contains(where: { $0.isComplete && $0.status != .outside }) {
        obstacles.append(.nothingCompared)
      } else if !coverage.comparesOutputs {
        obstacles.append(.outputsNotCompared(coverage))
      }
    }
    let unjudged = [unjudgedFinding, waivedFinding].compactMap(\.self)
    if !obstacles.isEmpty { return Conclusion(verdict: .incomparable, findings: obstacles + divergences + unjudged) }
    if !divergences.isEmpty { return Conclusion(verdict: .diverged, findings: divergences + unjudged) }
    return Conclusion(verdict: outputsAreUnjudged ? .incomparable : .equal, findings: unjudged)
  }

  /// What parts the two runs in what they compute.
  var valueFindings: [Finding] {
    var findings: [Finding] = []
    if let index = firstDivergence, !lacksReference {
      // That the side that failed did not get there is no finding beside that it failed.
      let row = endpoints[index]
      if row.isComplete || row.name != failure?.endpoint { findings.append(finding(row)) }
      let differing = differingInitialValues
      let (inputs, variables) = (differing.filter(\.isInput), differing.filter { !$0.isInput })
      if !inputs.isEmpty { findings.append(.inputs(names: inputs.map(\.variable))) }
      if !variables.isEmpty { findings.append(.initialValues(names: variables.map(\.variable))) }
    }
    if let lossFinding { findings.append(lossFinding) }
    if let lossesFinding { findings.append(lossesFinding) }
    return findings
  }

  private func finding(_ row: EndpointRow) -> Finding {
    if row.activationStatus.isDivergence { return .endpoint(name: row.name, status: row.status) }
    let differing = row.updates.filter(\.status.isDivergence).map(\.variable)
    return .updates(endpoint: row.name, variables: differing)
  }

  /// Whether the reference failed before it told anything to compare with, so that nothing can be called a divergence.
  var lacksReference: Bool { failure?.side == .reference && !endpoints.contains { $0.reference != nil } }

  /// What the candidate created again, by call site, and what it does not share.
  var creationFindings: [Finding] {
    let comparison = variablesComparison
    let again = comparison.unexpectedCreations.map {
      Finding.variableCreatedAgain(name: $0.first.name, call: $0.first.call, count: $0.count)
    }
    guard let first = comparison.unshared.first else { return again }
    return again + [.unshared(count: comparison.unshared.count, first: first.name)]
  }

  private var lossesFinding: Finding? {
    let losses = lossComparisons
    guard let first = losses.first(where: { !$0.isMatch }) else { return nil }
    return .losses(differing: losses.count { !$0.isMatch }, of: losses.count, first: first)
  }
}

extension Finding: CustomStringConvertible {
  public var description: String {
    switch self {
    case .endpoint(let name, .mismatch): "\(name) is out of tolerance"
    case .endpoint(let name, .shapeMismatch): "\(name) differs in shape or element type"
    case .endpoint(let name, .missingReference): "\(name) is missing in the reference"
    case .endpoint(let name, .missingCandidate): "\(name) is missing in the candidate"
    case .endpoint(let name, let status): "\(name): \(status.rawValue)"
    case .updates(let endpoint, let variables):
      "\(endpoint) matches, but \(variables.count) variables assigned on the way do not, the first of them "
        + "\(variables.first ?? "")"
    case .inputs(let names): "the sides are given different inputs: \(names.joined(separator: ", "))"
    case .initialValues(let names):
      names.count == 1
        ? "the variable \(names[0]) begins with different values"
        : "\(names.count) variables begin with different values, the first of them \(names.first ?? "")"
    case .regularizationLoss(let reference, let candidate, let tolerance):
      "the regularization losses differ: \(NumberText.loss(reference)) and \(NumberText.loss(candidate)), "
        + "\(formatShort(tolerance.allowed(candidate: candidate))) allowed"
    case .lossMissing(let side): "the \(side.rawValue) has no regularization loss, the other side has one"
    case .losses(let differing, let count, let first):
      "\(differing) of \(count) regularization losses differ, the first at \(first.variable): "
        + "\(NumberText.loss(first.reference)) and \(NumberText.loss(first.candidate))"
    case .unshared(let count, let first):
      "\(count) trainable variables are copies of what the reference shares, the first of them \(first)"
    case .variableCreatedAgain(let name, let call, let count):
      "the candidate created the variable \(name) on call \(call) instead of reusing one"
        + (count > 1 ? " (\(count) created there)" : "")
    case .failed(let failure):
      "the \(failure.side.rawValue) failed"
        + (failure.endpoint.map { " on the way to \($0)" } ?? "") + ": \(failure.message)"
    case .outputsNotCompared(let coverage):
      "what the models return was not compared: \(coverage); return the same on both sides, or pair it in a map"
    case .unjudged(let count, let all, let areRungs, let first, let relative):
      "\(count) of \(all) \(areRungs ? "rungs" : "endpoints") cannot be judged, the first of them \(first): "
        + "one unit in the last place of the input moves "
        + "it by \(RoundingNoise.words(relative: relative)) of its own size, so that a pass or a fail there means nothing; give an "
        + "input that does not (such as a batch of different images where a batch is normalized)"
    case .waived(let count, let first, let reason, let words):
      (count == 1
        ? "1 endpoint differs as a waiver accepts" : "\(count) endpoints differ as waivers accept, the first of them")
        + ": \(first), \(reason) (up to \(words))"
    case .cancelled: "the run was cancelled; run it again to the end for a verdict"
    case .notFinished: "the run is not finished; continue it to the end for a verdict"
    case .nothingCompared:
      "no endpoint was reached by both sides, so nothing was compared; name the same endpoints on both"
    }
  }
}
