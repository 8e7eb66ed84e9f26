import TFDiffTensor

/// The variables of both sides, paired as their source says, else by name.
public struct VariablesComparison: Sendable, Hashable {
  /// A variable that both sides have, but not alike.
  public struct Mismatch: Sendable, Hashable {
    public var name: String
    public var reference: VariableEvent
    public var candidate: VariableEvent
  }
  /// Two variables that are probably one, under two names.
  public struct Renaming: Sendable, Hashable {
    public var reference: VariableEvent
    public var candidate: VariableEvent
    /// How the two are known to be one, where they are compared as one; nil where that is only likely.
    public let way: PairingWay?

    // Stored, since reading it through the candidate each time crashes the optimizer of Swift 6.3.1.

    init(reference: VariableEvent, candidate: VariableEvent) {
      (self.reference, self.candidate) = (reference, candidate)
      way = candidate.partner?.way
    }
  }
  /// What one call site created though it should have been reused.
  public struct UnexpectedCreation: Sendable, Hashable {
    /// In the order of creation; never empty.
    public var variables: [VariableEvent]
    public var first: VariableEvent { variables[0] }
    public var count: Int { variables.count }
  }
  /// Whether the two sides' variables are held against each other; a side that failed may not have made all of its own.
  public var isJudged = true
  /// Whether a part of the model is run, without the variables of the rest.
  var isOfPart = false
  public var referenceCount: Int
  public var candidateCount: Int
  /// What the candidate holds in another order or shape.
  public var laidOut: [VariableEvent]
  /// How many are alike on both sides.
  public var matched: Int
  /// What the reference has and the candidate has not, in the reference's order of creation.
  public var missing: [VariableEvent]
  /// What the candidate has and the reference has not, but for ``unexpectedCreations``.
  public var extra: [VariableEvent]
  /// Of ``extra``, the trainable ones that the candidate has beside the one that it should share.
  public var unshared: [VariableEvent]
  /// What each side has and the other, which has not told all of its own, may yet make.
  public var pending = SidePair<[VariableEvent]>(reference: [], candidate: [])
  /// Optimizer slots, counters and metrics that one side alone has: a model lacks nothing without them.
  public var unpairedState: SidePair<[VariableEvent]>
  /// Differing shape, element type or trainable flag.
  public var mismatched: [Mismatch]
  /// Where only the name seems to have changed: ``pairedOtherwise``, then ``likelyRenamings``.
  public var renamings: [Renaming] { pairedOtherwise + likelyRenamings }
  /// What was paired and is compared as one, whatever it is called.
  public var pairedOtherwise: [Renaming]
  /// Of ``missing`` and ``extra``, what is probably one under two names.
  public var likelyRenamings: [Renaming]
  /// What the candidate created and uses, but does not list among the model's variables.
  public var untracked: [VariableEvent]
  /// What the candidate created when the model was called again, though it should have been reused, by call site.
  public var unexpectedCreations: [UnexpectedCreation]

  /// - Parameter untracked: the places of the candidate's variables that its model does not list.
  public init(reference: [VariableEvent], candidate: [VariableEvent], untracked: [Int] = []) {
    referenceCount = reference.count
    candidateCount = candidate.count
    // A reference that makes variables on its later calls too is the measure of what is expected.
    let latestCall = reference.map(\.call).max() ?? 1
    let again = candidate.filter { $0.call > latestCall }
    let expected = candidate.filter { $0.call <= latestCall }
    let pairs = Self.paired(reference, expected)
    missing = pairs.missing.filter(\.role.decides)
    extra = pairs.extra.filter(\.role.decides)
    let paired = Set(pairs.both.map(\.name))
    unshared = extra.filter { $0.trainable && ($0.unsharedCopyOf != nil || paired.contains($0.sharedName)) }
    unpairedState = SidePair(
      reference: pairs.missing.filter { !$0.role.decides }, candidate: pairs.extra.filter { !$0.role.decides })
    mismatched = pairs.both.filter { !$0.reference.isLike($0.candidate) }
    laidOut = expected.filter { $0.partner?.layout != nil }
    matched = pairs.both.count - mismatched.count
    pairedOtherwise = pairs.both.filter { $0.candidate.isRenamed }
      .map { Renaming(reference: $0.reference, candidate: $0.candidate) }
    likelyRenamings = Self.renamings(reference, expected, missing, extra)
    self.untracked = untracked.compactMap { index in
      guard candidate.indices.contains(index), candidate[index].call <= latestCall, candidate[index].role.decides
      else { return nil }
      return candidate[index]
    }
    unexpectedCreations = Self.bySite(again)
  }

