import Foundation
import TFDiffTensor

/// Why a report cannot be written.
public enum ReportError: Error, Sendable, Hashable {
  case unknownEnding(path: String)
  case obstacle(path: String, WriteObstacle)
  case failed(path: String, reason: String)
}

extension ReportError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownEnding(let path):
      let known = ReportKind.all.map(\.ending).joined(separator: ", ")
      return "\(path): the ending says what kind of report to write; known endings: \(known)"
    case .obstacle(let path, let obstacle): return "\(path): \(obstacle)"
    case .failed(let path, let reason):
      return "\(path): could not write the report: \(reason); name another file, or free some space"
    }
  }
}

/// Writes reports.
public enum ReportWriter {
  /// The report's text.
  public static func text(_ state: DebuggerState, kind: ReportKind, context: ReportContext) -> String {
    kind.text(JSONReport.document(state, context: context))
  }

  /// The text of a report of another kind, or of one that was read.
  public static func text(_ document: JSONValue, kind: ReportKind) -> String { kind.text(document) }

  /// Writes a report of the kind that the path's ending names: to a temporary file beside it first, which then takes
  /// its place, so that no half-written report is ever seen.
  ///
  /// - Parameter context: the command lines that made it and that make it again.
  public static func write(_ state: DebuggerState, to path: String, context: ReportContext)
    throws(ReportError)
  {
    let kind = try validate(path)
    try write(text(state, kind: kind, context: context), to: path)
  }

  /// Writes a report that is made elsewhere, in the same way.
  public static func write(_ text: String, to path: String) throws(ReportError) {
    do {
      try AtomicFile.write(text, to: path)
    } catch {
      if case .cannotWrite(_, let reason) = error { throw .failed(path: path, reason: reason) }
      throw .failed(path: path, reason: String(describing: error))
    }
  }

  /// Whether a report could be written there, to be asked before a long run.
  @discardableResult
  public static func validate(_ path: String) throws(ReportError) -> ReportKind {
    let kind = try ReportKind(path: path)
    if let obstacle = AtomicFile.obstacle(at: path) { throw .obstacle(path: path, obstacle) }
    return kind
  }
}
