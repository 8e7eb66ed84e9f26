/// The rows × columns of a tensor that a screen shows: two dimensions run, the others are held at one index each.
///
/// Rows and columns are the last two dimensions that the slice leaves as ranges (only columns, where it leaves one);
/// a range over an earlier dimension is held at its start. A slice asks for so many rows and columns; a screen
/// has room for fewer, so every step of looking takes the room as an argument:
///
///     var window = try TensorWindow(TensorSlice("[0, 17]"), of: tensor.shape)
///     window = window.scrolled(rows: 1, room: room)
///     let visible = window.fitted(to: room)      // "[0, 17, 1:13, 0:6]"
///     let cells = visible.values(of: tensor)
///
public struct TensorWindow: Sendable, Hashable, CustomStringConvertible {
  /// How many rows and columns a screen has room for.
  public struct Room: Sendable, Hashable {
    public var rows: Int
    public var columns: Int
    public init(rows: Int, columns: Int) {
      self.rows = rows
      self.columns = columns
    }
  }

  public let shape: Shape
  /// The dimension that runs down the screen; nil where there is one row only.
  public let rowAxis: Int?
  /// The dimension that runs across the screen; nil where there is one element only.
  public let columnAxis: Int?
  private var selections: [AxisSelection]

  /// - Throws: ``TensorError`` where the slice does not fit the shape.
  public init(_ slice: TensorSlice = .everything, of shape: Shape) throws(TensorError) {
    let selections = try slice.selections(of: shape)
    let ranges = selections.indices.filter { if case .range = selections[$0] { true } else { false } }
    self.init(
      shape: shape, rowAxis: ranges.count > 1 ? ranges[ranges.count - 2] : nil, columnAxis: ranges.last,
      selections: selections)
  }

  private init(shape: Shape, rowAxis: Int?, columnAxis: Int?, selections: [AxisSelection]) {
    self.shape = shape
    self.rowAxis = rowAxis
    self.columnAxis = columnAxis
    self.selections = selections
    for axis in selections.indices where axis != rowAxis && axis != columnAxis {
      // An empty range has no start to be held at: it stays, and makes the window empty.
      if case .range(let range) = selections[axis], range.count > 0 {
        self.selections[axis] = .index(range.start)
      }
    }
  }

  public var rows: Int { isEmpty ? 0 : range(rowAxis)?.count ?? 1 }
  public var columns: Int { isEmpty ? 0 : range(columnAxis)?.count ?? 1 }

  /// Whether the slice takes nothing, or the tensor has no elements.
  public var isEmpty: Bool {
    selections.contains { if case .range(let range) = $0 { range.count == 0 } else { false } }
  }

  /// The slice in NumPy's notation: `[0, 17, 0:12, 0:6]`.
  public var description: String {
    let items = selections.map { selection in
      switch selection {
      case .index(let index): String(index)
      case .range(let range): range.description
      }
    }
    return "[" + items.joined(separator: ", ") + "]"
  }

  private func range(_ axis: Int?) -> AxisRange? {
    guard let axis, case .range(let range) = selections[axis] else { return nil }
    return range
  }

  /// The index, along each dimension, of the element in a row and a column of the window.
  ///
  /// - Precondition: row and column are inside the window.
  public func index(row: Int, column: Int) -> [Int] {
    precondition(row >= 0 && row < rows && column >= 0 && column < columns, "no cell (\(row), \(column))")
    return selections.enumerated().map { axis, selection in
      switch selection {
      case .index(let index): index
      case .range(let range): range.index(axis == rowAxis ? row : column)
      }
    }
  }

  /// The row-major position of the element in a row and a column of the window.
  public func position(row: Int, column: Int) -> Int { shape.position(of: index(row: row, column: column)) }

  /// The row and the column that show the element at a row-major position; nil where the window does not show it.
  public func cell(of position: Int) -> (row: Int, column: Int)? {
    guard !isEmpty, position >= 0, position < shape.elementCount else { return nil }
    var cell = (row: 0, column: 0)
    for (axis, index) in shape.index(at: position).enumerated() {
      switch selections[axis] {
      case .index(let held): if held != index { return nil }
      case .range(let range):
        guard let number = range.number(of: index) else { return nil }
        if axis == rowAxis { cell.row = number } else { cell.column = number }
      }
    }
    return cell
  }

  /// The row-major positions of the elements shown, a row after the other.
  public var positions: [Int] {
    let strides = shape.strides
    guard !isEmpty else { return [] }
    let origin = position(row: 0, column: 0)
    let down = rowAxis.map { strides[$0] * (range($0)?.step ?? 1) } ?? 0
    let across = columnAxis.map { strides[$0] * (range($0)?.step ?? 1) } ?? 0
    return (0..<rows).flatMap { row in (0..<columns).map { origin + row * down + $0 * across } }
  }

  /// The elements shown, a row after the other: `rows × columns` numbers.
  ///
  /// - Precondition: the tensor has the window's shape.
  public func values(of tensor: Tensor) -> [Double] {
    precondition(tensor.shape == shape, "a window of \(shape) on a tensor of \(tensor.shape)")
    return positions.map { tensor.value(at: $0) }
  }
}

extension TensorWindow {
  /// What is visible where there is room for so much.
  public func fitted(to room: Room) -> TensorWindow {
    changed(rows: { $0.fitted(room.rows, size: $1) }, columns: { $0.fitted(room.columns, size: $1) })
  }

  /// Moved by rows and columns, and stopped at the edges of the tensor.
  public func scrolled(rows: Int = 0, columns: Int = 0, room: Room) -> TensorWindow {
    changed(
      rows: { $0.scrolled(by: rows, capacity: room.rows, size: $1) },
      columns: { $0.scrolled(by: columns, capacity: room.columns, size: $1) })
  }

  /// With the index that a dimension is held at moved, and stopped at its ends; the same where the dimension runs.
  public func stepped(axis: Int, by delta: Int) -> TensorWindow {
    guard selections.indices.contains(axis), case .index(let index) = selections[axis] else { return self }
    let (moved, overflow) = index.addingReportingOverflow(delta)
    let target = overflow ? (delta > 0 ? shape[axis] - 1 : 0) : moved
    var result = self
    result.selections[axis] = .index(max(0, min(target, shape[axis] - 1)))
    return result
  }

  /// The dimensions that are held at one index, in order.
  public var heldAxes: [Int] {
    selections.indices.filter { if case .index = selections[$0] { true } else { false } }
  }

  /// Moved so that the element at a row-major position is visible; the same where it already is.
  public func containing(position: Int, room: Room) -> TensorWindow {
    guard position >= 0, position < shape.elementCount else { return self }
    let index = shape.index(at: position)
    var result = changed(
      rows: { [rowAxis] in $0.showing(index[rowAxis ?? 0], capacity: room.rows, size: $1) },
      columns: { [columnAxis] in $0.showing(index[columnAxis ?? 0], capacity: room.columns, size: $1) })
    for axis in heldAxes { result.selections[axis] = .index(index[axis]) }
    return result
  }

  private func changed(
    rows: (AxisRange, Int) -> AxisRange, columns: (AxisRange, Int) -> AxisRange
  ) -> TensorWindow {
    var result = self
    if let axis = rowAxis, let range = range(axis) {
      result.selections[axis] = .range(rows(range, shape[axis]))
    }
    if let axis = columnAxis, let range = range(axis) {
      result.selections[axis] = .range(columns(range, shape[axis]))
    }
    return result
  }
}
