import TFDiffTensor
import Testing

/// Protects: the panes show what the slice says, scroll within the tensor, and go to any element.
@Suite struct WindowTests {
  typealias Room = TensorWindow.Room

  /// Each element is its own position.
  static func counting(_ shape: Shape) -> Tensor {
    Tensor((0..<shape.elementCount).map { Int32($0) }, shape: shape)
  }

  /// NumPy 1.23: `x = np.arange(n).reshape(shape)`, `eval('x' + slice).ravel()`.
  @Test(
    arguments: [
      ("[1, :, 2]", [2, 3, 4], [14, 18, 22]), ("[:, 1:3]", [3, 4], [1, 2, 5, 6, 9, 10]),
      ("[::-1, ::2]", [3, 4], [8, 10, 4, 6, 0, 2]), ("[-1, ..., 1]", [2, 3, 4], [13, 17, 21]),
      ("[5:, :]", [3, 4], []), ("[:-5:-2]", [6], [5, 3]), ("[100:1:-3]", [12], [11, 8, 5, 2]),
      ("[-100:2]", [6], [0, 1]), ("[2]", [3, 2], [4, 5]), ("[]", [2, 2], [0, 1, 2, 3]), ("[...]", [], [0]),
      ("[1, 2]", [2, 3], [5]), ("[0:9:999999999999]", [6], [0]),
    ] as [(String, [Int], [Double])])
  func valuesAreNumPys(text: String, dimensions: [Int], expected: [Double]) throws {
    let shape = Shape(dimensions)
    let window = try TensorWindow(TensorSlice(text), of: shape)
    #expect(window.values(of: Self.counting(shape)) == expected)
    #expect(window.rows * window.columns == expected.count)
    for row in 0..<window.rows {
      for column in 0..<window.columns {
        let position = window.position(row: row, column: column)
        #expect(Double(position) == expected[row * window.columns + column])
        #expect(window.cell(of: position).map { [$0.row, $0.column] } == [row, column])
      }
    }
  }

  @Test func showsTheScreenOfTheDesign() throws {
    let shape: Shape = [1, 35, 35, 320]
    let window = try TensorWindow(TensorSlice("[0, 17]"), of: shape)
    let room = Room(rows: 12, columns: 6)
    #expect(window.fitted(to: room).description == "[0, 17, 0:12, 0:6]")
    #expect(window.heldAxes == [0, 1] && window.rowAxis == 2 && window.columnAxis == 3)
    let moved = window.scrolled(rows: 3, columns: 2, room: room)
    #expect(moved.fitted(to: room).description == "[0, 17, 3:15, 2:8]")
    #expect(moved.stepped(axis: 1, by: 5).fitted(to: room).description == "[0, 22, 3:15, 2:8]")
    let larger = Room(rows: 20, columns: 6)
    #expect(moved.fitted(to: larger).description == "[0, 17, 3:23, 2:8]", "a larger screen shows more")
  }

  @Test func outerRangesAreHeldAtTheirStart() throws {
    let window = try TensorWindow(of: [4, 5, 6, 7])
    #expect(window.description == "[0, 0, 0:6, 0:7]")
    #expect(try TensorWindow(TensorSlice("[2:, 1]"), of: [4, 5, 6, 7]).description == "[2, 1, 0:6, 0:7]")
  }

  @Test func stopsAtTheEdges() throws {
    let room = Room(rows: 3, columns: 4)
    let window = try TensorWindow(of: [10, 6])
    for (rows, columns, expected) in [
      (Int.max, Int.max, "[7:10, 2:6]"), (Int.min, Int.min, "[0:3, 0:4]"), (8, 0, "[7:10, 0:4]"),
      (0, -1, "[0:3, 0:4]"), (2, 1, "[2:5, 1:5]"),
    ] {
      let moved = window.scrolled(rows: rows, columns: columns, room: room)
      #expect(moved.fitted(to: room).description == expected)
    }
    let end = window.scrolled(rows: .max, room: room).scrolled(rows: .max, room: room)
    #expect(end.fitted(to: room).description == "[7:10, 0:4]")
    #expect(end.fitted(to: Room(rows: 8, columns: 4)).description == "[2:10, 0:4]", "no room is left empty")
    let held = try TensorWindow(TensorSlice("[3]"), of: [10, 6])
    #expect(held.stepped(axis: 0, by: .max).description == "[9, 0:6]")
    #expect(held.stepped(axis: 0, by: .min).description == "[0, 0:6]")
    #expect(held.stepped(axis: 1, by: 1) == held && held.stepped(axis: 9, by: 1) == held)
  }

  @Test func aSliceLimitsHowMuchIsShownAndScrollsAsOne() throws {
    let window = try TensorWindow(TensorSlice("[2:5, 9:1:-2]"), of: [10, 12])
    let room = Room(rows: 8, columns: 8)
    #expect(window.fitted(to: room).description == "[2:5, 9:2:-2]")
    #expect(window.scrolled(rows: 1, columns: 1, room: room).fitted(to: room).description == "[3:6, 7:0:-2]")
    #expect(
      window.scrolled(rows: 9, columns: -9, room: room).fitted(to: room).description == "[7:10, 11:4:-2]")
    #expect(window.scrolled(columns: 9, room: room).fitted(to: room).description == "[2:5, 7:0:-2]")
  }

  @Test(arguments: ["[...]", "[0, ::2, ::-3]", "[1, 2:5, 3:5]", "[0, :, 1]", "[0, 1, 2]", "[:, 3:0:-1, 4]"])
  func everyElementCanBeShown(text: String) throws {
    let shape: Shape = [2, 9, 11]
    for room in [Room(rows: 1, columns: 1), Room(rows: 3, columns: 4), Room(rows: 50, columns: 50)] {
      var window = try TensorWindow(TensorSlice(text), of: shape)
      for position in Array(0..<shape.elementCount) + (0..<shape.elementCount).reversed() {
        window = window.containing(position: position, room: room)
        let visible = window.fitted(to: room)
        #expect(visible.cell(of: position) != nil, "\(position) in \(visible) from \(text), \(room)")
        #expect(visible.positions.contains(position))
        let again = window.containing(position: position, room: room)
        #expect(again.fitted(to: room) == visible, "an element in view moves nothing")
      }
    }
  }

  @Test func anElementInViewMovesNothing() throws {
    let room = Room(rows: 4, columns: 4)
    let window = try TensorWindow(of: [20, 20]).scrolled(rows: 5, columns: 5, room: room)
    #expect(window.containing(position: 5 * 20 + 8, room: room).fitted(to: room) == window.fitted(to: room))
  }

  @Test func emptyTensorsAndRoomsShowNothing() throws {
    for shape in [[0], [0, 3], [3, 0], [0, 2, 2]] as [Shape] {
      let window = try TensorWindow(of: shape)
      let room = Room(rows: 5, columns: 5)
      let moved = window.scrolled(rows: 1, columns: 1, room: room).containing(position: 0, room: room)
      #expect(moved.isEmpty && moved.positions.isEmpty && moved.cell(of: 0) == nil)
      #expect(moved.fitted(to: room).values(of: Tensor([Float](), shape: shape)).isEmpty)
    }
    let none = try TensorWindow(of: [3, 3]).fitted(to: Room(rows: 0, columns: -2))
    #expect(none.positions.isEmpty)
  }
}
