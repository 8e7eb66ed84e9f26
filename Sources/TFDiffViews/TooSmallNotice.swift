import TFDiffUI

/// What is shown where nothing useful fits.
enum TooSmallNotice {
  static func draw(on canvas: inout Canvas, size: Size) {
    let need = "\(Layout.smallest.columns)x\(Layout.smallest.rows)"
    let lines = ["Terminal too small", "\(size.columns)x\(size.rows); needs \(need)", "q quits"]
    let top = max((size.rows - lines.count) / 2, 0)
    for (index, line) in lines.enumerated() {
      let shown = line.prefix(columns: size.columns)
      let column = max((size.columns - shown.displayWidth) / 2, 0)
      canvas.put(shown, column: column, row: top + index, role: index == 0 ? .warning : .text)
    }
  }
}
