import TFDiffTensor

/// A random operation of a report, by its place in order.
struct ReportRandomOperation {
  /// What one side draws there.
  struct Draw {
    let name: String
    /// Type, shape and seeds.
    let words: String
  }
  let index: Int
  let reference: Draw?
  let candidate: Draw?
  let agrees: Bool
  let isPending: Bool

  init(_ value: JSONValue) {
    index = value["index"].int ?? 0
    agrees = value["agrees"].bool ?? false
    isPending = value["pending"].bool ?? false
    reference = Self.draw(value["reference_name"], value["op"], value["shape"], value["reference_seed"])
    candidate = Self.draw(
      value["candidate_name"], value["candidate_op"], value["candidate_shape"], value["candidate_seed"])
  }

  var differs: Bool { !agrees && !isPending }

  private static func draw(_ name: JSONValue, _ type: JSONValue, _ shape: JSONValue, _ seeds: JSONValue) -> Draw? {
    guard let name = name.string else { return nil }
    let numbers = seeds.ints.map(String.init).joined(separator: ", ")
    return Draw(name: name, words: "\(type.string ?? "") \(Shape.words(shape.ints)), seeds (\(numbers))")
  }

  /// How many agree, and how many are not known yet.
  static func tally(_ rows: [ReportRandomOperation], hasFailed: Bool) -> String {
    let pending = rows.count(where: \.isPending)
    let agreeing = rows.count - rows.count(where: \.differs) - pending
    return "\(agreeing) of \(rows.count - pending) agree in type, shape and seeds"
      + (pending == 0 ? "" : "; \(pending) \(hasFailed ? "not reached" : "still to come")")
  }
}