  /// The same with nothing said of what is missing, extra or another, but for what was created again.
  func unjudged() -> VariablesComparison {
    var comparison = self
    comparison.isJudged = false
    comparison.matched = 0
    (comparison.missing, comparison.extra, comparison.unshared, comparison.untracked) = ([], [], [], [])
    (comparison.mismatched, comparison.laidOut) = ([], [])
    (comparison.pairedOtherwise, comparison.likelyRenamings) = ([], [])
    comparison.unpairedState = SidePair(reference: [], candidate: [])
    return comparison
  }

  /// The same with nothing called missing or extra that a side may yet make: it is ``pending``.
  ///
  /// - Parameter isOver: whether each side has told all it has to tell.
  func awaiting(_ isOver: SidePair<Bool>) -> VariablesComparison {
    if isOver.reference && isOver.candidate { return self }
    var comparison = self
    comparison.likelyRenamings = []
    if !isOver.candidate { (comparison.pending.reference, comparison.missing) = (missing, []) }
    if !isOver.reference {
      // A copy of a variable that the reference shares is one, whatever else comes.
      comparison.extra = extra.filter { $0.unsharedCopyOf != nil }
      comparison.unshared = unshared.filter { $0.unsharedCopyOf != nil }
      comparison.pending.candidate = extra.filter { $0.unsharedCopyOf == nil }
    }
    return comparison
  }

  /// Whether names, shapes, element types and trainable flags agree and all are tracked.
  public var isAlike: Bool { isComplete && renamings.isEmpty }

  /// Whether every variable has its partner, under whatever name, is like it and is tracked.
  public var isComplete: Bool {
    missing.isEmpty && extra.isEmpty && mismatched.isEmpty && untracked.isEmpty
  }

  /// Whether the candidate keeps the reference's names for some of its variables and has others for the rest, which nothing
  /// that goes by names, such as a checkpoint, then reaches. One that has names of its own throughout is paired otherwise.
  public var mixesNames: Bool {
    !pairedOtherwise.isEmpty && referenceCount > pairedOtherwise.count + laidOut.count
  }

  /// The same, and nothing was created that should have been reused.
  public var isPaired: Bool { isComplete && unexpectedCreations.isEmpty }

  /// How many variables were created that should have been reused.
  public var createdAgain: Int { unexpectedCreations.reduce(0) { $0 + $1.count } }

  /// The words for why nothing is said of the variables.
  public var unjudgedWords: String { "not compared, as \(isOfPart ? "a part of the model is run" : "a side failed")" }

  /// How many variables a side may still make, in words; nil where none may.
  public var pendingWords: String? {
    let count = pending.reference.count + pending.candidate.count
    return count == 0 ? nil : "\(count) still to come"
  }

  /// The words for such variables.
  public static let createdAgainWords = "created again"

  /// Whether all are alike and nothing was created that should have been reused.
  public var isEqual: Bool { isAlike && unexpectedCreations.isEmpty }

  /// Pairs by name; where several have one name, as eager variables may, the first with the first.
  private static func paired(
    _ reference: [VariableEvent], _ candidate: [VariableEvent]
  ) -> (both: [Mismatch], missing: [VariableEvent], extra: [VariableEvent]) {
    let plain = candidate.indices.filter { candidate[$0].partner?.layout == nil }
    var free = Dictionary(grouping: plain) { candidate[$0].sharedName }
    var both: [Mismatch] = []
    var missing: [VariableEvent] = []
    // What is laid out otherwise is there, in other shapes.
    let laidOut = Set(candidate.flatMap { $0.partner?.layout == nil ? [] : $0.partner?.references ?? [] })
    for variable in reference where !laidOut.contains(variable.name) {
      if let index = free[variable.name]?.first {
        free[variable.name]?.removeFirst()
        both.append(Mismatch(name: variable.name, reference: variable, candidate: candidate[index]))
      } else {
        missing.append(variable)
      }
    }
    let extra = free.values.joined().sorted().map { candidate[$0] }
    return (both, missing, extra)
  }

