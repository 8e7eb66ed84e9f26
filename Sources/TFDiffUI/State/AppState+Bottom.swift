import TFDiffDebugger
import TFDiffTensor

extension AppState {
  /// Rows of a page of the focused pane.
  var pageHeight: Int {
    let layout = layout
    switch interface.focus {
    case .endpoints: return max(layout.listHeight - 1, 1)
    case .difference where shownFailure != nil: return failureHeight
    case .reference, .candidate, .difference: return max((grid?.lines ?? 2) - 1, 1)
    case .bottom: return max(layout.bottomHeight - TabRows.headings(self).count - 1, 1)
    }
  }

  /// Rows of the focused list.
  var listCount: Int {
    switch interface.focus {
    case .endpoints: rowCount
    case .bottom: bottomCount(interface.tab)
    case .difference where shownFailure != nil: failureLines().count
    case .reference, .candidate, .difference: 0
    }
  }

  package func bottomCount(_ tab: BottomTab) -> Int {
    switch tab {
    case .variables: firstVariableLine + interface.variables.count
    case .stack: StackLines.lines(self).count
    case .random: interface.randoms.count
    case .ops: lookedAt?.operations.count ?? 0
    case .report: reportLines.count
    case .log: logLines.lines.count
    case .why: whyLines().count
    case .attributes: attributeRows.count
    case .watch: interface.watches.count
    }
  }

  /// The entry of the log under the cursor; nil where it is on a line in whose place folded ones are.
  var logEntryUnderCursor: LogEntry? {
    let index = interface.tabCursors[.log]?.index ?? 0
    guard logLines.lines.indices.contains(index), let entry = logLines.lines[index].entry else { return nil }
    return debugger.log[entry]
  }

  /// Whether the cursor of the log is where TensorFlow's own lines are folded or unfolded.
  var isOnChatter: Bool {
    let index = interface.tabCursors[.log]?.index ?? 0
    return logLines.lines.indices.contains(index) && logLines.lines[index].entry == nil
  }

  /// The lines of the Report tab, as wide as the pane.
  var reportLines: [[Piece]] { ReportLines.lines(self, width: layout.bottomArea.columns - 2) }

  /// The lines of the Why tab, as wide as the pane.
  func whyLines(_ glyphs: Glyphs = .unicode) -> [[Piece]] {
    WhyLines.lines(self, width: layout.bottomArea.columns - 2, glyphs: glyphs)
  }

  /// A row of a tab as text, for searching.
  package func bottomText(_ tab: BottomTab, _ index: Int) -> String {
    BottomRows.pieces(tab, index, state: self, glyphs: .unicode, width: .max / 2).map(\.text).joined()
  }

  /// The line of the Variables tab on which the first variable stands.
  var firstVariableLine: Int { (debugger.target.checkpoint == nil ? 1 : 2) + interface.shownUpdates }

  /// The variable under the cursor of the Variables tab, where it is on one.
  package var selectedVariable: VariableRow? {
    let index = (interface.tabCursors[.variables]?.index ?? 0) - firstVariableLine
    return interface.variables.indices.contains(index) ? interface.variables[index] : nil
  }
}

extension AppState {
  /// Puts the cursor of the Variables tab on a row.
  mutating func select(variable index: Int) {
    interface.tabCursors[.variables, default: ListCursor()].index = firstVariableLine + index
  }

  /// Takes the variables' rows anew, with the cursor on the same variable as before.
  mutating func takeVariables(selected: VariableRow?) {
    interface.variables = VariableRow.rows(debugger)
    if let selected, let index = interface.variables.firstIndex(where: { $0.isSame(as: selected) }) {
      select(variable: index)
    }
  }

  /// Shows the updates of the endpoint that is looked at, with the cursor on the same variable as before.
  mutating func normalizeUpdates() {
    let updates = lookedAt?.updates.count ?? 0
    guard updates != interface.shownUpdates else { return }
    let isOnVariable = selectedVariable != nil
    if isOnVariable { interface.tabCursors[.variables]?.index += updates - interface.shownUpdates }
    interface.shownUpdates = updates
  }

  /// Puts the cursor of the Random tab where the two sides part, the first time it is looked at.
  mutating func normalizeParting() {
    guard interface.tab == .random, !interface.hasShownParting, let parting = interface.parting else { return }
    interface.hasShownParting = true
    interface.tabCursors[.random, default: ListCursor()].index = parting.index
  }
}
