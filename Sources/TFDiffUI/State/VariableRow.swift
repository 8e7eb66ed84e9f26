import TFDiffDebugger
import TFDiffTensor

/// A row of the Variables tab: a variable of both runs or of one, or a name the checkpoint alone has.
package struct VariableRow: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// Made when the model was called again, though it should have been reused; so often at one place.
    case createdAgain(count: Int)
    /// The two sides' names for what is probably one variable.
    case renamed
    case missing, extra
    /// Shape, element type or trainable flag are not the same.
    case differing
    /// The candidate uses it, but its model does not list it.
    case untracked
    /// One side took it from the checkpoint and the other did not.
    case restoredOnOneSide
    /// The side that lacks it is still running, and so may yet create it.
    case pending
    case matched
    /// The checkpoint has it, and no side asked for it.
    case unused
  }
  package var name: String
  package var kind: Kind
  package var reference: VariableEvent?
  package var candidate: VariableEvent?
  /// Whether each side that has it took it from the checkpoint; nil where none was loaded.
  package var isRestored: SidePair<Bool?>?

  package init(
    _ kind: Kind, reference: VariableEvent? = nil, candidate: VariableEvent? = nil, name: String? = nil
  ) {
    self.kind = kind
    self.reference = reference
    self.candidate = candidate
    self.name = name ?? reference?.name ?? candidate?.name ?? ""
  }

  package var isWrong: Bool {
    switch kind {
    case .createdAgain, .renamed, .missing, .extra, .differing, .untracked, .restoredOnOneSide: true
    case .pending, .matched, .unused: false
    }
  }

  /// Whether it says of the row whether it was restored: what was created again never is, and a row that is about
  /// restoring says so itself.
  package var hasRestoreMark: Bool {
    switch kind {
    case .createdAgain, .restoredOnOneSide: false
    default: true
    }
  }

  /// Whether the candidate's variable, or where it has none the reference's, came from the checkpoint.
  package var isRestoredWhereItIs: Bool? { isRestored.flatMap { $0.candidate ?? $0.reference } }

  package var isPending: Bool { kind == .pending }

  /// The event whose shape and stack stand for the row.
  package var event: VariableEvent? { candidate ?? reference }

  /// Whether it is about the same variable, whatever is known of it by now.
  func isSame(as other: VariableRow) -> Bool {
    name == other.name && event?.call == other.event?.call && (candidate == nil) == (other.candidate == nil)
  }
}
