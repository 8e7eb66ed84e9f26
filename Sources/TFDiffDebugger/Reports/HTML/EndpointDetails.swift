import TFDiffTensor

/// What is known of one endpoint besides its row.
struct EndpointDetails {
  private let row: ReportRow

  init(_ row: ReportRow) { self.row = row }

  var markup: Markup {
    .element("div", ["class": "detail"], [.element("div", [facts, statistics, updates]), ErrorPictures(row).markup])
  }

  private var facts: Markup {
    let value = row.value
    var facts: [(String, String)] = []
    func add(_ name: String, _ words: String?) { if let words { facts.append((name, words)) } }
    func greatest(_ field: String) -> String? {
      guard let number = value[field].double else { return nil }
      let index = value["\(field)_index"]
      return NumberText.value(number) + (index.isNull ? "" : " at \(NumberText.tuple(index.ints))")
    }
    add("Mismatched", row.elements.map { "\(row.mismatched) of \($0) elements" })
    add("Greatest absolute difference", greatest("max_abs"))
    add("Greatest relative difference", greatest("max_rel"))
    add("Would pass with atol", value["required_atol"].double.map { NumberText.exact($0) })
    add("Would pass with rtol", value["required_rtol"].double.map { NumberText.exact($0) })
    if let rtol = row.rtol, let atol = row.atol {
      add("Held to", "rtol \(NumberText.exact(rtol)) atol \(NumberText.exact(atol))")
    }
    add("Noise of rounding", value["noise"].double.map { formatShort($0) })
    if let waived = row.waived { add("Waived up to", ReportWaivers.words(of: waived)) }
    return .element(
      "dl", ["class": "facts small"],
      facts.map { .element("div", [.element("dt", $0.0), .element("dd", $0.1)]) })
  }

  private var statistics: Markup {
    let sides = [("reference", "reference"), ("candidate", "candidate")]
    let fields = ["min", "max", "mean", "std", "l2", "nan", "inf"]
    let lines = sides.compactMap { field, words -> Markup? in
      let side = row.value[field]
      if side.isNull { return nil }
      let cells = fields.map { ReportPage.number(side[$0].double.map { NumberText.statistic($0) } ?? "") }
      let shape = row.value[field == "reference" ? "shape" : "candidate_shape"]
      let kind = row.value[field == "reference" ? "dtype" : "candidate_dtype"].string ?? ""
      return .element(
        "tr",
        [
          .element("th", ["scope": "row", "class": field], words),
          .element("td", [.element("code", "\(kind) \(Shape.words(shape.ints))")]),
        ] + cells)
    }
    if lines.isEmpty { return .empty }
    let head =
      [ReportPage.heading(""), ReportPage.heading("tensor")] + fields.map { ReportPage.heading($0, isNumber: true) }
    return ReportPage.table("statistics", head: head, rows: lines)
  }

  /// Variables that were assigned on the way and differ.
  private var updates: Markup {
    let updates = row.value["updates"].items.filter { $0["status"].string != Status.match.rawValue }
    if updates.isEmpty { return .empty }
    let items = updates.map { update -> Markup in
      let error = update["max_abs"].double.map { ", max abs \(formatShort($0))" } ?? ""
      return .joined([
        .code(update["variable"].string ?? ""), .text(" by "), .code(update["op"].string ?? ""),
        .text(": \(update["status"].string ?? "")\(error)"),
      ])
    }
    return .element("p", "Assigned on the way:") + ReportPage.list(items, atMost: 20)
  }
}
