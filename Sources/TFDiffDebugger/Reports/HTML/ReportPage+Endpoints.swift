import TFDiffTensor

extension ReportPage {
  /// How many rows have details: where there are more, the first that differ.
  private static let greatestDetailed = 400

  var endpoints: Part? {
    if rows.isEmpty { return nil }
    let compared = rows.filter { $0.maxAbs != nil }
    let scale = LogScale(of: compared.flatMap { [$0.maxAbs ?? 0, $0.allowed?.lowerBound ?? 0] })
    let isTraining = !report["training"].fields.isEmpty
    return Part(
      id: "endpoints", title: isTraining ? "Rungs of the training steps" : "Endpoints", note: report["tally"].string,
      content: (compared.count < 2 ? [] : [ErrorChart(rows, scale).markup, legend]) + [controls, table(scale)])
  }

  private var legend: Markup {
    let tones = [
      ("match", "within tolerance"), ("mismatch", "out of tolerance"), ("waived", "waived"), ("open", "not judged"),
    ].filter { tone in rows.contains { $0.tone == tone.0 && $0.maxAbs != nil } }
    let items = tones.map { tone in
      Markup.element("li", [.element("span", ["class": "swatch \(tone.0)"], ""), .text(tone.1)])
    }
    let allowed = Markup.element(
      "li",
      [
        .element("span", ["class": "swatch allowed"], ""),
        .text("what is allowed, from an element of 0 to the greatest"),
      ])
    return .element("ul", ["class": "legend"], items + [allowed])
  }

  /// What the script filters by; without it they are not shown.
  private var controls: Markup {
    let kinds = [
      ("all", "all", rows.count), ("mismatch", "differ", rows.count { $0.tone == "mismatch" }),
      ("waived", "waived", rows.count { $0.tone == "waived" }), ("match", "match", rows.count { $0.tone == "match" }),
      ("open", "not judged", rows.count { $0.tone == "open" }),
    ]
    let chips = kinds.filter { $0.2 > 0 }.map { kind in
      Markup.element(
        "button",
        ["type": "button", "class": "chip", "data-tone": kind.0, "aria-pressed": kind.0 == "all" ? "true" : "false"],
        [.text("\(kind.1) "), .element("b", "\(kind.2)")])
    }
    let field = Markup.void(
      "input", ["id": "filter", "type": "search", "placeholder": "Filter by name", "aria-label": "Filter by name"])
    return .element("div", ["class": "controls", "hidden": ""], [field] + chips)
  }

  private func table(_ scale: LogScale) -> Markup {
    let isCompared = rows.contains { !$0.value["baseline"].isNull }
    let columns: [(String, String, Bool)] =
      [
        ("depth", "#", true), ("status", "status", false), ("name", "endpoint", false), ("", "shape", false),
        ("error", "error", false), ("error", "max abs", true), ("norm", "relative L2", true), ("", "cosine", true),
        ("steps", "max ULP", true), ("share", "mismatched", true),
      ] + (isCompared ? [("change", "change", false)] : [])
    let head = columns.map { key, words, isNumber in
      Markup.element(
        "th",
        [
          "scope": "col", "class": (isNumber ? "number " : "") + "of-\(key.isEmpty ? words : key)", "data-key": key,
        ],
        words)
    }
    let detailed = self.detailed
    let bodies = rows.map { row in
      body(row, scale, columns.count, isDetailed: detailed.contains(row.depth), isCompared: isCompared)
    }
    return .element(
      "div", ["class": "wide"],
      [.element("table", ["class": "endpoints"], [.element("thead", [.element("tr", head)])] + bodies)])
  }

  private var detailed: Set<Int> {
    let chosen = rows.count <= Self.greatestDetailed ? rows : rows.filter(\.differs)
    return Set(chosen.prefix(Self.greatestDetailed).map(\.depth))
  }

