import TFDiffTensor

/// The greatest error of each endpoint by depth, on a logarithmic scale, and what is allowed.
struct ErrorChart {
  /// More bars than these could not be told apart; several endpoints then share one.
  private static let greatestBars = 240
  /// As many names can be read below their bars.
  private static let greatestNames = 36
  private static let greatestName = 24
  private static let (width, height, left, top) = (1080.0, 210.0, 52.0, 10.0)

  private let rows: [ReportRow]
  private let scale: LogScale

  init(_ rows: [ReportRow], _ scale: LogScale) {
    self.rows = rows
    self.scale = scale
  }

  var markup: Markup {
    let bars = self.bars
    let names = rows.count <= Self.greatestNames
    let longest = rows.map { min($0.name.count, Self.greatestName) }.max() ?? 0
    // A letter is 6.6 wide, and goes down at the slope of the names.
    let total = Self.top + Self.height + (names ? 24 + Double(longest) * 6.6 * 0.616 : 26)
    let labels = names ? bars.enumerated().map { name($1, at: $0, of: bars.count) } : [depth]
    return .element(
      "div", ["class": "wide chart"],
      [
        .element(
          "svg",
          [
            "viewBox": "0 0 \(Drawing.number(Self.left + Self.width + 10)) \(Drawing.number(total))", "role": "img",
            "aria-label": "Greatest absolute difference of each endpoint by depth, on a logarithmic scale",
          ],
          axis + bars.enumerated().map { bar($1, at: $0, of: bars.count) } + labels)
      ])
  }

  /// What one bar stands for: rows that follow each other.
  private struct Bar {
    let rows: ArraySlice<ReportRow>
    /// Of them, the one that differs most.
    let worst: ReportRow
  }

  private var bars: [Bar] {
    let count = min(rows.count, Self.greatestBars)
    return (0..<count).compactMap { bar in
      let part = rows[bar * rows.count / count..<(bar + 1) * rows.count / count]
      let worst = part.first(where: \.diverges) ?? part.max { ($0.maxAbs ?? -1) < ($1.maxAbs ?? -1) }
      return worst.map { Bar(rows: part, worst: $0) }
    }
  }

  private func y(_ value: Double) -> Double { Self.top + Self.height * (1 - scale.share(of: value)) }

  private var axis: [Markup] {
    let step = max(1, (scale.high - scale.low + 7) / 8)
    return stride(from: scale.low, through: scale.high, by: step).map { exponent in
      let y = Drawing.number(
        Self.top + Self.height * (1 - Double(exponent - scale.low) / Double(scale.high - scale.low)))
      let right = Drawing.number(Self.left + Self.width)
      return .void("line", ["class": "grid", "x1": Drawing.number(Self.left), "x2": right, "y1": y, "y2": y])
        + .element("text", ["class": "tick", "x": Drawing.number(Self.left - 6), "y": y], LogScale.label(exponent))
    }
  }

  private func bar(_ bar: Bar, at place: Int, of count: Int) -> Markup {
    let slot = Self.width / Double(count)
    let x = Self.left + slot * Double(place)
    var shapes = [Markup.element("title", title(bar))]
    if let error = bar.worst.maxAbs {
      shapes.append(rectangle(error, bar.worst.tone, at: x, slot))
      if let allowed = bar.worst.allowed { shapes.append(mark(allowed, at: x, slot)) }
    }
    return .element("a", ["href": "#\(bar.worst.anchor)"], shapes)
  }

  private func rectangle(_ error: Double, _ tone: String, at x: Double, _ slot: Double) -> Markup {
    let ground = Self.top + Self.height
    let top = error > 0 || error.isNaN ? min(y(error), ground - 2) : ground - 1
    let wide = max(1, min(slot * 0.62, 42))
    return .void(
      "rect",
      [
        "class": "bar \(tone)", "x": Drawing.number(x + (slot - wide) / 2), "y": Drawing.number(top),
        "width": Drawing.number(wide), "height": Drawing.number(ground - top), "rx": "1.5",
      ])
  }

  private func mark(_ allowed: ClosedRange<Double>, at x: Double, _ slot: Double) -> Markup {
    let (upper, lower) = (y(allowed.upperBound), y(allowed.lowerBound))
    return .void(
      "rect",
      [
        "class": "allowed", "x": Drawing.number(x + slot * 0.04), "width": Drawing.number(slot * 0.92),
        "y": Drawing.number(upper - 0.75), "height": Drawing.number(max(1.5, lower - upper)),
      ])
  }

  private func title(_ bar: Bar) -> String {
    let error = bar.worst.maxAbs.map { ", max abs \(formatShort($0))" } ?? ""
    let others = bar.rows.count > 1 ? " (the worst of \(bar.rows.count))" : ""
    return "\(bar.worst.name): \(bar.worst.statusWord)\(error)\(others)"
  }

  private func name(_ bar: Bar, at place: Int, of count: Int) -> Markup {
    let x = Self.left + Self.width / Double(count) * (Double(place) + 0.5) + 4
    let y = Self.top + Self.height + 14
    let name = bar.worst.name
    let short = name.count > Self.greatestName ? "…" + name.suffix(Self.greatestName - 1) : name
    return .element(
      "text",
      [
        "class": "name \(bar.worst.tone)", "x": Drawing.number(x), "y": Drawing.number(y),
        "transform": "rotate(-38 \(Drawing.number(x)) \(Drawing.number(y)))",
      ], short)
  }

  private var depth: Markup {
    .element(
      "text", ["class": "depth", "x": Drawing.number(Self.left), "y": Drawing.number(Self.top + Self.height + 20)],
      "the first endpoint on the left, the last of \(rows.count) on the right")
  }
}

extension ReportRow {
  /// The place of the row on the page.
  var anchor: String { "e\(depth)" }

  /// What it is coloured by.
  var tone: String {
    if waived != nil { return "waived" }
    switch status {
    case .match: return "match"
    case .mismatch, .shapeMismatch, .missingReference, .missingCandidate: return "mismatch"
    default: return "open"
    }
  }
}
