import TFDiffTensor

extension MarkdownReport {
  static func explanations(_ values: [JSONValue]) -> String? {
    if values.isEmpty { return nil }
    let lines = values.flatMap { value in
      ReportExplanation(value).lines.map { line in "- \(escaped(String(line.drop(while: { $0 == " " }))))" }
    }
    return (["### Why", ""] + lines).joined(separator: "\n")
  }

  static func ladder(_ rows: [JSONValue]) -> String? {
    if rows.isEmpty { return nil }
    func words(_ row: JSONValue, _ field: String) -> String { escaped(row[field].string ?? "") }
    let table = rows.map { row in
      let verdict = LadderVerdict(rawValue: row["verdict"].string ?? "") ?? .notRun
      let symbol = SymbolSet.unicode.symbol(for: verdict)
      return
        "| \(symbol) \(verdict.rawValue) | \(words(row, "step")) | \(words(row, "title")) | \(words(row, "detail")) |"
    }
    let advice = rows.filter { LadderVerdict(rawValue: $0["verdict"].string ?? "")?.isFailure == true }
      .compactMap { row in row["advice"].string.map { "\nStep \(row["step"].string ?? ""): \(escaped($0))" } }
    return (["### Steps of the migration guide", "", "| | step | | |", "|---|---|---|---|"] + table + advice)
      .joined(separator: "\n")
  }

  static func training(_ training: JSONValue) -> String {
    let lines =
      training["steps"].items.map { ReportStep($0).line } + (ReportStep.drift(training).map { ["\($0)"] } ?? [])
    return (["### Training steps", ""] + lines.map { "- \(escaped($0))" }).joined(separator: "\n")
  }

  static func losses(_ report: JSONValue) -> String? {
    guard let status = report["loss_status"].string else { return nil }
    let losses = report["regularization_losses"].items
    let differing = losses.filter { $0["status"].string != Status.match.rawValue }
    func loss(_ value: JSONValue) -> String { NumberText.loss(value.double) }
    let (reference, candidate) = (report["reference"], report["candidate"])
    return
      ([
        "### Regularization loss", "",
        "\(status == Status.match.rawValue ? "✓" : "✗") reference \(loss(reference["regularization_loss"])), "
          + "candidate \(loss(candidate["regularization_loss"]))",
      ]
      + [reference, candidate].compactMap { ReportHeadline.observerEffect(of: $0).map { "\n\(escaped($0))" } }
      + list(
        "different, of \(losses.count)",
        differing.map { "\(code($0["variable"].string ?? "")): \(loss($0["reference"])) and \(loss($0["candidate"]))" }))
      .joined(separator: "\n")
  }

  static func checkpoint(_ checkpoint: JSONValue) -> String? {
    if checkpoint.isNull { return nil }
    func names(_ field: String) -> [String] { checkpoint[field].strings }
    let oneSided = names("restored_on_one_side")
    let count = names("restored").count + oneSided.count + names("left_initial").count
    var lines = [
      "### Checkpoint", "",
      "\(oneSided.isEmpty ? "✓" : "✗") \(names("restored").count) of \(count) variables restored from "
        + "\(code(checkpoint["path"].string ?? "")) (\(escaped(checkpoint["style"].string ?? "")))",
    ]
    lines += list("restored on one side only", oneSided.map { code($0) })
    lines += list("left at their initial values", names("left_initial").map { code($0) })
    lines += list("in the checkpoint but unused", names("unused").map { code($0) })
    return lines.joined(separator: "\n")
  }

  static func randomOperations(_ report: JSONValue) -> String? {
    let rows = report["random_ops"].items.map { ReportRandomOperation($0) }
    if rows.isEmpty { return nil }
    let differing = rows.filter(\.differs)
    let pending = rows.count(where: \.isPending)
    func words(_ draw: ReportRandomOperation.Draw?) -> String {
      draw.map { "\(code($0.name)) \(escaped($0.words))" } ?? "none"
    }
    let parting = report["random_parting"]["detail"].string.map { ["- first parting: \(escaped($0))"] } ?? []
    let lines = [
      "### Random operations", "",
      "\(!differing.isEmpty ? "✗" : pending == 0 ? "✓" : "·") "
        + ReportRandomOperation.tally(rows, hasFailed: !report["failure"].isNull),
    ]
    return
      (lines + parting
      + list(
        "different",
        differing.map { "\($0.index): reference \(words($0.reference)); candidate \(words($0.candidate))" }))
      .joined(separator: "\n")
  }
}
