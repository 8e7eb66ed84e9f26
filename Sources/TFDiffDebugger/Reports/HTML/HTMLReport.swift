import TFDiffTensor

extension ReportKind {
  public static let html = ReportKind(ending: ".html") { HTMLReport.text($0) }
}

/// The report as a page in one file, to be passed on: it loads nothing from anywhere, and can be read without its script.
public enum HTMLReport {
  /// Of what a JSON report says.
  public static func text(_ report: JSONValue) -> String {
    let page = ReportPage(report)
    let html = Markup.element("html", ["lang": "en"], [head(page), body(page)])
    return "<!DOCTYPE html>\n" + html.source + "\n"
  }

  private static func head(_ page: ReportPage) -> Markup {
    .element(
      "head",
      [
        .void("meta", ["charset": "utf-8"]),
        .void("meta", ["http-equiv": "Content-Security-Policy", "content": PageAsset.policy]),
        .void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        .void("meta", ["name": "color-scheme", "content": "light dark"]),
        .element("title", "\(page.headline.symbol) \(page.target): \(page.headline.words)"),
        .asset("style", .style),
      ])
  }

  private static func body(_ page: ReportPage) -> Markup {
    .element("body", [page.top, .element("main", [page.hero] + page.sections), page.foot, .asset("script", .script)])
  }
}
