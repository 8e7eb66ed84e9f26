import TFDiffTensor

/// The page of a report: what each of its sections shows, a file each.
struct ReportPage {
  let report: JSONValue
  let headline: ReportHeadline
  let rows: [ReportRow]

  init(_ report: JSONValue) {
    self.report = report
    headline = ReportHeadline(report)
    rows = report["endpoints"].items.enumerated().map { ReportRow($1, depth: $0) }
  }

  var target: String { report["target"].string ?? "" }
  var runtimes: SidePair<String> {
    SidePair(
      reference: report["reference"]["runtime"].string ?? "reference",
      candidate: report["candidate"]["runtime"].string ?? "candidate")
  }

  /// A part of the page with a heading of its own.
  struct Part {
    let id: String
    let title: String
    /// Beside the heading.
    var note: String?
    let content: [Markup]
  }

  /// In the order of what a reader wants to know.
  private var parts: [Part] {
    let (first, then) = report["variables"]["unexpected_creations"].items.isEmpty ? (nil, variables) : (variables, nil)
    return [
      failure, divergence, first, ladder, baseline, training, endpoints, waivers, propagation, then, initialValues,
      randomOperations, losses, checkpoint, reproduction,
    ].compactMap(\.self)
  }

  var sections: [Markup] {
    let parts = parts
    let links = parts.map { Markup.element("a", ["href": "#\($0.id)"], $0.title) }
    return [.element("nav", ["aria-label": "Sections"], links)] + parts.map(section)
  }

  private func section(_ part: Part) -> Markup {
    let note = part.note.map { [Markup.element("span", ["class": "note"], $0)] } ?? []
    return .element(
      "section", ["id": part.id, "aria-label": part.title],
      [.element("h2", [.text(part.title)] + (note.isEmpty ? [] : [.text(" ")] + note))] + part.content)
  }

  var top: Markup {
    .element(
      "header", ["class": "top"],
      [
        .element("p", ["class": "brand"], [.element("b", "tfdiff-tui"), .text(" report")]),
        .element("button", ["id": "theme", "type": "button", "hidden": ""], "Light or dark"),
      ])
  }

  var foot: Markup {
    .element(
      "footer",
      [
        .element("p", "An element matches where \(report["tolerance"]["formula"].string ?? Tolerance.formula)."),
        .element("p", "This page loads nothing and sends nothing."),
      ])
  }

  /// At most so many items, and how many there are besides.
  static func list(_ items: [Markup], atMost limit: Int = 100) -> Markup {
    let rest = items.count > limit ? [Markup.element("li", "and \(items.count - limit) more")] : []
    return .element("ul", items.prefix(limit).map { .element("li", [$0]) } + rest)
  }

  /// A table that can be wider than the page.
  static func table(_ kind: String, head: [Markup], rows: [Markup]) -> Markup {
    .element(
      "div", ["class": "wide"],
      [.element("table", ["class": kind], [.element("thead", [.element("tr", head)]), .element("tbody", rows)])])
  }

  static func heading(_ text: String, isNumber: Bool = false) -> Markup {
    .element("th", ["scope": "col", "class": isNumber ? "number" : "words"], text)
  }

  static func number(_ text: String) -> Markup { .element("td", ["class": "number"], text) }
}
