import TFDiffDebugger

extension Perform {
  static func nothingToUndo(_ state: AppState) -> Refusal? {
    state.past.tolerances.earlier.isEmpty ? .nothingToUndo : nil
  }

  static func nothingToRedo(_ state: AppState) -> Refusal? {
    state.past.tolerances.later.isEmpty ? .nothingToRedo : nil
  }

  static func undo(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try noArguments(arguments, of: "undo")
    guard let policy = state.past.tolerances.back(from: state.choices.tolerance) else { throw .nothingToUndo }
    return judge(by: policy, "Taken back: \(VerdictText.words(policy)); Ctrl-R changes it again", &state)
  }

  static func redo(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try noArguments(arguments, of: "redo")
    guard let policy = state.past.tolerances.forth(from: state.choices.tolerance) else { throw .nothingToRedo }
    return judge(by: policy, "Changed again: \(VerdictText.words(policy))", &state)
  }

  static func noOlderPlace(_ state: AppState) -> Refusal? {
    state.past.places.earlier.isEmpty ? .noOlderPlace : nil
  }

  static func noNewerPlace(_ state: AppState) -> Refusal? {
    state.past.places.later.isEmpty ? .noNewerPlace : nil
  }

  static func olderPlace(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try noArguments(arguments, of: "older-place")
    while let here = state.place, let place = state.past.places.back(from: here) {
      if state.goBack(to: place) { return [] }
    }
    throw .noOlderPlace
  }

  static func newerPlace(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try noArguments(arguments, of: "newer-place")
    while let here = state.place, let place = state.past.places.forth(from: here) {
      if state.goBack(to: place) { return [] }
    }
    throw .noNewerPlace
  }

  private static func judge(by policy: TolerancePolicy, _ words: String, _ state: inout AppState) -> [Effect] {
    state.past.isFresh = true
    state.message = Message(words, besideHints: true)
    let measuring = policy.isAutomatic ? measureNoise(&state) : []
    return [.set(.setTolerance(policy)), .saveSettings] + measuring
  }
}
