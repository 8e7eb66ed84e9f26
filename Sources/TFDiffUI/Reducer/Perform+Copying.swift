import TFDiffDebugger
import TFDiffTensor

extension Perform {
  /// What is typed to copy the verdict.
  static let verdictWord = "verdict"

  static func copy(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    // What is pasted may go to a shell, and so is what was seen and no more.
    if arguments == verdictWord {
      state.message = Message("Verdict copied")
      return [.copy(VisibleText(lines: VerdictText.lines(state)))]
    }
    guard arguments.isEmpty else { throw .notToCopy(arguments) }
    let text = VisibleText(try state.textUnderCursor())
    state.message = Message("Copied: \(text)")
    return [.copy(text)]
  }
}

extension AppState {
  fileprivate func textUnderCursor() throws(Refusal) -> String {
    switch interface.focus {
    case .reference: return try number(.reference)
    case .candidate: return try number(.candidate)
    case .difference: return try differenceUnderCursor()
    case .endpoints:
      guard let name = listedName else { throw .noEndpoint }
      return name
    case .bottom:
      guard let text = bottomUnderCursor, !text.isEmpty else { throw .nothingToCopy }
      return text
    }
  }

  /// The number under the cursor, bare and whole.
  private func number(_ side: Side) throws(Refusal) -> String {
    guard let view, let tensor = subject?.halves[side]?.tensor, tensor.shape == view.window.shape else {
      throw .noValues(subject?.name ?? "the endpoint")
    }
    return CursorLine.exact(tensor, view.cursor, interface.notation)
  }

  private func differenceUnderCursor() throws(Refusal) -> String {
    guard let subject, let pieces = CursorLine.pieces(self, width: .max, isTitled: false) else {
      throw .noValues(self.subject?.name ?? "the endpoint")
    }
    return subject.name + pieces.map(\.text).joined()
  }

  private var listedName: String? {
    guard interface.openEndpoint != nil else { return lookedAt?.name }
    return operationLookedAt.flatMap { $0.reference?.name ?? $0.candidate?.name }
  }

  /// A name or a line of code where the row is about one, else the row's text.
  private var bottomUnderCursor: String? {
    let index = interface.tabCursors[interface.tab]?.index ?? 0
    guard index < bottomCount(interface.tab) else { return nil }
    switch interface.tab {
    case .variables: if let selectedVariable { return selectedVariable.name }
    case .stack:
      if let frame = StackLines.lines(self)[index].frame { return "\(frame.file):\(frame.line)" }
    case .ops:
      if let operation = lookedAt?.operations[index] { return operation.reference?.name ?? operation.candidate?.name }
    case .log: if let entry = logEntryUnderCursor { return entry.text.visible }
    case .random, .report, .why, .attributes, .watch: break
    }
    return bottomText(interface.tab, index).trimmed
  }
}
