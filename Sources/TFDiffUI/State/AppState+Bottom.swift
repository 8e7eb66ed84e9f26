import TFDiffDebugger
import TFDiffTensor

extension AppState {
  /// Rows of a page of the focused pane.
  var pageHeight: Int {
    let layout = layout
    switch interface.focus {
    case .endpoints: return max(layout.listHeight - 1, 1)
    case .reference, .candidate, .difference: return max((grid?.lines ?? 2) - 1, 1)
    case .bottom: return max(layout.bottomHeight - 1, 1)
    }
  }

  /// Rows of the focused list.
  var listCount: Int {
    switch interface.focus {
    case .endpoints:
      interface.openEndpoint.map { debugger.endpoints[$0].operations.count } ?? debugger.endpoints.count
    case .bottom: bottomCount(interface.tab)
    case .reference, .candidate, .difference: 0
    }
  }

  package func bottomCount(_ tab: BottomTab) -> Int {
    switch tab {
    case .variables: 1 + (lookedAt?.updates.count ?? 0) + interface.variables.count
    case .stack: stackLines.count
    case .random: 1 + interface.randoms.count
    case .ops: lookedAt?.operations.count ?? 0
    case .report: VerdictText.lines(self).count
    case .log: debugger.log.count
    }
  }

  /// A row of a tab as text, for searching.
  package func bottomText(_ tab: BottomTab, _ index: Int) -> String {
    BottomRows.pieces(tab, index, state: self, glyphs: .unicode, width: .max / 2).map(\.text).joined()
  }

  /// The variable under the cursor of the Variables tab, where it is on one.
  package var selectedVariable: VariableRow? {
    let index = (interface.tabCursors[.variables]?.index ?? 0) - 1 - (lookedAt?.updates.count ?? 0)
    return interface.variables.indices.contains(index) ? interface.variables[index] : nil
  }

  /// Who created the selected variable, and the scopes of what is looked at.
  package var stackLines: [[Piece]] {
    var lines: [[Piece]] = []
    if let variable = selectedVariable {
      lines += frames(of: variable.reference, role: .reference, runtime: debugger.target.runtimes.reference)
      lines += frames(of: variable.candidate, role: .candidate, runtime: debugger.target.runtimes.candidate)
    }
    if let operation = operationLookedAt {
      lines += scopes(of: operation.reference, role: .reference, runtime: debugger.target.runtimes.reference)
      lines += scopes(of: operation.candidate, role: .candidate, runtime: debugger.target.runtimes.candidate)
    }
    if lines.isEmpty {
      lines.append([
        Piece("Choose a variable (1) to see who created it, or an operation (s) to see its scopes.", .muted)
      ])
    }
    return lines
  }

  private func frames(of event: VariableEvent?, role: Role, runtime: String) -> [[Piece]] {
    guard let event else { return [] }
    let title = [
      Piece(runtime, role), Piece(" created \(event.name)", .text), Piece(" on call \(event.call)", .muted),
    ]
    if event.stack.isEmpty { return [title + [Piece("; no call stack was recorded", .muted)]] }
    return [title]
      + event.stack.frames.map { frame in
        [Piece("  \(frame.file):\(frame.line)", .text), Piece(" in \(frame.function)", .muted)]
      }
  }

  private func scopes(of event: OperationEvent?, role: Role, runtime: String) -> [[Piece]] {
    guard let event else { return [] }
    let parts = event.name.split(separator: "/").map(String.init)
    var line = [Piece(runtime + " ", role)]
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      line.append(Piece(part, isLast ? .text : .muted))
      if !isLast { line.append(Piece(" › ", .muted)) }
    }
    return [line + [Piece("  \(event.type)", .muted)]]
  }
}
