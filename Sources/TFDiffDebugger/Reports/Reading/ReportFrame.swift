/// A frame of a stack in a report.
struct ReportFrame: Hashable {
  let function: String
  let file: String
  let line: Int
  let isUser: Bool

  /// Nil where it is none.
  init?(_ value: JSONValue) {
    guard let file = value["file"].string, let line = value["line"].int else { return nil }
    (self.file, self.line) = (file, line)
    function = value["function"].string ?? ""
    isUser = value["user"].bool ?? true
  }

  var place: String { "\(file):\(line)" }

  static func stack(_ value: JSONValue) -> [ReportFrame] { value.items.compactMap { ReportFrame($0) } }
}

extension [ReportFrame] {
  /// The innermost frame of the user's code, or where there is none the innermost of all.
  var culprit: ReportFrame? { first(where: \.isUser) ?? first }
}

/// Lines of source around a frame.
struct ReportSource {
  let first: Int
  let marked: Int
  let lines: [String]

  /// Those that a report has for a frame; nil where it has none.
  init?(for frame: ReportFrame, in report: JSONValue) {
    let found = report["sources"].items.first { $0["file"].string == frame.file && $0["line"].int == frame.line }
    guard let found, let first = found["first"].int else { return nil }
    (self.first, marked, lines) = (first, frame.line, found["lines"].strings)
  }
}
