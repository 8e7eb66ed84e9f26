import TFDiffDebugger
import TFDiffTensor

/// Which part of a pair of tensors the panes show, and the element under the cursor.
package struct TensorView: Sendable, Hashable {
  package var window: TensorWindow
  /// Row-major.
  package var cursor: Int

  package init(window: TensorWindow, cursor: Int) {
    self.window = window
    self.cursor = cursor
  }
}

extension AppState {
  /// The view of what is looked at; nil where there is nothing to see.
  package var view: TensorView? {
    guard let subject, let shape = subject.shape else { return nil }
    let known = interface.views[subject.name]
    return known?.window.shape == shape ? known : nil
  }

  /// How the cells of the view are laid out in a tensor pane.
  package var grid: CellGrid? { view.map { grid(in: layout.tensorArea, window: $0.window) } }

  /// Gives what is looked at a view, at its greatest difference, and brings the window to the cursor.
  mutating func normalizeView() {
    guard let subject, let shape = subject.shape, shape.elementCount > 0 else { return }
    if interface.views[subject.name]?.window.shape != shape {
      guard let window = try? TensorWindow(of: shape) else { return }
      let worst = subject.status.isDivergence ? subject.comparison?.maxAbsPosition : nil
      interface.views[subject.name] = TensorView(window: window, cursor: worst ?? 0)
    }
    guard let view = interface.views[subject.name], let room = grid?.windowRoom else { return }
    interface.views[subject.name]?.window = view.window.containing(position: view.cursor, room: room)
  }

  private mutating func setView(_ view: TensorView) {
    guard let name = subject?.name else { return }
    interface.views[name] = view
  }

  /// Moves the cursor by cells of the slice, and the window with it.
  mutating func moveCell(rows: Int, columns: Int) {
    guard var view, let grid else { return }
    let shift: (rows: Int, columns: Int) =
      grid.isFlowing ? (0, columns + rows * grid.perLine) : (rows, columns)
    var visible = view.window.fitted(to: grid.windowRoom)
    guard !visible.isEmpty else { return }
    let cell = visible.cell(of: view.cursor) ?? (row: 0, column: 0)
    var target = (row: cell.row + shift.rows, column: cell.column + shift.columns)
    let over = (
      rows: Self.overshoot(target.row, visible.rows), columns: Self.overshoot(target.column, visible.columns)
    )
    view.window = view.window.scrolled(rows: over.rows, columns: over.columns, room: grid.windowRoom)
    visible = view.window.fitted(to: grid.windowRoom)
    target = (row: target.row - over.rows, column: target.column - over.columns)
    view.cursor = visible.position(
      row: min(target.row, visible.rows - 1), column: min(target.column, visible.columns - 1))
    setView(view)
  }

  private static func overshoot(_ index: Int, _ count: Int) -> Int {
    index < 0 ? index : max(index - count + 1, 0)
  }

  /// Moves the cursor to the first (−1) or last (+1) element of its row, then of the slice.
  mutating func moveCellToEnd(_ direction: Int) {
    guard let view else { return }
    let before = view.cursor
    let far = view.window.shape.elementCount
    moveCell(rows: 0, columns: direction * far)
    if self.view?.cursor == before { moveCell(rows: direction * far, columns: 0) }
  }

  mutating func goToCell(_ position: Int) {
    guard var view, let grid, position >= 0, position < view.window.shape.elementCount else { return }
    view.cursor = position
    view.window = view.window.containing(position: position, room: grid.windowRoom)
    setView(view)
  }

  /// Shows a slice; the cursor goes to its first element.
  mutating func show(_ slice: TensorSlice) throws(Refusal) {
    guard let subject, let shape = subject.shape else {
      throw .noValues(self.subject?.name ?? "the endpoint")
    }
    let window: TensorWindow
    do throws(TensorError) {
      window = try TensorWindow(slice, of: shape)
    } catch {
      throw .badSlice("\(error)")
    }
    if window.isEmpty { throw .emptySlice("\(slice)", shape: "\(shape)") }
    setView(TensorView(window: window, cursor: window.position(row: 0, column: 0)))
  }
}