  /// A row and its details, which a script sorts and hides together.
  private func body(
    _ row: ReportRow, _ scale: LogScale, _ columns: Int, isDetailed: Bool, isCompared: Bool
  ) -> Markup {
    let details = isDetailed ? EndpointDetails(row).markup : nil
    let more = details.map { details in
      Markup.element(
        "tr", ["class": "more"],
        [
          .element(
            "td", ["colspan": "\(columns)"],
            [.element("details", [.element("summary", "Details of \(row.name)"), details])])
        ])
    }
    func key(_ value: Double?) -> String {
      value.map { $0.isFinite ? $0.description : $0.isNaN ? "NaN" : "Infinity" } ?? "-1"
    }
    return .element(
      "tbody",
      [
        "id": row.anchor, "class": row.tone, "data-name": row.name, "data-depth": "\(row.depth)",
        "data-status": row.statusWord, "data-error": key(row.maxAbs), "data-norm": key(row.value["relative_l2"].double),
        "data-steps": key(row.value["max_ulp"].double), "data-share": key(row.share),
        "data-change": row.value["baseline"].string ?? "",
      ], [.element("tr", cells(row, scale, isCompared: isCompared))] + (more.map { [$0] } ?? []))
  }

  private func cells(_ row: ReportRow, _ scale: LogScale, isCompared: Bool) -> [Markup] {
    let numbers = row.numbers
    let note = row.note.map { [Markup.element("span", ["class": "remark"], $0)] } ?? []
    let first =
      report["first_divergence"]["endpoint"].string == row.name
      ? [Markup.element("span", ["class": "first"], "first divergence")] : []
    let status = Markup.element(
      "span", ["class": "state \(row.tone)"], "\(row.symbol) \(row.waived == nil ? row.statusWord : "waived")")
    let cells: [Markup] = [
      Self.number("\(row.depth + 1)"), .element("td", [status]),
      .element("td", ["class": "name"], [.code(row.name)] + first + note),
      .element("td", ["class": "shape of-shape"], [.element("code", row.shape ?? "")]),
      .element("td", ["class": "error"], [ErrorBar(row, scale).markup]), Self.number(numbers[0]),
      Self.number(numbers[2]), .element("td", ["class": "number of-cosine"], numbers[3]),
      .element("td", ["class": "number of-steps"], numbers[4]),
      Self.number(row.elements.map { NumberText.percent(row.mismatched, of: $0) } ?? ""),
    ]
    let change = row.value["baseline"].string.map { Markup.element("span", ["class": "change \($0)"], $0) } ?? .empty
    return cells + (isCompared ? [.element("td", [change])] : [])
  }
}

extension ReportRow {
  /// How many of its elements are out of tolerance.
  var share: Double? { elements.map { $0 > 0 ? Double(mismatched) / Double($0) : 0 } }
}

/// The greatest error of one endpoint as a bar, with what is allowed marked.
struct ErrorBar {
  private static let width = 132.0
  private let row: ReportRow
  private let scale: LogScale

  init(_ row: ReportRow, _ scale: LogScale) {
    self.row = row
    self.scale = scale
  }

  var markup: Markup {
    guard let error = row.maxAbs else { return .empty }
    let length = max(error == 0 ? 0 : 2, scale.share(of: error) * Self.width)
    var shapes = [
      Markup.void(
        "rect", ["class": "track", "width": Drawing.number(Self.width), "height": "10", "y": "3", "rx": "2"]),
      .void(
        "rect", ["class": "bar \(row.tone)", "width": Drawing.number(length), "height": "10", "y": "3", "rx": "2"]),
    ]
    if let allowed = row.allowed {
      let (from, to) = (scale.share(of: allowed.lowerBound), scale.share(of: allowed.upperBound))
      shapes.append(
        .void(
          "rect",
          [
            "class": "allowed", "x": Drawing.number(from * Self.width - 0.75), "height": "16",
            "width": Drawing.number(max(1.5, (to - from) * Self.width)),
          ]))
    }
    return .element(
      "svg",
      [
        "class": "errorbar", "viewBox": "0 0 \(Drawing.number(Self.width)) 16", "role": "img",
        "aria-label": "max abs \(formatShort(error))",
      ], shapes)
  }
}
