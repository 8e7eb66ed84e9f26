import TFDiffTensor

extension ReportPage {
  /// What the eye meets first: the verdict, where the two part, and why.
  var hero: Markup {
    let verdict = headline.verdict.map(\.rawValue) ?? "unknown"
    return .element(
      "section", ["class": "hero \(verdict)", "aria-label": "Verdict"],
      [
        .element(
          "p", ["class": "badge"],
          [.element("span", ["class": "mark", "aria-hidden": "true"], headline.symbol), .text(badge)]),
        .element("h1", target), .element("p", ["class": "lead"], lead), findings,
      ] + causes + [facts])
  }

  private var badge: String {
    switch headline.verdict {
    case .equal: headline.waived == 0 ? "Equal" : "Equal, \(headline.waived) waived"
    case .diverged: "Diverged"
    case .incomparable: headline.symbol == "·" ? "Not over" : "Could not be compared"
    case nil: "Unknown verdict"
    }
  }

  private var lead: [Markup] {
    if headline.verdict == .diverged, let name = report["first_divergence"]["endpoint"].string {
      let count = rows.count(where: \.diverges)
      let others = count > 1 ? ", and \(count - 1) after it differ too" : ""
      return [.text("The two sides part at "), .code(name), .text("\(others).")]
    }
    // Of runs whose endpoints agree the first of what differs besides.
    let words = headline.verdict == .diverged ? report["findings"].strings.first : nil
    return [.text(Self.sentence(words ?? headline.words) + ".")]
  }

  /// With a capital, unless it begins with a name.
  private static func sentence(_ words: String) -> String {
    let isName = words.prefix { $0 != " " }.contains { !("a"..."z").contains($0) }
    return isName ? words : words.prefix(1).uppercased() + words.dropFirst()
  }

  private var findings: Markup {
    let divergence = report["first_divergence"]
    let said = divergence["endpoint"].string.map {
      "\(Finding.endpoint(name: $0, status: Status(rawValue: divergence["status"].string ?? "") ?? .mismatch))"
    }
    let all = report["findings"].strings
    let findings = all.filter { $0 != said && (said != nil || headline.verdict != .diverged || $0 != all.first) }
    if findings.isEmpty { return .empty }
    return .element("ul", ["class": "findings"], findings.map { .element("li", [.block($0)]) })
  }

  // MARK: Why

  private var causes: [Markup] {
    let explanations = report["explanations"].items.map { ReportExplanation($0) }
    if explanations.isEmpty, headline.verdict == .diverged, !report["first_divergence"].isNull {
      let words =
        "No cause was looked for: run the comparison again and have it explained, by experiments that confirm one."
      return [.element("p", ["class": "hint"], words)]
    }
    return explanations.map(cause)
  }

  private func cause(_ explanation: ReportExplanation) -> Markup {
    let kind = explanation.value["class"].string.map { [Markup.element("span", ["class": "kind"], $0)] } ?? []
    var content = [
      Markup.element("h2", [.text(explanation.label)] + kind),
      .element("p", ["class": "sentence"], Self.sentence(explanation.sentence)),
    ]
    if let experiment = explanation.experiment { content.append(Self.experiment(experiment)) }
    if let remedy = explanation.remedy { content.append(.element("p", ["class": "remedy"], remedy)) }
    let evidence = explanation.evidence
    if !evidence.isEmpty {
      let title = evidence.count == 1 ? "1 piece of evidence" : "\(evidence.count) pieces of evidence"
      content.append(
        .element("details", [.element("summary", title), Self.list(evidence.map { .text($0) })]))
    }
    return .element("div", ["class": explanation.isConfirmed ? "cause" : "cause open"], content)
  }

  /// The gap before and after, and what rounding alone makes, on one scale.
  private static func experiment(_ experiment: Experiment) -> Markup {
    let values = [("before", experiment.before), ("after", experiment.after), ("rounding", experiment.noise)]
    let scale = LogScale(of: values.map(\.1))
    let bars = values.enumerated().map { place, value in
      Markup.element("text", ["x": "0", "y": "\(place * 18 + 12)"], value.0)
        + .void(
          "rect",
          [
            "class": "bar \(value.0)", "x": "64", "y": "\(place * 18 + 2)", "height": "12",
            "width": Drawing.number(max(2, scale.share(of: value.1) * 240)),
          ])
        + .element(
          "text", ["x": Drawing.number(70 + max(2, scale.share(of: value.1) * 240)), "y": "\(place * 18 + 12)"],
          formatShort(value.1))
    }
    let verb = experiment.closesTheGap ? "the gap closes" : "the gap stays"
    return .element(
      "div", ["class": "experiment"],
      [
        .element("p", "\(experiment.words): \(verb)."),
        .element(
          "svg", ["viewBox": "0 0 380 54", "role": "img", "aria-label": ExplanationText.words(experiment)], bars),
      ])
  }

  // MARK: What was compared

  private var facts: Markup {
    var facts: [(String, String)] = []
    func add(_ name: String, _ value: String?) { if let value { facts.append((name, value)) } }
    add("Reference", side(report["reference"]))
    add("Candidate", side(report["candidate"]))
    add("Compared", report["tally"].string)
    add("Run", [report["pass"].string, report["mode"].string].compactMap { $0 }.joined(separator: ", "))
    add("Seed", report["seed"].int.map(String.init))
    add("Input", report["input"].string)
    add("Tolerance", ReportTolerance(report).words)
    for exception in ReportTolerance(report).policy.exceptions {
      let (rtol, atol) = (exception.tolerance.rtol, exception.tolerance.atol)
      add("Tolerance of \(exception.glob)", "rtol \(NumberText.exact(rtol)) atol \(NumberText.exact(atol))")
    }
    add("Coverage", report["coverage"]["words"].string)
    for side in [report["reference"], report["candidate"]] {
      add("Looked into", ReportHeadline.observerEffect(of: side))
    }
    let stand = report["stand"]
    if let kind = RunStand.Kind(rawValue: stand["state"].string ?? ""), kind != .ended {
      add("Stand", stand["words"].string)
    }
    return .element(
      "dl", ["class": "facts"],
      facts.map { .element("div", [.element("dt", $0.0), .element("dd", $0.1)]) })
  }

  private func side(_ side: JSONValue) -> String? {
    let loss = side["regularization_loss"].double.map { "regularization loss \(NumberText.loss($0))" }
    let seconds = side["seconds"].double.map { "\(NumberText.rounded($0)) s" }
    return [side["runtime"].string, seconds, loss].compactMap { $0 }.joined(separator: ", ")
  }
}
