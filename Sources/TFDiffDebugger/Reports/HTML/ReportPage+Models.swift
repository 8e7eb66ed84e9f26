import TFDiffTensor

// What the two models are made of: variables, random operations, losses, a checkpoint.

extension ReportPage {
  var variables: Part? {
    let comparison = ReportVariables(report["variables"])
    func named(_ variable: ReportVariables.Named) -> Markup { .code(variable.name) + .text(" \(variable.kind)") }
    let pairs = comparison.paired.map { pair in
      Markup.code(pair.reference) + .text(" is ") + .code(pair.candidate)
        + .text(pair.way.map { ", paired \($0)" } ?? "")
    }
    return Part(
      id: "variables", title: "Variables", note: "\(comparison.symbol) \(comparison.counts)",
      content: [
        .element("div", comparison.creations.map(creation)),
        group("Missing in the candidate", comparison.missing.map(named)),
        group("Only in the candidate", comparison.extra.map(named)),
        group(
          "Different",
          comparison.mismatched.map { .code($0.name) + .text(": \($0.reference) and \($0.candidate)") }),
        group(
          "Probably renamed",
          comparison.likelyRenamed.map { .code($0.reference) + .text(" is ") + .code($0.candidate) }),
        group("Used but not tracked by the model", report["variables"]["untracked"].strings.map { .code($0) }),
        group("Paired under two names", pairs),
      ])
  }

  /// A list that is open where it is short; nothing where it is empty.
  private func group(_ title: String, _ items: [Markup]) -> Markup {
    guard !items.isEmpty else { return .empty }
    return .element(
      "details", items.count <= 12 ? ["open": ""] : [:],
      [.element("summary", [.text("\(title): "), .element("b", "\(items.count)")]), Self.list(items)])
  }

  private func creation(_ creation: ReportVariables.Creation) -> Markup {
    let count = creation.count > 1 ? ", \(creation.count) times" : ""
    return .element(
      "div", ["class": "creation"],
      [
        .element(
          "p", [.text("Created again on call \(creation.call)\(count): "), .code(creation.name)]),
        source(of: creation.stack, "candidate"),
      ])
  }

  var initialValues: Part? {
    let rows = report["initial_values"].items.filter { $0["status"].string != Status.match.rawValue }
    if rows.isEmpty { return nil }
    let head = ["variable or input", "max abs", "reference's initializer", "candidate's initializer"]
    let lines = rows.prefix(200).map { row in
      Markup.element(
        "tr",
        [
          .element("th", ["scope": "row"], [.code(row["variable"].string ?? "")]),
          Self.number(row["max_abs"].double.map { formatShort($0) } ?? ""),
          .element("td", row["reference_initializer"].string ?? "–"),
          .element("td", row["candidate_initializer"].string ?? "–"),
        ])
    }
    return Part(
      id: "initial-values", title: "Initial values that differ", note: "\(rows.count)",
      content: [
        Self.table("plain", head: head.enumerated().map { Self.heading($1, isNumber: $0 == 1) }, rows: Array(lines)),
        rows.first.map { code($0["reference_stack"], $0["candidate_stack"]) } ?? .empty,
      ])
  }

  var randomOperations: Part? {
    let rows = report["random_ops"].items.map { ReportRandomOperation($0) }
    if rows.isEmpty { return nil }
    let differing = rows.filter(\.differs)
    let parting = report["random_parting"]["detail"].string.map { [Markup.element("p", ["class": "alert"], $0)] } ?? []
    let shown = (differing.isEmpty ? rows : differing).prefix(300)
    let title = differing.isEmpty ? "All \(rows.count), in order" : "The \(differing.count) that differ"
    let head = [
      Self.heading("#", isNumber: true), Self.heading(""), Self.heading("reference"), Self.heading("candidate"),
    ]
    let table = Self.table("plain", head: head, rows: shown.map(line))
    return Part(
      id: "random", title: "Random operations",
      note: ReportRandomOperation.tally(rows, hasFailed: !report["failure"].isNull),
      content: parting + [
        .element("details", differing.isEmpty ? [:] : ["open": ""], [.element("summary", title), table])
      ])
  }

  private func line(_ row: ReportRandomOperation) -> Markup {
    func cell(_ draw: ReportRandomOperation.Draw?) -> Markup {
      .element("td", draw.map { [.text("\($0.words) "), .code($0.name)] } ?? [.text("–")])
    }
    let (symbol, tone) = row.agrees ? ("✓", "match") : row.isPending ? ("·", "open") : ("✗", "mismatch")
    return .element(
      "tr",
      [
        Self.number("\(row.index)"), .element("td", [.element("span", ["class": "state \(tone)"], symbol)]),
        cell(row.reference), cell(row.candidate),
      ])
  }

  var losses: Part? {
    let rows = report["regularization_losses"].items
    guard let status = report["loss_status"].string, report["training"].fields.isEmpty else { return nil }
    let differing = rows.filter { $0["status"].string != Status.match.rawValue }
    let totals = [report["reference"], report["candidate"]].map { $0["regularization_loss"] }
    if rows.isEmpty, totals.allSatisfy(\.isNull) { return nil }
    func loss(_ value: JSONValue) -> String { NumberText.loss(value.double) }
    let sides = "reference \(loss(totals[0])), candidate \(loss(totals[1]))"
    let lines = differing.prefix(300).map { row in
      Markup.element(
        "tr",
        [
          .element("th", ["scope": "row"], [.code(row["variable"].string ?? "")]), Self.number(loss(row["reference"])),
          Self.number(loss(row["candidate"])),
        ])
    }
    let head = [
      Self.heading("variable"), Self.heading("reference", isNumber: true), Self.heading("candidate", isNumber: true),
    ]
    let each = rows.isEmpty ? "" : "; \(rows.count - differing.count) of \(rows.count) agree one by one"
    return Part(
      id: "losses", title: "Regularization loss", note: (status == Status.match.rawValue ? "✓ " : "✗ ") + sides + each,
      content: lines.isEmpty ? [] : [Self.table("plain", head: head, rows: Array(lines))])
  }

  var checkpoint: Part? {
    let checkpoint = report["checkpoint"]
    guard let path = checkpoint["path"].string else { return nil }
    func group(_ title: String, _ field: String) -> Markup {
      let names = checkpoint[field].strings
      guard !names.isEmpty else { return .empty }
      return .element("details", [.element("summary", "\(title): \(names.count)"), Self.list(names.map { .code($0) })])
    }
    return Part(
      id: "checkpoint", title: "Checkpoint", note: checkpoint["style"].string,
      content: [
        .element("p", [.code(path)]), group("Restored on one side only", "restored_on_one_side"),
        group("Left at their initial values", "left_initial"), group("In the file but unused", "unused"),
        group("Restored", "restored"),
      ])
  }
}
