import TFDiffTensor

extension MarkdownReport {
  /// What each layer adds to the difference; nil where that was not asked for.
  static func propagation(_ value: JSONValue) -> String? {
    guard let propagation = Propagation(report: value) else { return nil }
    let table = propagation.rows.map { row in
      let numbers = row.numbers
      let cells = [
        row.isOrigin ? "✗" : "", code(row.endpoint), escaped(row.inputWords), numbers.errorIn, numbers.errorOut,
        numbers.ownError, numbers.noise, numbers.gain,
      ]
      return "| " + cells.joined(separator: " | ") + " |"
    }
    let notes = propagation.rows.compactMap { row in
      row.note.map { "- \(code(row.endpoint)): \(escaped($0))" }
    }
    let head = [
      "### Propagation", "", escaped(propagation.verdict), "",
      "| | endpoint | takes | error in | error out | own error | noise | gain |",
      "|---|---|---|---:|---:|---:|---:|---:|",
    ]
    return (head + table + (notes.isEmpty ? [] : [""] + notes)).joined(separator: "\n")
  }
}
