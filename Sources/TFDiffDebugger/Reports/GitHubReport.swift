/// What a job of GitHub Actions writes to its standard output, so that GitHub shows it at the lines of the code.
///
/// Source: GitHub Docs, "Workflow commands for GitHub Actions", and the runner's `ActionCommand.cs` for how values are escaped.
public enum GitHubReport {
  /// More than these of a kind GitHub does not show of one step.
  private static let greatestCount = 10

  /// The commands, a line each.
  ///
  /// - Parameter folder: the checkout's, from which files are named.
  public static func commands(_ report: JSONValue, folder: String) -> [String] {
    let all = errors(report) + waivers(report)
    return all.prefix(greatestCount).map { $0.command(folder: folder) }
  }

  private struct Annotation {
    var level = "error"
    var title: String
    var message: String
    var frame: ReportFrame?
    var file: String?

    func command(folder: String) -> String {
      let prefix = folder.hasSuffix("/") ? folder : folder + "/"
      let path = (frame?.file ?? file).map { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : $0 }
      let properties = [("file", path), ("line", frame.map { String($0.line) }), ("title", title)]
      let words = properties.compactMap { name, value in value.map { "\(name)=\(GitHubReport.property($0))" } }
      return "::\(level) \(words.joined(separator: ","))::\(GitHubReport.data(message))"
    }
  }

  // MARK: What is told

  private static func errors(_ report: JSONValue) -> [Annotation] {
    let target = report["target"].string ?? ""
    switch Verdict(rawValue: report["verdict"].string ?? "") {
    case .equal: return []
    case .incomparable, nil: return [failure(report, target)]
    case .diverged:
      let found = divergence(report, target) + creations(report, target)
      if !found.isEmpty { return found }
      return [Annotation(title: "\(target) diverges", message: report["findings"].strings.joined(separator: "\n"))]
    }
  }

  private static func failure(_ report: JSONValue, _ target: String) -> Annotation {
    let stack = ReportFrame.stack(report["failure"]["traceback"])
    return Annotation(
      title: "\(target) could not be compared", message: report["findings"].strings.joined(separator: "\n"),
      frame: stack.first(where: \.isUser))
  }

  /// At the candidate's line, which is the one to be changed; the reference's is shown for what it does.
  private static func divergence(_ report: JSONValue, _ target: String) -> [Annotation] {
    let divergence = report["first_divergence"]
    guard let name = divergence["endpoint"].string else { return [] }
    let explanations = report["explanations"].items.map { ReportExplanation($0) }
    let message = (explanations.flatMap(\.lines) + divergence["words"].strings).joined(separator: "\n")
    let title = "\(target) diverges at \(name)"
    func frame(_ field: String) -> ReportFrame? {
      let stacks = [divergence[field]] + explanations.map { $0.value[field] }
      return stacks.lazy.compactMap { ReportFrame.stack($0).first(where: \.isUser) }.first
    }
    let (reference, candidate) = (frame("reference_stack"), frame("candidate_stack"))
    let error = Annotation(title: title, message: message, frame: candidate ?? reference)
    guard let reference, candidate != nil else { return [error] }
    let words = "The reference's code for what differs at \(name)."
    return [error, Annotation(level: "notice", title: title, message: words, frame: reference)]
  }

  private static func creations(_ report: JSONValue, _ target: String) -> [Annotation] {
    ReportVariables(report["variables"]).creations.map { creation in
      Annotation(
        title: "\(target) creates a variable again",
        message: "\(creation.name) is created on call \(creation.call) instead of being reused.",
        frame: creation.stack.first(where: \.isUser))
    }
  }

  private static func waivers(_ report: JSONValue) -> [Annotation] {
    let waivers = ReportWaivers(report)
    return waivers.rows.compactMap { row in
      switch row.state {
      case .used:
        Annotation(
          level: "notice", title: "waived: \(row.endpoints.joined(separator: ", "))",
          message: "\(row.reason) (\(row.words))", file: waivers.file)
      case .expired:
        Annotation(
          level: "warning", title: "the waiver of \(row.layer) has expired", message: "\(row.reason) (\(row.words))",
          file: waivers.file)
      default: nil
      }
    }
  }

  // MARK: Escaping

  /// A command's message, of any number of lines.
  static func data(_ text: String) -> String {
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    return lines.map { $0.visible.replacing("%", with: "%25") }.joined(separator: "%0A")
  }

  /// A property's value.
  static func property(_ text: String) -> String {
    text.visible.replacing("%", with: "%25").replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}
