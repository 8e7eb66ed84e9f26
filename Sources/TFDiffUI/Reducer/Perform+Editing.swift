import TFDiffDebugger

extension Perform {
  static func cannotEdit(_ state: AppState) -> Refusal? { state.frameToEdit == nil ? .noCode : nil }

  static func edit(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try noArguments(arguments, of: "edit")
    guard let frame = state.frameToEdit else { throw .noCode }
    return [.edit(file: frame.file, line: frame.line)]
  }

  static func reproduce(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try noArguments(arguments, of: "check-line")
    return [.reproduce]
  }
}

extension AppState {
  /// The line of code that an editor opens: that of the frame under the cursor in the Stack tab, of the variable that is chosen
  /// there or in its own tab, or else of what differs. The candidate's is the one that is being written.
  var frameToEdit: StackFrame? {
    if interface.focus == .bottom, let frame = frameUnderCursor { return frame }
    if let failure = shownFailure, let frame = failure.traceback.givenFrames?.first(where: \.isUser) { return frame }
    let ofDifference = placesOfDifference
    if let place = ofDifference.first(where: { $0.side == .candidate }) ?? ofDifference.first { return place.frame }
    return interface.tab == .stack ? StackLines.lines(self).lazy.compactMap(\.frame).first : nil
  }

  private var frameUnderCursor: StackFrame? {
    switch interface.tab {
    case .stack:
      let lines = StackLines.lines(self)
      let index = interface.tabCursors[.stack]?.index ?? 0
      return lines.indices.contains(index) ? lines[index].frame : nil
    case .variables:
      let events = [selectedVariable?.candidate, selectedVariable?.reference].compactMap(\.self)
      return events.lazy.compactMap { self.stacks[$0.stack]?.culprit }.first
    case .random, .ops, .report, .log, .why, .attributes, .watch: return nil
    }
  }
}
