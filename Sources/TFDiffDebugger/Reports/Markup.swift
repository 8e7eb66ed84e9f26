import TFDiffTensor

/// A piece of HTML or XML. Text comes into it escaped and printable, whatever it is made of; tags are made by ``element`` alone.
///
///     Markup.element("b", "a < b").source  // <b>a &lt; b</b>
///
/// HTML that is made so is well-formed XML too, so that a strict parser can hold it to what it should be.
struct Markup: Sendable {
  /// As it stands in the page.
  let source: String

  private init(source: String) { self.source = source }

  static let empty = Markup(source: "")
  /// The end of a line between elements.
  static let line = Markup(source: "\n")

  /// One line of text; a line feed in it is written out.
  static func text(_ foreign: some StringProtocol) -> Markup { Markup(source: escaped(foreign.visible)) }

  /// Several lines of text as they stand.
  static func block(_ foreign: some StringProtocol) -> Markup {
    Markup(source: escaped(VisibleText(block: foreign).text))
  }

  /// Of an element its attributes, whose values are escaped as text is.
  typealias Attributes = KeyValuePairs<StaticString, String>

  static func element(_ name: StaticString, _ attributes: Attributes, _ content: [Markup]) -> Markup {
    let inner = content.map(\.source).joined()
    return Markup(source: "<\(opening(name, attributes))>\(inner)</\(name)>")
  }

  static func element(_ name: StaticString, _ content: [Markup]) -> Markup { element(name, [:], content) }

  /// An element with text alone in it.
  static func element(_ name: StaticString, _ attributes: Attributes, _ text: String) -> Markup {
    element(name, attributes, [.text(text)])
  }

  static func element(_ name: StaticString, _ text: String) -> Markup { element(name, [:], [.text(text)]) }

  /// An element that can have nothing in it.
  static func void(_ name: StaticString, _ attributes: Attributes = [:]) -> Markup {
    Markup(source: "<\(opening(name, attributes)) />")
  }

  /// A style sheet or a script of ours, which stands in the page as it is.
  static func asset(_ name: StaticString, _ asset: PageAsset) -> Markup {
    Markup(source: "<\(name)>\(asset.text)</\(name)>")
  }

  private static func opening(_ name: StaticString, _ attributes: Attributes) -> String {
    "\(name)" + attributes.map { " \($0.key)=\"\(escaped($0.value.visible))\"" }.joined()
  }

  private static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: { "&<>\"'".utf8.contains($0) }) else { return text }
    return text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
  }
}

extension Markup {
  /// What one row or item after another is.
  static func + (left: Markup, right: Markup) -> Markup { Markup(source: left.source + right.source) }

  static func joined(_ parts: [Markup]) -> Markup { Markup(source: parts.map(\.source).joined()) }

  /// A name, in the type of code; where it is long its line is broken after a slash.
  static func code(_ text: String) -> Markup {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    let broken = parts.enumerated().map { place, part in
      place == parts.count - 1 ? Markup.text(part) : .text("\(part)/") + (part.isEmpty ? .empty : .void("wbr"))
    }
    return element("code", broken)
  }
}
