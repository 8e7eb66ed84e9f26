/// Where the panes are on a screen of a size. In small screens fewer are shown, and the focus says which.
package struct Layout: Sendable, Hashable {
  package enum Mode: Sendable, Hashable {
    /// Smaller than anything useful.
    case tooSmall
    /// The focused pane alone.
    case single
    /// The list, and beside it the focused pane.
    case medium
    case full
  }
  package static let smallest = Size(columns: 40, rows: 10)

  package let size: Size
  package let mode: Mode
  package private(set) var panes: [Focus: Rect] = [:]
  private let sizes: PaneSizes

  /// The line above the hints that says why the two sides part; nil where there is none.
  package private(set) var causeBar: Rect?

  /// - Parameters:
  ///   - hasCause: whether there is something to say in the line above the hints.
  ///   - isZoomed: whether the focused pane has the screen to itself; a tensor's with the other side's beside it.
  ///   - sizes: what a person wants larger or smaller, as far as there is room.
  package init(
    size: Size, focus: Focus, hasCause: Bool = false, isZoomed: Bool = false, sizes: PaneSizes = PaneSizes()
  ) {
    self.size = size
    self.sizes = sizes
    let mode = Self.mode(for: size)
    self.mode = isZoomed && mode != .tooSmall ? .single : mode
    if hasCause, mode == .full { causeBar = Rect(column: 0, row: size.rows - 2, columns: size.columns, rows: 1) }
    let area = Rect(column: 0, row: 1, columns: size.columns, rows: size.rows - (causeBar == nil ? 2 : 3))
    switch self.mode {
    case .tooSmall: break
    case .single where isZoomed && focus.isTensor && size.columns >= 60: arrangeTensors(area)
    case .single: panes[focus] = area
    case .medium: arrangeMedium(area, focus: focus)
    case .full: arrangeFull(area, focus: focus)
    }
  }

  private static func mode(for size: Size) -> Mode {
    if size.columns < smallest.columns || size.rows < smallest.rows { return .tooSmall }
    if size.columns >= 76 && size.rows >= 20 { return .full }
    return size.columns >= 60 && size.rows >= 14 ? .medium : .single
  }

  private mutating func arrangeMedium(_ area: Rect, focus: Focus) {
    let list = listWidth(of: area)
    panes[.endpoints] = area.firstColumns(list)
    let right = area.dropFirstColumns(list)
    switch focus {
    case .reference, .candidate: arrangeTensors(right)
    case .bottom: panes[.bottom] = right
    case .endpoints, .difference: panes[.difference] = right
    }
  }

  private mutating func arrangeFull(_ area: Rect, focus: Focus) {
    let bottom = bottomRows(of: area, isFocused: focus == .bottom)
    panes[.bottom] = area.dropFirstRows(area.rows - bottom)
    let middle = area.firstRows(area.rows - bottom)
    let list = listWidth(of: area)
    panes[.endpoints] = middle.firstColumns(list)
    let right = middle.dropFirstColumns(list)
    let tensors = min(max(right.rows * 2 / 5 + sizes.tensors, 7), max(right.rows - 7, 0))
    arrangeTensors(right.firstRows(tensors))
    panes[.difference] = right.dropFirstRows(tensors)
  }

  private mutating func arrangeTensors(_ area: Rect) {
    let half = area.columns / 2
    panes[.reference] = area.firstColumns(half)
    panes[.candidate] = area.dropFirstColumns(half)
  }

  /// Leaves the tensor panes an even number of columns, so that both show the same slice.
  private func listWidth(of area: Rect) -> Int {
    let usual = min(max(area.columns * 26 / 100, 27), 64)
    let width = max(min(usual + sizes.list, area.columns - 46), min(usual, 20))
    return (area.columns - width).isMultiple(of: 2) ? width : width + 1
  }

  private func bottomRows(of area: Rect, isFocused: Bool) -> Int {
    let usual = area.rows >= 48 ? area.rows / 4 : area.rows >= 36 ? 9 : area.rows >= 28 ? 7 : 5
    let wanted = usual + sizes.tabs + (isFocused ? 3 : 0)
    return max(min(wanted, isFocused && sizes.tabs <= 0 ? area.rows / 2 : area.rows - 14), 3)
  }

  /// Whether a pane has others beside it that its room can be taken from.
  func isResizable(_ focus: Focus) -> Bool {
    switch mode {
    case .full: true
    case .medium: focus == .endpoints
    case .single, .tooSmall: false
    }
  }

  package var isTooSmall: Bool { mode == .tooSmall }
  package var titleBar: Rect { Rect(column: 0, row: 0, columns: size.columns, rows: 1) }
  package var hintBar: Rect { Rect(column: 0, row: size.rows - 1, columns: size.columns, rows: 1) }

  /// Rows inside the list's border; where it is not shown, those it would have.
  package var listHeight: Int { (panes[.endpoints] ?? hidden).inside.rows }
  package var bottomArea: Rect { (panes[.bottom] ?? hidden).inside }
  package var bottomHeight: Int { bottomArea.rows }
  package var tensorArea: Rect { (panes[.reference] ?? panes[.candidate] ?? hidden).inside }

  private var hidden: Rect { Rect(column: 0, row: 1, columns: size.columns, rows: size.rows - 2) }

  package func pane(at point: Point) -> (Focus, Rect)? {
    panes.first { $0.value.contains(point) }.map { ($0.key, $0.value) }
  }

  /// The box of a text over the panes.
  package var overlayBox: Rect {
    Rect(size).inset(by: 1).centered(columns: 82, rows: max(size.rows - 4, 8))
  }
  package var overlayWidth: Int { overlayBox.columns - 4 }
  package var overlayHeight: Int { overlayBox.rows - 2 }
}
