import TFDiffDebugger

/// The reports that `--report` asks for; what is wrong with one is said with the option's name.
enum ReportFile {
  /// Whether a report could be written there, to be asked before a long run.
  @discardableResult
  static func validate(_ path: String) throws(OptionError) -> ReportKind {
    do {
      return try ReportWriter.validate(path)
    } catch {
      throw .report(error)
    }
  }

  static func write(_ state: DebuggerState, to path: String, _ reproduction: Reproduction) throws(OptionError) {
    do {
      try ReportWriter.write(state, to: path, context: reproduction.context(state))
    } catch {
      throw .report(error)
    }
  }

  /// A report that is no debugger's.
  static func write(_ text: String, to path: String) throws(OptionError) {
    do {
      try ReportWriter.write(text, to: path)
    } catch {
      throw .report(error)
    }
  }
}
