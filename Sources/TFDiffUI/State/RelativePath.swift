extension AppState {
  /// A text whose paths under the current directory are written without it.
  package func relative(_ text: String) -> String {
    currentDirectory.isEmpty ? text : text.replacing(currentDirectory + "/", with: "")
  }
}
