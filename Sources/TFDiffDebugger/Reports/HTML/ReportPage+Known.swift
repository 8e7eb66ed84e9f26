// What was known before: accepted differences, and an earlier report.

extension ReportPage {
  var waivers: Part? {
    let waivers = ReportWaivers(report)
    if waivers.rows.isEmpty { return nil }
    let head = ["", "layer", "accepted up to", "reason", "endpoints"].map { Self.heading($0) }
    return Part(
      id: "waivers", title: "Waivers", note: waivers.file,
      content: [Self.table("plain", head: head, rows: waivers.rows.map(line))])
  }

  private func line(_ row: ReportWaivers.Row) -> Markup {
    let tone =
      switch row.state {
      case .used: "waived"
      case .exceeded, .expired: "mismatch"
      case .notNeeded, .noMatch, .open, nil: "open"
      }
    func names(_ names: [String]) -> Markup { Self.list(names.map { .code($0) }, atMost: 20) }
    let beyond = row.exceeded.isEmpty ? [] : [Markup.element("p", "differ by more:"), names(row.exceeded)]
    return .element(
      "tr",
      [
        .element("td", [.element("span", ["class": "state \(tone)"], row.stateWord)]),
        .element("th", ["scope": "row"], [.code(row.layer)]), .element("td", row.words), .element("td", row.reason),
        .element("td", [names(row.endpoints)] + beyond),
      ])
  }

  var baseline: Part? {
    let baseline = ReportBaseline(report)
    guard let baseline else { return nil }
    let groups = baseline.groups.filter { !$0.names.isEmpty }
    let chips = baseline.counts.map { word, count in
      Markup.element("li", ["class": "change \(word)"], [.element("b", "\(count)"), .text(" \(word)")])
    }
    let lists = groups.map { group in
      Markup.element(
        "details", group.names.count <= 12 ? ["open": ""] : [:],
        [.element("summary", "\(group.title): \(group.names.count)"), Self.list(group.names.map { .code($0) })])
    }
    return Part(
      id: "baseline", title: "Since the baseline", note: baseline.note,
      content: [.element("ul", ["class": "changes"], chips)] + lists)
  }
}
