import TFDiffTensor

/// How far each training step is off by itself, and how far the two free runs are apart, by step on a logarithmic scale.
struct StepChart {
  private static let (width, height, left, top) = (520.0, 150.0, 52.0, 10.0)
  private let steps: [ReportStep]
  private let scale: LogScale

  init(_ steps: [ReportStep]) {
    self.steps = steps
    scale = LogScale(of: steps.flatMap { [$0.ownError, $0.distance ?? 0] })
  }

  /// Empty where there are too few steps for a course.
  var markup: Markup {
    if steps.count < 3 { return .empty }
    let bottom = Drawing.number(Self.top + Self.height + 16)
    return .element(
      "figure", ["class": "steps"],
      [
        .element("figcaption", "Own error of each step, and distance of the free runs, by step"),
        .element(
          "svg",
          [
            "viewBox":
              "0 0 \(Drawing.number(Self.left + Self.width + 90)) \(Drawing.number(Self.top + Self.height + 22))",
            "role": "img", "aria-label": "Own error and distance by step",
          ],
          axis + [
            course("own", "own error", steps.map(\.ownError)),
            course("free", "distance", steps.map { $0.distance ?? .nan }),
            .element("text", ["class": "depth", "x": Drawing.number(Self.left), "y": bottom], "step 1"),
            .element(
              "text", ["class": "tick", "x": Drawing.number(Self.left + Self.width), "y": bottom],
              "step \(steps.count)"),
          ]),
      ])
  }

  private var axis: [Markup] {
    stride(from: scale.low, through: scale.high, by: max(1, (scale.high - scale.low + 4) / 5)).map { exponent in
      let y = Drawing.number(y(Double(exponent - scale.low) / Double(scale.high - scale.low)))
      let right = Drawing.number(Self.left + Self.width)
      return .void("line", ["class": "grid", "x1": Drawing.number(Self.left), "x2": right, "y1": y, "y2": y])
        + .element("text", ["class": "tick", "x": Drawing.number(Self.left - 6), "y": y], LogScale.label(exponent))
    }
  }

  private func y(_ share: Double) -> Double { Self.top + Self.height * (1 - share) }

  private func course(_ kind: String, _ words: String, _ values: [Double]) -> Markup {
    let points = values.enumerated().filter { !$0.element.isNaN }.map { place, value in
      let x = Self.left + Self.width * Double(place) / Double(max(1, values.count - 1))
      return (x, y(scale.share(of: value)))
    }
    guard let last = points.last else { return .empty }
    let line = points.map { "\(Drawing.number($0.0)),\(Drawing.number($0.1))" }.joined(separator: " ")
    let dots =
      points.count > 60
      ? []
      : points.map { point in
        Markup.void("circle", ["class": kind, "cx": Drawing.number(point.0), "cy": Drawing.number(point.1), "r": "3"])
      }
    return .void("polyline", ["class": kind, "points": line]) + .joined(dots)
      + .element(
        "text", ["class": "course \(kind)", "x": Drawing.number(last.0 + 8), "y": Drawing.number(last.1 + 4)], words)
  }
}
