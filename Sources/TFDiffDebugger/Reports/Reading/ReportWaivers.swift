/// What a report says of the differences that were accepted beforehand.
struct ReportWaivers {
  struct Row {
    let value: JSONValue
    var layer: String { value["layer"].string ?? "" }
    var reason: String { value["reason"].string ?? "" }
    var stateWord: String { value["state"].string ?? "" }
    /// Nil where it is a word that is not known.
    var state: WaiverRow.State? { WaiverRow.State(rawValue: stateWord) }
    var endpoints: [String] { value["endpoints"].strings }
    /// Those that differ by more.
    var exceeded: [String] { value["exceeded"].strings }
    /// What is accepted, and until when.
    var words: String { ReportWaivers.words(of: value) }
  }
  /// Where they were read from.
  let file: String?
  let rows: [Row]

  init(_ report: JSONValue) {
    file = report["waivers"]["file"].string
    rows = report["waivers"]["waivers"].items.map { Row(value: $0) }
  }

  /// What a waiver accepts, and until when.
  static func words(of waiver: JSONValue) -> String {
    let bounds = ["rtol", "atol"].compactMap { name in
      waiver[name].double.map { "\(name) \(NumberText.exact($0))" }
    }
    return bounds.joined(separator: " ") + (waiver["expires"].string.map { ", until \($0)" } ?? "")
  }
}
