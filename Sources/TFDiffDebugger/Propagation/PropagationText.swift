import TFDiffTensor

extension Propagation {
  /// Where the difference is born, beside where it is first out of tolerance; nil where the two are the same layer or there is no
  /// origin.
  ///
  /// - Parameter firstDivergence: the first row out of tolerance in the ordinary run; nil where there is none.
  func sentence(firstDivergence: EndpointRow?) -> String? {
    guard let origin, let firstDivergence, origin.endpoint != firstDivergence.name else { return nil }
    let own = origin.ownError.map { "own error \(formatShort($0))" } ?? "its value is of another shape or element type"
    guard let there = rows.firstIndex(of: origin),
      let end = rows.firstIndex(where: { $0.endpoint == firstDivergence.name }), there < end
    else { return "on the reference's values the error is born at \(origin.endpoint) (\(own))" }
    let growth = growth(from: origin, to: rows[end]).map { "grows ×\(NumberText.rounded($0))" } ?? "goes on"
    return "the error is born at \(origin.endpoint) (\(own), within tolerance there) and \(growth) to "
      + firstDivergence.name
  }

  private func growth(from origin: PropagationRow, to end: PropagationRow) -> Double? {
    guard let born = origin.errorOut ?? origin.ownError, let reached = end.errorOut, born > 0, born.isFinite,
      reached.isFinite
    else { return nil }
    return reached / born
  }

  /// Where the difference is born, in one line.
  package var verdict: String {
    guard let origin else { return "No layer's own error is above noise." }
    guard let own = origin.ownError, let noise = origin.noise else {
      return "Born at \(origin.endpoint): on the reference's values it is of another shape or element type."
    }
    return "Born at \(origin.endpoint): own error \(formatShort(own)), noise \(formatShort(noise))"
      + (origin.note.map { "; \($0)" } ?? "") + "."
  }
}

extension PropagationRow {
  /// The numbers as a table has them: error in, error out, own error, noise, gain.
  package var numbers: (errorIn: String, errorOut: String, ownError: String, noise: String, gain: String) {
    func words(_ number: Double?) -> String { number.map { formatShort($0) } ?? "–" }
    return (
      words(errorIn), words(errorOut), words(ownError), words(noise), gain.map { "×\(NumberText.rounded($0))" } ?? "–"
    )
  }

  /// What flows in, in words.
  package var inputWords: String {
    if inputs.isEmpty { return "the model's input" }
    return inputs.joined(separator: ", ") + (flow == .order ? " (the endpoint before it)" : "")
  }
}