  /// One for each place in the code, in the order in which they first created something. Where no stacks were
  /// recorded, every creation stands for itself.
  private static func bySite(_ creations: [VariableEvent]) -> [UnexpectedCreation] {
    var groups: [UnexpectedCreation] = []
    var places: [CallStack: Int] = [:]
    for variable in creations {
      // Where the user's frames are known they are the place; what the runtime does below them is not.
      let userFrames = variable.stack.givenFrames?.filter(\.isUser) ?? []
      let site = userFrames.isEmpty ? variable.stack : CallStack(userFrames)
      if !site.isEmpty, let place = places[site] {
        groups[place].variables.append(variable)
      } else {
        places[site] = groups.count
        groups.append(UnexpectedCreation(variables: [variable]))
      }
    }
    return groups
  }

  /// Pairs what is missing with what is extra: of the same kind, with no names that say otherwise, and at the same place in
  /// the order of creation, which is counted from the last variable before it that both sides have.
  private static func renamings(
    _ reference: [VariableEvent], _ candidate: [VariableEvent], _ missing: [VariableEvent], _ extra: [VariableEvent]
  ) -> [Renaming] {
    if missing.isEmpty || extra.isEmpty { return [] }
    let shared = Set(reference.map(\.name)).intersection(candidate.map(\.sharedName))
    var free = stretches(candidate, between: shared)
    var renamings: [Renaming] = []
    for (anchor, variables) in stretches(reference, between: shared) {
      for variable in variables {
        let alike = free[anchor]?.indices.filter { free[anchor]?[$0].mayBe(variable) == true } ?? []
        guard let at = alike.first(where: { free[anchor]?[$0].hasLeaf(of: variable) == true }) ?? alike.first,
          let other = free[anchor]?.remove(at: at)
        else { continue }
        renamings.append(Renaming(reference: variable, candidate: other))
      }
    }
    let order = Dictionary(reference.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    return renamings.sorted { (order[$0.reference.name] ?? 0) < (order[$1.reference.name] ?? 0) }
  }

  /// The variables that one side alone has, by the shared variable they follow (empty for the first of all).
  private static func stretches(
    _ variables: [VariableEvent], between shared: Set<String>
  ) -> [String: [VariableEvent]] {
    var result: [String: [VariableEvent]] = [:]
    var anchor = ""
    for variable in variables {
      if shared.contains(variable.sharedName) {
        anchor = variable.sharedName
      } else {
        result[anchor, default: []].append(variable)
      }
    }
    return result
  }
}

extension DebuggerState {
  public var variablesComparison: VariablesComparison {
    var comparison = VariablesComparison(
      reference: variables.reference, candidate: variables.candidate,
      untracked: candidateSummary?.untracked ?? [])
    // A part of a model is run without the variables of the rest.
    comparison.isOfPart = target.part != nil
    return failure == nil && !comparison.isOfPart ? comparison.awaiting(isOver) : comparison.unjudged()
  }
}

extension VariableEvent {
  /// Whether it has its partner for what is done with it, under a name that says something else.
  fileprivate var isRenamed: Bool { partner.map { [.operation, .words, .order].contains($0.way) } ?? false }

  fileprivate func mayBe(_ other: VariableEvent) -> Bool {
    isLike(other) && VariablePath(name).doesNotContradict(VariablePath(other.name))
  }

  fileprivate func hasLeaf(of other: VariableEvent) -> Bool { VariablePath(name).hasLeaf(of: VariablePath(other.name)) }

  fileprivate func isLike(_ other: VariableEvent) -> Bool {
    shape == other.shape && dtype == other.dtype && trainable == other.trainable
  }

  /// Shape, element type and flag in words: `float32 [3, 3, 32, 64], trainable`.
  public var kind: String { "\(dtype.rawValue) \(shape), \(trainable ? "trainable" : "not trainable")" }
}
