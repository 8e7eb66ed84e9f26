import TFDiffTensor

/// Why the runs part, as a report says it.
struct ReportExplanation {
  let value: JSONValue

  init(_ value: JSONValue) { self.value = value }

  var isConfirmed: Bool { !value["cause"].isNull }
  var label: String { isConfirmed ? "Cause" : "Not explained" }
  var sentence: String { value["sentence"].string ?? "" }
  var evidence: [String] { value["evidence"].strings }
  var remedy: String? { value["remedy"].string }

  var experiment: Experiment? {
    let experiment = value["experiment"]
    guard let before = experiment["before"].double, let after = experiment["after"].double,
      let noise = experiment["noise"].double
    else { return nil }
    return Experiment(experiment["words"].string ?? "", before: before, after: after, noise: noise)
  }

  /// The sentence, then each of the rest on a line of its own.
  var lines: [String] {
    ["\(label): \(sentence)"] + (experiment.map { ["  \(ExplanationText.words($0))"] } ?? [])
      + evidence.map { "  \($0)" } + (remedy.map { ["  \($0)"] } ?? [])
  }
}

extension Propagation {
  /// As a report has it; nil where it has none.
  init?(report value: JSONValue) {
    if value.isNull { return nil }
    self.init(rows: value.items.map { PropagationRow(report: $0) })
  }
}

extension PropagationRow {
  fileprivate init(report value: JSONValue) {
    self.init(
      endpoint: value["endpoint"].string ?? "", inputs: value["inputs"].strings,
      flow: Flow(rawValue: value["flow"].string ?? "") ?? .order)
    errorIn = value["error_in"].double
    errorOut = value["error_out"].double
    ownError = value["own_error"].double
    noise = value["noise"].double
    isOrigin = value["is_origin"].bool ?? false
    note = value["note"].string
  }
}
