import TFDiffTensor

extension JSONReport {
  static func variables(_ state: DebuggerState) -> JSONValue {
    let comparison = state.variablesComparison
    func names(_ variables: [VariableEvent]) -> JSONValue { .array(variables.map { .string($0.name) }) }
    func kinds(_ variables: [VariableEvent]) -> JSONValue { .array(variables.map { .string($0.kind) }) }
    return .object([
      .init("compared", .bool(comparison.isJudged)),
      .init("reference_count", .int(comparison.referenceCount)),
      .init("candidate_count", .int(comparison.candidateCount)),
      .init("missing", names(comparison.missing)),
      .init("extra", names(comparison.extra)),
      .init("mismatched", .array(comparison.mismatched.map { mismatch($0) })),
      .init("unexpected_creations", .array(comparison.unexpectedCreations.map { creation($0) })),
      .init("matched", .int(comparison.matched)),
      .init("renamed", .array(comparison.renamings.map { renaming($0) })),
      .init("untracked", names(comparison.untracked)),
      .init("reference_pending", names(comparison.pending.reference)),
      .init("candidate_pending", names(comparison.pending.candidate)),
      .init("missing_kinds", kinds(comparison.missing)),
      .init("extra_kinds", kinds(comparison.extra)),
      .init("agree", JSONValue(comparison.agreement) { .bool($0) }),
      .init("words", JSONValue(comparison.openWords) { .string($0) }),
    ])
  }

  private static func mismatch(_ mismatch: VariablesComparison.Mismatch) -> JSONValue {
    .object([
      .init("name", .string(mismatch.name)),
      .init("reference", .string(mismatch.reference.kind)),
      .init("candidate", .string(mismatch.candidate.kind)),
    ])
  }

  private static func renaming(_ renaming: VariablesComparison.Renaming) -> JSONValue {
    .object([
      .init("reference", .string(renaming.reference.name)),
      .init("candidate", .string(renaming.candidate.name)),
      .init("reference_place", place(renaming.reference)),
      .init("candidate_place", place(renaming.candidate)),
      .init("way", JSONValue(renaming.way) { .string($0.rawValue) }),
    ])
  }

  /// The line of the user's code that made a variable; null where naming it would take its time.
  private static func place(_ variable: VariableEvent) -> JSONValue {
    JSONValue(variable.stack.userFramesIfResolved?.first) { frame($0) }
  }

  private static func creation(_ creation: VariablesComparison.UnexpectedCreation) -> JSONValue {
    let variable = creation.first
    let stack = variable.stack.frames.map { frame($0) }
    return .object([
      .init("name", .string(variable.name)),
      .init("shape", .ints(variable.shape.dimensions)),
      .init("call", .int(variable.call)),
      .init("count", .int(creation.count)),
      .init("names", .array(creation.variables.map { .string($0.name) })),
      .init("stack", .array(stack)),
    ])
  }

  static func checkpoint(_ restore: RestoreComparison, _ checkpoint: CheckpointDescription?) -> JSONValue {
    func names(_ names: [String]) -> JSONValue { .array(names.map { .string($0) }) }
    return .object([
      .init("path", JSONValue(checkpoint) { .string($0.path) }),
      .init("style", JSONValue(checkpoint) { .string($0.style) }),
      .init("restored", names(restore.restored)),
      .init("restored_on_one_side", names(restore.restoredOnOneSide)),
      .init("left_initial", names(restore.leftInitial)),
      .init("unused", names(restore.unused)),
    ])
  }
}

extension VariablesComparison {
  /// Whether the two sides' variables agree as far as they are known; nil where that is not known yet, or is not judged.
  fileprivate var agreement: Bool? {
    guard isJudged else { return nil }
    return isPaired ? pendingWords == nil ? true : nil : false
  }

  /// What is still open, in words; nil where nothing is.
  fileprivate var openWords: String? { isJudged ? pendingWords : unjudgedWords }
}
