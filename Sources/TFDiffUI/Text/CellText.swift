import TFDiffDebugger
import TFDiffTensor

/// A number as it is written in a cell, or where the cursor's values are told.
package struct CellText: Sendable, Hashable {
  package var text: String
  /// The place of the first digit that is not the other side's; nil where nothing is to be emphasised.
  package var difference: Int?

  /// The text in pieces, the digit that differs first in a look of its own.
  package func pieces(_ role: Role) -> [Piece] {
    guard let difference else { return [Piece(text, role)] }
    let place = text.index(text.startIndex, offsetBy: difference)
    return [
      Piece(String(text[..<place]), role), Piece(String(text[place]), .numberDifference),
      Piece(String(text[text.index(after: place)...]), role),
    ]
  }
}

/// Writes the numbers of the tensor panes, in one notation.
package struct CellWriter: Sendable {
  let notation: NumberNotation
  let pair: TensorPair?
  /// The format that all cells have in common where they are decimal.
  let format: CellFormat
  /// Columns a number has.
  let room: Int
  /// One column wide in every set of glyphs.
  private static let ellipsis = "…"

  /// The number of a side at a row-major position.
  ///
  /// - Parameter isMismatch: whether it is to be told apart from the other side's.
  package func text(_ side: Side, of tensor: Tensor, at position: Int, isMismatch: Bool) -> CellText {
    if notation == .ulp, side == .candidate, let pair { return CellText(text: Self.distance(pair, position)) }
    guard isMismatch, let pair, notation != .ulp else {
      return CellText(text: plain(tensor, position).shortened(to: room, ellipsis: Self.ellipsis))
    }
    let texts = both(pair, position)
    let places = DigitAlignment.firstDifference(texts.reference, texts.candidate)
    return side == .reference
      ? CellText(text: texts.reference, difference: places?.reference)
      : CellText(text: texts.candidate, difference: places?.candidate)
  }

  private func plain(_ tensor: Tensor, _ position: Int) -> String {
    switch notation {
    case .decimal, .ulp: format.text(of: tensor, at: position).trimmed
    case .full: tensor.text(at: position)
    case .hexadecimal: tensor.bits(at: position)
    }
  }

  private func both(_ pair: TensorPair, _ position: Int) -> (reference: String, candidate: String) {
    let isNumber = pair.dtype.isFloatingPoint
    if notation == .decimal, isNumber {
      let values = (pair.reference.value(at: position), pair.candidate.value(at: position))
      return format.toldApart(values.0, values.1, room: room, ellipsis: Self.ellipsis)
    }
    return DigitAlignment.fitted(
      plain(pair.reference, position), plain(pair.candidate, position), room: room, ellipsis: Self.ellipsis)
  }

  /// How far the candidate's element is from the reference's, with its direction: `+3`, `-1.9e+09`, `0`.
  package static func distance(_ pair: TensorPair, _ position: Int) -> String {
    guard let distance = pair.distance(at: position) else { return "nan" }
    if distance.steps == 0 { return "0" }
    return (distance.isBelow ? "-" : "+") + NumberText.count(distance.steps)
  }
}

extension CellWriter {
  /// The writer of what a window shows.
  ///
  /// - Parameters:
  ///   - tensors: those that are shown beside each other, which have one format.
  ///   - digits: how many a decimal number has at most.
  package init(
    _ notation: NumberNotation, _ pair: TensorPair?, window: TensorWindow, of tensors: [Tensor], room: Int,
    digits: Int = 6
  ) {
    self.init(
      notation: notation, pair: pair, format: Self.format(for: window, of: tensors, room: room, digits: digits),
      room: room)
  }

  /// As many digits as the cells have room for.
  private static func format(
    for window: TensorWindow, of tensors: [Tensor], room: Int, digits: Int
  ) -> CellFormat {
    for precision in stride(from: digits, to: 1, by: -1) {
      let format = CellFormat(for: window, of: tensors, precision: precision)
      if format.width <= room { return format }
    }
    return CellFormat(for: window, of: tensors, precision: 1)
  }
}
