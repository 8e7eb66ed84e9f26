import Foundation
import TFDiffDebugger

/// The reports that options ask for; what is wrong with one is said with the option's name.
enum ReportFile {
  /// Whether a report could be written there, to be asked before a long run.
  ///
  /// - Returns: the kind of file; nil where it is none.
  @discardableResult
  static func validate(_ path: String, for option: String = "--report") throws(OptionError) -> ReportKind? {
    if path == GitHubActions.word {
      guard GitHubActions(environment: ProcessInfo.processInfo.environment) != nil else { throw .noGitHub(option) }
      return nil
    }
    do {
      return try ReportWriter.validate(path)
    } catch {
      throw .report(option: option, error)
    }
  }

  /// - Returns: what to say of it; nil where what is written says itself.
  static func write(_ state: DebuggerState, to path: String, _ reproduction: Reproduction) throws -> String? {
    try write(JSONReport.document(state, context: reproduction.context(state)), to: path)
  }

  /// A report of what a JSON report says.
  static func write(_ document: JSONValue, to path: String, for option: String = "--report") throws -> String? {
    guard let kind = try validate(path, for: option) else {
      try GitHubActions(environment: ProcessInfo.processInfo.environment)?.tell(document)
      return nil
    }
    return try write(ReportWriter.text(document, kind: kind), to: path, for: option)
  }

  /// A report that is no debugger's.
  static func write(_ text: String, to path: String, for option: String = "--report") throws(OptionError) -> String {
    do {
      try ReportWriter.write(text, to: path)
    } catch {
      throw .report(option: option, error)
    }
    return "Report written to \(path)"
  }
}
