extension Perform {
  static func cannotChooseAnother(_ state: AppState) -> Refusal? {
    state.isBusy && !state.isExplaining ? .running : nil
  }

  /// Leaves what is compared for the start screen.
  static func chooseAnother(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try noArguments(arguments, of: "open")
    if let refusal = cannotChooseAnother(state) { throw refusal }
    return (state.isBusy ? [.cancelRun] : []) + [.saveSettings, .showStart(status: state.exitStatus)]
  }
}
