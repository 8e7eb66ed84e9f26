import TFDiffTensor

// How the comparison went on: the ladder's steps, what each layer adds, training steps; and how to run it again.

extension ReportPage {
  var ladder: Part? {
    let rows = report["ladder"].items
    if rows.isEmpty { return nil }
    let lines = rows.map { row -> Markup in
      let verdict = LadderVerdict(rawValue: row["verdict"].string ?? "") ?? .notRun
      let tone = verdict == .passed ? "match" : verdict.isFailure ? "mismatch" : "open"
      let symbol = SymbolSet.unicode.symbol(for: verdict)
      let advice = verdict.isFailure ? row["advice"].string.map { [Markup.element("p", ["class": "remedy"], $0)] } : nil
      return .element(
        "tr",
        [
          .element("td", [.element("span", ["class": "state \(tone)"], "\(symbol) \(verdict.rawValue)")]),
          .element("th", ["scope": "row"], row["step"].string ?? ""), .element("td", row["title"].string ?? ""),
          .element("td", [.text(row["detail"].string ?? "")] + (advice ?? [])),
        ])
    }
    let head = ["", "step", "", ""].map { Self.heading($0) }
    return Part(
      id: "ladder", title: "Steps of the migration guide", content: [Self.table("plain", head: head, rows: lines)])
  }

  // MARK: Propagation

  var propagation: Part? {
    guard let propagation = Propagation(report: report["propagation"]), !propagation.rows.isEmpty else { return nil }
    let scale = LogScale(of: propagation.rows.flatMap { [$0.ownError ?? 0, $0.errorOut ?? 0] })
    let head =
      [Self.heading(""), Self.heading("endpoint"), Self.heading("takes"), Self.heading("own error and handed on")]
      + ["error in", "error out", "own error", "noise", "gain"].map { Self.heading($0, isNumber: true) }
    let lines = propagation.rows.map { line($0, scale) }
    return Part(
      id: "propagation", title: "Born here, or handed on?",
      content: [.element("p", propagation.verdict), Self.table("plain", head: head, rows: lines)])
  }

  private func line(_ row: PropagationRow, _ scale: LogScale) -> Markup {
    let numbers = row.numbers
    let note = row.note.map { [Markup.element("span", ["class": "remark"], $0)] } ?? []
    let (own, out) = (scale.share(of: row.ownError ?? 0) * 132, scale.share(of: row.errorOut ?? 0) * 132)
    let bar = Markup.element(
      "svg", ["class": "errorbar", "viewBox": "0 0 132 16", "role": "img", "aria-label": "own error and error out"],
      [
        .void("rect", ["class": "track", "width": "132", "height": "10", "y": "3", "rx": "2"]),
        .void("rect", ["class": "bar handed", "width": Drawing.number(out), "height": "10", "y": "3", "rx": "2"]),
        .void("rect", ["class": "bar own", "width": Drawing.number(own), "height": "10", "y": "3", "rx": "2"]),
      ])
    return .element(
      "tr", ["class": row.isOrigin ? "origin" : "layer"],
      [
        .element("td", [.element("span", ["class": "state mismatch"], row.isOrigin ? "▶" : "")]),
        .element("th", ["scope": "row"], [.code(row.endpoint)] + note), .element("td", row.inputWords),
        .element("td", ["class": "error"], [bar]),
      ] + [numbers.errorIn, numbers.errorOut, numbers.ownError, numbers.noise, numbers.gain].map { Self.number($0) })
  }

  // MARK: Training

  var training: Part? {
    let training = report["training"]
    let steps = training["steps"].items.map { ReportStep($0) }
    if steps.isEmpty { return nil }
    let drift = ReportStep.drift(training).map { [Markup.element("p", ["class": "alert"], "\($0)")] } ?? []
    let head =
      [Self.heading("step")]
      + [
        "reference's loss", "candidate's loss", "loss from the reference's state", "own error",
        "distance of the free runs",
      ].map { Self.heading($0, isNumber: true) } + [Self.heading("rungs")]
    return Part(
      id: "training", title: "Training steps",
      note: "each step begins with the reference's state; the free runs go on from their own",
      content: drift + [Self.table("plain", head: head, rows: steps.map(line)), StepChart(steps).markup])
  }

  private func line(_ step: ReportStep) -> Markup {
    func words(_ loss: Double?) -> Markup { Self.number(loss.map { NumberText.value($0) } ?? "–") }
    let rungs = step.value["rungs"].items.map { ReportRow($0) }
    let differing = rungs.count(where: \.diverges)
    let tally = differing == 0 ? "✓ \(rungs.count)" : "✗ \(differing) of \(rungs.count) out of tolerance"
    return .element(
      "tr",
      [
        .element("th", ["scope": "row"], "\(step.number)"), words(step.losses.reference), words(step.losses.candidate),
        words(step.ownLoss), Self.number(formatShort(step.ownError)),
        Self.number(step.distance.map { formatShort($0) } ?? "–"),
        .element("td", [.element("span", ["class": "state \(differing == 0 ? "match" : "mismatch")"], tally)]),
      ])
  }

  var reproduction: Part? {
    guard let command = report["reproduce"].string else { return nil }
    return Part(
      id: "reproduce", title: "Reproduce", content: [.element("pre", ["class": "command"], [.block(command)])])
  }
}
