import TFDiffDebugger
import TFDiffTensor

/// The element under the cursor with both sides' exact values, in one line.
package enum CursorLine {
  /// As much of it as a width has room for; nil where there is no element.
  ///
  /// - Parameter isTitled: whether it says what it is, where there is room for that.
  package static func pieces(_ state: AppState, width: Int, isTitled: Bool = true) -> [Piece]? {
    guard let subject = state.subject, let view = state.view else { return nil }
    let index = NumberText.bracketed(view.window.shape.index(at: view.cursor))
    guard let pair = subject.pair, pair.shape == view.window.shape else {
      return lone(subject, view, index, state.notation)
    }
    let values = values(pair, at: view.cursor, state.notation)
    let distance = pair.dtype.isFloatingPoint ? pair.distance(at: view.cursor) : nil
    let steps = distance.map { ", \(NumberText.count($0.steps)) ULP" } ?? ""
    let error = "|a−b| " + formatShort(pair.difference(at: view.cursor))
    let short = [Piece(index + " ", .muted)] + values.reference + [Piece(" and ", .muted)] + values.candidate
    let whole =
      [Piece(index), Piece(" reference ", .muted)] + values.reference + [Piece(", candidate ", .muted)]
      + values.candidate + [Piece(", \(error)\(steps)")]
    let forms = [
      isTitled ? [Piece("Cursor ", .muted)] + whole : whole, whole, short + [Piece(", \(error)\(steps)")],
      short + [Piece(", \(error)")], short, Array(short.dropFirst()),
    ]
    return forms.first { $0.reduce(0) { $0 + $1.text.displayWidth } <= width } ?? forms.last
  }

  private static func values(
    _ pair: TensorPair, at position: Int, _ notation: NumberNotation
  ) -> (reference: [Piece], candidate: [Piece]) {
    let texts = (exact(pair.reference, position, notation), exact(pair.candidate, position, notation))
    let places = DigitAlignment.firstDifference(texts.0, texts.1)
    return (
      CellText(text: texts.0, difference: places?.reference).pieces(.reference),
      CellText(text: texts.1, difference: places?.candidate).pieces(.candidate)
    )
  }

  /// An element whole: with all its digits, or where the panes show bits with its bits.
  package static func exact(_ tensor: Tensor, _ position: Int, _ notation: NumberNotation) -> String {
    notation == .hexadecimal ? "0x" + tensor.bits(at: position) : tensor.text(at: position)
  }

  private static func lone(
    _ subject: Subject, _ view: TensorView, _ index: String, _ notation: NumberNotation
  ) -> [Piece]? {
    let halves = [(subject.halves.reference, "reference"), (subject.halves.candidate, "candidate")]
    let parts = halves.compactMap { half, word -> String? in
      guard let tensor = half?.tensor, tensor.shape == view.window.shape else { return nil }
      return "\(word) \(exact(tensor, view.cursor, notation))"
    }
    return parts.isEmpty ? nil : [Piece(index + " ", .muted), Piece(parts.joined(separator: ", "))]
  }
}
