/// What a report says of an earlier one that it was held against.
struct ReportBaseline {
  private let value: JSONValue

  /// Nil where there was none.
  init?(_ report: JSONValue) {
    value = report["baseline"]
    if value.isNull { return nil }
  }

  var file: String { value["file"].string ?? "" }
  /// Why nothing is held against it; nil where it is.
  var obstacle: String? { value["obstacle"].string }

  /// Which report it was, and what came of it.
  var note: String {
    let obstacle = obstacle.map { "not held against it: \($0)" }
    return [file, value["verdict"].string.map { "verdict then: \($0)" }, obstacle].compactMap { $0 }
      .joined(separator: "; ")
  }

  /// How many endpoints there are of each change.
  var counts: [(word: String, count: Int)] {
    [
      ("new", value["new"].strings.count), ("worse", value["worse"].strings.count),
      ("fixed", value["fixed"].strings.count), ("unchanged", value["unchanged"].int ?? 0),
    ]
  }

  var groups: [(title: String, names: [String])] {
    [
      ("New", value["new"].strings), ("Worse", value["worse"].strings), ("Fixed", value["fixed"].strings),
      ("No longer there", value["gone"].strings),
    ]
  }
}
