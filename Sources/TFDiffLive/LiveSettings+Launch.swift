extension LiveSettings.Interpreter {
  /// A launch command's words; none for an empty one.
  ///
  /// - Throws: ``LiveError/malformedLaunch(option:_:)``.
  public static func launchWords(_ text: String, option: String) throws(LiveError) -> [String] {
    guard let words = CommandWords.words(text) else { throw .malformedLaunch(option: option, text) }
    return words
  }
}
