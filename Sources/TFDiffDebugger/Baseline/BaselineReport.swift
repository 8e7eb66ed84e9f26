/// An earlier report of the same comparison, which a new one is held against.
public struct BaselineReport: Sendable {
  /// As it was named.
  public let file: String
  let report: JSONValue

  /// - Throws: ``BaselineError``.
  public init(file: String) throws(BaselineError) {
    do throws(ReportReadingError) {
      self.init(file: file, report: try ReportDocument(file: file).value)
    } catch {
      throw .unreadable(error)
    }
    let rows = report["endpoints"].items.map { ReportRow($0) }
    if !rows.contains(where: \.isJudged) { throw .nothingCompared(file: file) }
  }

  init(file: String, report: JSONValue) { (self.file, self.report) = (file, report) }

  /// Refuses a report of something else.
  ///
  /// - Throws: ``BaselineError/other(file:differences:)``.
  public func validate(for target: TargetDescription) throws(BaselineError) {
    let differences = differences(from: target)
    if !differences.isEmpty { throw .other(file: file, differences: differences) }
  }

  /// In what it is another comparison than that of a target.
  func differences(from target: TargetDescription) -> [BaselineDifference] {
    let facts: [(String, String?, String?)] = [
      ("target", report["target"].string, target.name), ("mode", report["mode"].string, target.mode),
      ("seed", report["seed"].int.map(String.init), String(target.seed)),
      ("input", report["input"].string, target.input),
      ("run", pass ?? target.pass, target.pass),
      ("checkpoint", report["checkpoint"].isNull ? "none" : "one", target.checkpoint == nil ? "none" : "one"),
    ]
    return facts.compactMap { name, then, now in
      then == now ? nil : BaselineDifference(name: name, then: then ?? "none", now: now ?? "none")
    }
  }

  /// What was run; nil where the report, which may be an older one, does not say it in words.
  private var pass: String? {
    if let pass = report["pass"].string { return pass }
    guard report["part"].isNull else { return nil }
    return report["training"].bool.map { $0 ? "training" : "inference" }
  }
}

/// In what a report is one of something else.
public struct BaselineDifference: Sendable, Hashable {
  public let name: String
  public let then: String
  public let now: String
}

/// Why a report is no baseline.
public enum BaselineError: Error, Sendable, Hashable {
  case unreadable(ReportReadingError)
  case other(file: String, differences: [BaselineDifference])
  case nothingCompared(file: String)
}

extension BaselineError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable(let error): "\(error)"
    case .other(let file, let differences):
      "\(file) is a report of another comparison: \(differences.map(\.description).joined(separator: "; ")). Name one of the "
        + "same, or compare as it says"
    case .nothingCompared(let file):
      "\(file): in that run nothing was compared, so that nothing can be held against it; name another report"
    }
  }
}

extension BaselineDifference: CustomStringConvertible {
  public var description: String { "its \(name) is '\(then)', and here it is '\(now)'" }
}
