import TFDiffTensor

/// An endpoint of a report, or a rung of a training step.
struct ReportRow {
  let value: JSONValue
  /// Its place among the others, from 0.
  let depth: Int

  init(_ value: JSONValue, depth: Int = 0) {
    self.value = value
    self.depth = depth
  }

  var name: String { value["name"].string ?? "" }
  var statusWord: String { value["status"].string ?? "" }
  /// Nil where it is a word that is not known.
  var status: Status? { Status(rawValue: statusWord) }
  var differs: Bool { status?.isDivergence ?? false }
  var waived: JSONValue? { value["waived"].isNull ? nil : value["waived"] }
  /// Whether it bears on the verdict.
  var diverges: Bool { differs && waived == nil }

  var elements: Int? { value["elements"].int }
  var mismatched: Int { value["mismatched"].int ?? 0 }
  var maxAbs: Double? { value["max_abs"].double }
  var rtol: Double? { value["rtol"].double }
  var atol: Double? { value["atol"].double }

  var symbol: String {
    if waived != nil { return String(SymbolSet.unicode.waived) }
    return status.map { SymbolSet.unicode.symbol(for: $0) } ?? "?"
  }

  /// As `[1, 35, 35, 320]`; both sides' where they differ.
  var shape: String? {
    func words(_ value: JSONValue) -> String? { value.isNull ? nil : Shape.words(value.ints) }
    guard let shape = words(value["shape"]) else { return nil }
    guard status == .shapeMismatch, let other = words(value["candidate_shape"]), other != shape else { return shape }
    return "\(shape) and \(other)"
  }

  /// What the status alone does not say.
  var note: String? { value["explanation"].string }

  /// Greatest difference, required atol, relative L2, cosine, ULP; empty what is not known.
  var numbers: [String] {
    func short(_ field: String) -> String { value[field].double.map { formatShort($0) } ?? "" }
    let cosine = value["cosine"].double.map { NumberText.statistic($0) } ?? ""
    return [short("max_abs"), short("required_atol"), short("relative_l2"), cosine, steps]
  }

  /// Units in the last place.
  var steps: String {
    value["max_ulp"].int.map { String($0) } ?? value["max_ulp"].double.map { formatShort($0) } ?? ""
  }

  /// What an element may be off by, from one that is zero to the candidate's greatest; nil where that is not known.
  var allowed: ClosedRange<Double>? {
    guard let rtol, let atol, atol.isFinite, rtol.isFinite else { return nil }
    let statistics = value["candidate"]
    let greatest = max(abs(statistics["min"].double ?? 0), abs(statistics["max"].double ?? 0))
    return atol...max(atol, atol + rtol * (greatest.isFinite ? greatest : 0))
  }
}

extension Shape {
  /// As a shape is written, also of dimensions that none can have.
  static func words(_ dimensions: [Int]) -> String { "[\(dimensions.map(String.init).joined(separator: ", "))]" }
}
