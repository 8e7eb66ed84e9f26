import TFDiffTensor

/// How the tensor panes write numbers.
package enum NumberNotation: String, Sendable, Hashable, CaseIterable {
  /// As many digits as there is room for, and as tell the two sides apart.
  case decimal
  /// All digits that the element type has.
  case full
  /// The bits as they are stored.
  case hexadecimal
  /// The reference's numbers, and how many numbers of the element type the candidate's are away from them.
  case ulp

  package var next: NumberNotation {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }

  /// What it is called beside the slice; nil for the usual one.
  package var title: String? {
    switch self {
    case .decimal: nil
    case .full: "all digits"
    case .hexadecimal: "hexadecimal"
    case .ulp: "ULP"
    }
  }

  /// What it shows, in a sentence.
  package var summary: String {
    switch self {
    case .decimal: "Numbers with as many digits as fit, and as tell the two sides apart"
    case .full: "Numbers with all their digits"
    case .hexadecimal: "The bits of the numbers, in hexadecimal"
    case .ulp: "The candidate's distance from the reference, in units in the last place"
    }
  }

  /// The least columns that a cell takes: a number, its two marks, and a blank that parts it from the one before.
  package func cellWidth(for dtype: DType) -> Int {
    switch (self, dtype) {
    case (.decimal, _): 10
    case (.ulp, _): 11
    case (.full, .float32): 18
    case (.full, .float64): 27
    case (.full, .int64): 23
    case (.full, _): 14
    case (.hexadecimal, _): max(2 * dtype.byteCount, 4) + 3
    }
  }
}

extension AppState {
  /// The element type that the cells are laid out for: the wider one where the two sides' differ.
  private var cellType: DType {
    let types = [subject?.halves.reference?.dtype, subject?.halves.candidate?.dtype].compactMap(\.self)
    return types.max { interface.notation.cellWidth(for: $0) < interface.notation.cellWidth(for: $1) } ?? .float32
  }

  /// How the cells of a window are laid out in a tensor pane; the same on both sides.
  package func grid(in area: Rect, window: TensorWindow) -> CellGrid {
    CellGrid(area: area, window: window, cell: interface.notation.cellWidth(for: cellType))
  }
}
