import TFDiffDebugger

/// What a person can go back to: how was judged, and what was looked at.
package struct Past: Sendable, Hashable {
  package var tolerances = History<TolerancePolicy>()
  package var places = History<Place>()
  /// Whether the last thing that was done is a change that can be taken back, or the taking back of one.
  package var isFresh = false

  package init() {}
}

extension AppState {
  /// The tolerance in force; while one is edited, that before the editing.
  var settledTolerance: TolerancePolicy {
    if case .tolerance(let editor) = interface.overlay { editor.original } else { choices.tolerance }
  }

  /// Keeps the tolerance that was in force before an action, where the action has changed it and is not itself a step in the
  /// past.
  mutating func remember(_ before: TolerancePolicy, since known: Past) {
    guard past.tolerances == known.tolerances, settledTolerance != before else { return }
    past.tolerances.leave(before)
    past.isFresh = true
  }
}
