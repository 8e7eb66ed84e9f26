extension MarkdownReport {
  static func variables(_ variables: JSONValue) -> String {
    let comparison = ReportVariables(variables)
    var lines = ["### Variables", "", "\(comparison.symbol) \(escaped(comparison.counts))"]
    lines += list("missing in the candidate", comparison.missing.map { "\(code($0.name)) \($0.kind)" })
    lines += list("only in the candidate", comparison.extra.map { "\(code($0.name)) \($0.kind)" })
    lines += list(
      "different", comparison.mismatched.map { "\(code($0.name)): \($0.reference) and \($0.candidate)" })
    lines += list(
      "paired under two names",
      comparison.paired.map { pair in
        "\(code(pair.reference)) is \(code(pair.candidate)) in the candidate"
          + (pair.way.map { ", paired \(escaped($0))" } ?? "")
      })
    lines += list(
      "probably renamed",
      comparison.likelyRenamed.map { "\(code($0.reference)) is \(code($0.candidate)) in the candidate" })
    lines += list("used but not tracked by the model", variables["untracked"].strings.map { code($0) })
    lines += list(VariablesComparison.createdAgainWords, comparison.creations.map { creation($0) })
    return lines.joined(separator: "\n")
  }

  private static func creation(_ creation: ReportVariables.Creation) -> String {
    let place = creation.culprit.map { ", by \(code($0.place))" } ?? ""
    let count = creation.count > 1 ? ", \(creation.count) times" : ""
    return "\(code(creation.name)) on call \(creation.call)\(place)\(count)"
  }
}
