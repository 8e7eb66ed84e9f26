import Foundation

/// A kind of report, which the ending of the file's name picks. Each is a file with its text and a line in ``all``.
public struct ReportKind: Sendable {
  /// With its dot: `.json`.
  public let ending: String
  /// What is written, of what ``JSONReport`` tells: all kinds are made of that alone, so that none says what another does not.
  let text: @Sendable (JSONValue) -> String

  /// In the order in which they are listed.
  public static let all: [ReportKind] = [
    .json,
    .markdown,
    .html,
    .junit,
  ]

  /// The endings as a sentence names them: `.json or .md`.
  public static let choice: String = {
    let endings = all.map(\.ending)
    return endings.dropLast().joined(separator: ", ") + " or " + endings.suffix(1).joined()
  }()
}

extension ReportKind: Equatable {
  public static func == (left: ReportKind, right: ReportKind) -> Bool { left.ending == right.ending }
}

extension ReportKind {
  /// - Throws: ``ReportError/unknownEnding(path:)``.
  public init(path: String) throws(ReportError) {
    let ending = "." + URL(fileURLWithPath: path).pathExtension.lowercased()
    guard let kind = Self.all.first(where: { $0.ending == ending }) else { throw .unknownEnding(path: path) }
    self = kind
  }
}
