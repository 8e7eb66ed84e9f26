import TFDiffDebugger

/// What lies over the panes and takes the keys.
package enum Overlay: Sendable, Hashable {
  case help(offset: Int)
  case helpFind(HelpFinder)
  case breakpoints(ListCursor)
  case ladder(LadderView)
  case tolerance(ToleranceEditor)
  case command(LineEditor)
  case find(FindEditor)
  case export(LineEditor)
  case confirmQuit
  /// A text to be read, and copied by hand where the clipboard cannot be reached.
  case note(title: String, text: String)

  /// Which keys hold while it is shown.
  package var context: Command.Context {
    switch self {
    case .help, .note: .help
    case .breakpoints: .breakpoints
    case .ladder: .ladder
    case .tolerance, .command, .find, .export, .helpFind: .line
    case .confirmQuit: .confirm
    }
  }

  /// The line under edit, where there is one.
  package var line: LineEditor? {
    get {
      switch self {
      case .command(let line), .export(let line): line
      case .find(let editor): editor.line
      case .helpFind(let finder): finder.line
      case .tolerance(let editor): editor.line
      case .help, .breakpoints, .ladder, .confirmQuit, .note: nil
      }
    }
    set {
      guard let newValue else { return }
      switch self {
      case .command: self = .command(newValue)
      case .export: self = .export(newValue)
      case .find(var editor):
        editor.line = newValue
        self = .find(editor)
      case .helpFind(var finder):
        finder.line = newValue
        self = .helpFind(finder)
      case .tolerance(var editor):
        editor.line = newValue
        self = .tolerance(editor)
      case .help, .breakpoints, .ladder, .confirmQuit, .note: break
      }
    }
  }
}

/// Looking for a text in the focused list; the cursor goes along and comes back on Escape.
package struct FindEditor: Sendable, Hashable {
  package var line = LineEditor()
  /// Where the cursor was.
  package var origin: Int
  /// What was looked at.
  package var place: Place?
  package var found = true
}

/// Looking for a text in the help; its window goes along and comes back on Escape.
package struct HelpFinder: Sendable, Hashable {
  package var line = LineEditor()
  /// Which line was at the top.
  package let origin: Int
  package var offset: Int
  package var found = true

  package init(at offset: Int) {
    origin = offset
    self.offset = offset
  }
}

/// The two numbers of the tolerance under edit.
package struct ToleranceEditor: Sendable, Hashable {
  package enum Field: Sendable, Hashable { case rtol, atol }
  package var rtol: LineEditor
  package var atol: LineEditor
  package var field = Field.rtol
  /// The policy to come back to on Escape.
  package let original: TolerancePolicy
  /// Whether ↑ or ↓ already put another tolerance in force.
  package var isChanged = false
  package var problem: Refusal?

  package init(_ policy: TolerancePolicy) {
    original = policy
    rtol = LineEditor(NumberText.exact(policy.standard.rtol))
    atol = LineEditor(NumberText.exact(policy.standard.atol))
  }

  package var line: LineEditor {
    get { field == .rtol ? rtol : atol }
    set {
      problem = nil
      if field == .rtol { rtol = newValue } else { atol = newValue }
    }
  }
}
