import TFDiffDebugger

/// The reports that options ask for; what is wrong with one is said with the option's name.
enum ReportFile {
  /// Whether a report could be written there, to be asked before a long run.
  @discardableResult
  static func validate(_ path: String, for option: String = "--report") throws(OptionError) -> ReportKind {
    do {
      return try ReportWriter.validate(path)
    } catch {
      throw .report(option: option, error)
    }
  }

  static func write(_ state: DebuggerState, to path: String, _ reproduction: Reproduction) throws(OptionError) {
    try write(JSONReport.document(state, context: reproduction.context(state)), to: path)
  }

  /// A report of what a JSON report says.
  static func write(_ document: JSONValue, to path: String, for option: String = "--report") throws(OptionError) {
    try write(ReportWriter.text(document, kind: try validate(path, for: option)), to: path, for: option)
  }

  /// A report that is no debugger's.
  static func write(_ text: String, to path: String, for option: String = "--report") throws(OptionError) {
    do {
      try ReportWriter.write(text, to: path)
    } catch {
      throw .report(option: option, error)
    }
  }
}
