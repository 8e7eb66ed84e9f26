/// Where a person is in a list, and which row is at the top of its window.
package struct ListCursor: Sendable, Hashable {
  package var index = 0
  package var offset = 0

  package init(index: Int = 0, offset: Int = 0) {
    self.index = index
    self.offset = offset
  }

  package mutating func move(by rows: Int, count: Int) {
    index = min(max(index + rows, 0), max(count - 1, 0))
  }

  /// Brings the cursor into the list and the window to the cursor.
  package mutating func reveal(count: Int, height: Int) {
    move(by: 0, count: count)
    let height = max(height, 1)
    if index < offset { offset = index }
    if index >= offset + height { offset = index - height + 1 }
    offset = min(max(offset, 0), max(count - height, 0))
  }

  /// The rows of the window.
  package func visible(count: Int, height: Int) -> Range<Int> {
    let start = min(max(offset, 0), count)
    return start..<min(start + max(height, 0), count)
  }
}
