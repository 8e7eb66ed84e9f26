import TFDiffTensor

/// A training step of a report.
struct ReportStep {
  let value: JSONValue

  init(_ value: JSONValue) { self.value = value }

  var number: Int { value["step"].int ?? 0 }
  var losses: SidePair<Double?> {
    SidePair(reference: value["reference"]["loss"].double, candidate: value["candidate"]["loss"].double)
  }
  var ownLoss: Double? { value["own"]["loss"].double }
  var ownError: Double { value["own_error"].double ?? 0 }
  var distance: Double? { value["distance"].double }

  var line: String { TrainingText.line(number, losses: losses, distance: distance, ownError: ownError) }

  /// How the two courses part though no step's own error is outside its tolerance; nil where they do not.
  static func drift(_ training: JSONValue) -> Drift? {
    let drift = training["drift"]
    guard let grows = drift["grows_by"].double, let own = drift["own_error"].double,
      let distance = drift["distance"].double, let steps = drift["steps"].int
    else { return nil }
    return Drift(growsBy: grows, ownError: own, distance: distance, steps: steps)
  }
}
