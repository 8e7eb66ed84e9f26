/// What a report says of the two sides' variables.
struct ReportVariables {
  typealias Named = (name: String, kind: String)
  /// What one place in the code created again.
  struct Creation {
    let name: String
    let call: Int
    let count: Int
    let stack: [ReportFrame]
    var culprit: ReportFrame? { stack.culprit }
  }
  private let value: JSONValue

  init(_ value: JSONValue) { self.value = value }

  var symbol: String {
    switch value["agree"].bool {
    case true?: "✓"
    case false?: "✗"
    case nil: value["compared"].bool == false ? "–" : "·"
    }
  }

  var counts: String {
    let words = value["words"].string.map { value["compared"].bool == false ? "; \($0)" : ", \($0)" } ?? ""
    return "reference \(value["reference_count"].int ?? 0), candidate \(value["candidate_count"].int ?? 0)" + words
  }

  var missing: [Named] { named("missing", "missing_kinds") }
  var extra: [Named] { named("extra", "extra_kinds") }

  private func named(_ names: String, _ kinds: String) -> [Named] {
    let kinds = value[kinds].strings
    return value[names].strings.enumerated().map { ($1, kinds.indices.contains($0) ? kinds[$0] : "") }
  }

  var mismatched: [(name: String, reference: String, candidate: String)] {
    value["mismatched"].items.map {
      ($0["name"].string ?? "", $0["reference"].string ?? "", $0["candidate"].string ?? "")
    }
  }

  /// What is compared as one under two names, and how it was found to be.
  var paired: [(reference: String, candidate: String, way: String?)] { renamings.filter { $0.way != nil } }

  /// What is only likely to be one.
  var likelyRenamed: [(reference: String, candidate: String, way: String?)] { renamings.filter { $0.way == nil } }

  private var renamings: [(reference: String, candidate: String, way: String?)] {
    value["renamed"].items.map { renaming in
      let word = renaming["way"].string
      return (
        renaming["reference"].string ?? "", renaming["candidate"].string ?? "",
        word.map { PairingWay(rawValue: $0)?.words ?? $0 }
      )
    }
  }

  var creations: [Creation] {
    value["unexpected_creations"].items.map { creation in
      Creation(
        name: creation["name"].string ?? "", call: creation["call"].int ?? 0, count: creation["count"].int ?? 1,
        stack: ReportFrame.stack(creation["stack"]))
    }
  }
}
