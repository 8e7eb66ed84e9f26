import TFDiffTensor

/// How an endpoint's error is spread: in decades, and over two of its axes.
struct ErrorPictures {
  private let row: ReportRow

  init(_ row: ReportRow) { self.row = row }

  /// Empty where the report has none.
  var markup: Markup {
    let pictures = [histogram, heatMap].compactMap(\.self)
    return pictures.isEmpty ? .empty : .element("div", ["class": "pictures"], pictures)
  }

  // MARK: Histogram

  private var histogram: Markup? {
    let value = row.value["histogram"]
    guard !value.isNull else { return nil }
    let bins =
      [Bin(words: "equal", count: value["equal"].int ?? 0, tone: "match")] + decades(value["decades"].items)
      + [Bin(words: "not finite", count: value["non_finite"].int ?? 0, tone: "mismatch")]
    let shown = bins.filter { $0.count > 0 }
    let most = Double(shown.map(\.count).max() ?? 1)
    let lines = shown.enumerated().map { place, bin in
      let (y, width) = (place * 18, max(1, Double(bin.count) / most * 190))
      return Markup.element("text", ["class": "tick", "x": "66", "y": "\(y + 9)"], bin.words)
        + .void(
          "rect",
          ["class": "bar \(bin.tone)", "x": "74", "y": "\(y + 2)", "width": Drawing.number(width), "height": "13"])
        + .element("text", ["x": Drawing.number(80 + width), "y": "\(y + 12)"], "\(bin.count)")
    }
    return figure(
      "Elements by |reference − candidate|",
      .element(
        "svg",
        [
          "class": "histogram", "viewBox": "0 0 340 \(shown.count * 18 + 4)", "role": "img",
          "aria-label": shown.map { "\($0.words): \($0.count)" }.joined(separator: ", "),
        ], lines))
  }

  private struct Bin {
    let words: String
    let count: Int
    let tone: String
  }

  private func decades(_ values: [JSONValue]) -> [Bin] {
    values.map { value in
      let from = value["from"].double ?? 0
      let isAllowed = from < (row.allowed?.lowerBound ?? 0)
      return Bin(
        words: from == 0 ? "< \(Self.label(ErrorHistogram.edges[0]))" : "≥ \(Self.label(from))",
        count: value["count"].int ?? 0, tone: isAllowed ? "match" : "mismatch")
    }
  }

  private static func label(_ edge: Double) -> String {
    edge.isFinite && edge > 0 ? DecimalDigits(edge).scientific(fractionDigits: 0) : formatShort(edge)
  }

  // MARK: Heat map

  /// Of how many shades it is, so that neighbours are mostly of one and are drawn as one.
  private static let shades = 10

  private var heatMap: Markup? {
    let value = row.value["heat_map"]
    let cells = value["cells"].strings.prefix(ErrorPicture.greatestSide).map {
      Array($0.prefix(ErrorPicture.greatestSide))
    }
    guard let columns = cells.map(\.count).max(), columns > 0 else { return nil }
    let paths = shadePaths(cells).map { Markup.void("path", ["class": "heat\($0)", "d": $1]) }
    let (rows, all) = (value["source_rows"].int ?? cells.count, value["source_columns"].int ?? columns)
    let words =
      "Greatest |reference − candidate| of each place, over \(rows)×\(all); the darkest is "
      + formatShort(value["greatest"].double ?? 0)
    // One line of cells is drawn as high as can be seen.
    let scale = cells.count < 4 ? Double(columns) / 12 / Double(cells.count) : 1
    let height = Drawing.number(Double(cells.count) * max(1, scale))
    return figure(
      words,
      .element(
        "svg",
        ["class": "heat", "viewBox": "0 0 \(columns) \(height)", "role": "img", "aria-label": words],
        [.element("g", ["transform": "scale(1 \(Drawing.number(max(1, scale))))"], paths)]))
  }

  /// For each shade the runs of cells that have it, as a path.
  private func shadePaths(_ cells: [[Character]]) -> [(shade: Int, path: String)] {
    var paths = [String](repeating: "", count: Self.shades + 1)
    for (y, line) in cells.enumerated() {
      var x = 0
      while x < line.count {
        let shade = Self.shade(line[x])
        var end = x + 1
        while end < line.count, Self.shade(line[end]) == shade { end += 1 }
        paths[shade] += "M\(x) \(y)h\(end - x)v1h-\(end - x)z"
        x = end
      }
    }
    return paths.enumerated().filter { $0.offset > 0 && !$0.element.isEmpty }.map { ($0.offset, $0.element) }
  }

  /// 0 where nothing differs.
  private static func shade(_ character: Character) -> Int {
    let level = HeatScale.level(of: character) ?? 0
    return level == 0 ? 0 : max(1, Int((level * Double(shades)).rounded(.up)))
  }

  private func figure(_ words: String, _ picture: Markup) -> Markup {
    .element("figure", [.element("figcaption", words), picture])
  }
}
