import TFDiffTensor

extension ReportPage {
  var divergence: Part? {
    let divergence = report["first_divergence"]
    guard let name = divergence["endpoint"].string else { return nil }
    let facts = divergence["words"].strings.map { line in
      Markup.element("li", ["class": line.hasPrefix("  ") ? "inner" : "fact"], [.block(line.drop { $0 == " " })])
    }
    let row = rows.first { $0.name == name }
    let link = row.map { [Markup.element("a", ["href": "#\($0.anchor)"], [.code(name)])] } ?? [.code(name)]
    return Part(
      id: "divergence", title: ReportHeadline.title(ofDivergence: divergence),
      content: [
        .element("p", ["class": "where"], link), .element("ul", ["class": "said"], facts),
        code(divergence["reference_stack"], divergence["candidate_stack"]), attributes(divergence["op_detail"]),
        row.map { ErrorPictures($0).markup } ?? .empty,
      ])
  }

  /// Both sides' code, beside each other.
  func code(_ reference: JSONValue, _ candidate: JSONValue) -> Markup {
    let sides = [("reference", reference), ("candidate", candidate)].compactMap { side, value -> Markup? in
      let stack = ReportFrame.stack(value)
      return stack.isEmpty ? nil : source(of: stack, side)
    }
    return sides.isEmpty ? .empty : .element("div", ["class": "sides"], sides)
  }

  /// The line that a stack is blamed on, with those around it, and its other frames.
  func source(of stack: [ReportFrame], _ side: String) -> Markup {
    guard let frame = stack.culprit else { return .empty }
    let caption = Markup.element(
      "figcaption",
      [.element("b", ["class": side], side), .text(" "), .code(frame.place), .text(" in "), .code(frame.function)])
    let lines = ReportSource(for: frame, in: report).map { [Self.lines($0)] } ?? []
    let rest = stack.filter { $0 != frame }
    let frames = rest.isEmpty ? [] : [others(rest)]
    return .element("figure", ["class": "source \(side)"], [caption] + lines + frames)
  }

  private static func lines(_ source: ReportSource) -> Markup {
    let lines = source.lines.enumerated().map { place, text in
      let number = source.first &+ place
      return Markup.element(
        "span", ["class": number == source.marked ? "line marked" : "line"],
        [.element("span", ["class": "at"], "\(number)"), .text(text.isEmpty ? " " : text)])
    }
    return .element("pre", [.element("code", lines)])
  }

  private func others(_ frames: [ReportFrame]) -> Markup {
    let items = frames.map { Markup.joined([.code($0.place), .text(" in "), .code($0.function)]) }
    return .element(
      "details",
      [
        .element("summary", frames.count == 1 ? "1 more frame" : "\(frames.count) more frames"),
        Self.list(items, atMost: 40),
      ])
  }

  /// The attributes of both sides' operations; those that differ are marked.
  private func attributes(_ detail: JSONValue) -> Markup {
    let (reference, candidate) = (detail["attributes"]["reference"].fields, detail["attributes"]["candidate"].fields)
    let names = reference.map(\.name) + candidate.map(\.name).filter { name in !reference.contains { $0.name == name } }
    if names.isEmpty { return .empty }
    let differing = Set(detail["attributes"]["differing"].strings)
    let lines = names.prefix(60).map { name in
      func value(_ fields: [JSONValue.Field]) -> Markup {
        .element("td", [.code(fields.first { $0.name == name }?.value.string ?? "–")])
      }
      return Markup.element(
        "tr", ["class": differing.contains(name) ? "differs" : "same"],
        [.element("th", ["scope": "row"], [.code(name)]), value(reference), value(candidate)])
    }
    let head = [Self.heading("attribute"), Self.heading("reference"), Self.heading("candidate")]
    let count = differing.isEmpty ? "none differs" : "\(differing.count) differ"
    return .element(
      "details",
      [
        .element("summary", "Attributes of the operations, \(count)"),
        Self.table("attributes", head: head, rows: lines),
      ])
  }

  var failure: Part? {
    let failure = report["failure"]
    guard let message = failure["message"].string else { return nil }
    let stack = ReportFrame.stack(failure["traceback"])
    let place = failure["endpoint"].string.map { " on the way to \($0)" } ?? ""
    let side = failure["side"].string ?? "run"
    return Part(
      id: "failure", title: "The \(side) failed", note: place,
      content: [
        .element("pre", ["class": "message"], [.block(message)]), stack.isEmpty ? .empty : source(of: stack, side),
      ])
  }
}
