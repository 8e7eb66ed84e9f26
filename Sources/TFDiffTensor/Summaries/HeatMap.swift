/// `|reference − candidate|` laid out over two dimensions: each cell is the greatest over all other dimensions, and
/// over the source rows and columns that fell together because there was no room for all of them.
public struct HeatMap: Sendable, Hashable {
  /// The dimensions laid out as rows and columns; nil where the tensors have too few.
  public let rowAxis: Int?
  public let columnAxis: Int?
  /// How many source rows and columns there are.
  public let sourceRows: Int
  public let sourceColumns: Int
  public let rows: Int
  public let columns: Int
  /// The greatest difference of each cell, a row after the other.
  public let cells: [Double]
  /// The first element of each cell that differs most; nil where none differs.
  private let positions: [Int?]

  public subscript(row: Int, column: Int) -> Double { cells[row * columns + column] }

  /// The row-major position of the element that a cell's value comes from; nil where nothing differs in it.
  public func position(row: Int, column: Int) -> Int? { positions[row * columns + column] }

  /// The greatest of all cells; zero where there are none.
  public var maximum: Double { cells.max() ?? 0 }

  public func sourceRows(of row: Int) -> Range<Int> { Self.source(of: row, cells: rows, sources: sourceRows) }

  public func sourceColumns(of column: Int) -> Range<Int> {
    Self.source(of: column, cells: columns, sources: sourceColumns)
  }

  fileprivate static func source(of cell: Int, cells: Int, sources: Int) -> Range<Int> {
    cell * sources / cells..<(cell + 1) * sources / cells
  }

  /// The dimensions shown where none are asked for: height × width of `[…, height, width, channels]` from rank 4 on,
  /// the last two of rank 3 and 2, one row of rank 1, a single cell of a scalar.
  public static func standardAxes(of shape: Shape) -> (row: Int?, column: Int?) {
    switch shape.rank {
    case 0: (nil, nil)
    case 1: (nil, 0)
    case 2, 3: (shape.rank - 2, shape.rank - 1)
    default: (shape.rank - 3, shape.rank - 2)
    }
  }

  /// Lays out the standard dimensions over at most so many rows and columns (at least 1 each).
  public init(of pair: TensorPair, rows: Int, columns: Int, threads: Int = Parallel.processorCount) {
    let axes = Self.standardAxes(of: pair.shape)
    self.init(pair, axes, rows, columns, threads)
  }

  /// Lays out two dimensions of choice.
  ///
  /// - Throws: ``TensorError/badAxes(row:column:shape:)``.
  public init(
    of pair: TensorPair, rowAxis: Int, columnAxis: Int, rows: Int, columns: Int,
    threads: Int = Parallel.processorCount
  ) throws(TensorError) {
    let valid = 0..<pair.shape.rank
    guard rowAxis != columnAxis, valid.contains(rowAxis), valid.contains(columnAxis) else {
      throw .badAxes(row: rowAxis, column: columnAxis, shape: pair.shape)
    }
    self.init(pair, (rowAxis, columnAxis), rows, columns, threads)
  }

  private init(
    _ pair: TensorPair, _ axes: (row: Int?, column: Int?), _ rows: Int, _ columns: Int, _ threads: Int
  ) {
    rowAxis = axes.row
    columnAxis = axes.column
    sourceRows = axes.row.map { pair.shape[$0] } ?? 1
    sourceColumns = axes.column.map { pair.shape[$0] } ?? 1
    self.rows = min(max(rows, 1), sourceRows)
    self.columns = min(max(columns, 1), sourceColumns)
    let layout = HeatMapLayout(
      shape: pair.shape, axes: axes, cells: (self.rows, self.columns))
    let empty = HeatMapCells(count: self.rows * self.columns)
    let parts = Parallel.fold(count: pair.elementCount, threads: threads, from: empty) { cells, range in
      pair.forEachBlock(in: range) { reference, candidate, block in
        layout.forEachRun(in: block) { run, cell in
          cells.add(reference, candidate, run, to: cell, origin: block.lowerBound)
        }
        return true
      }
    }
    let all = parts.reduce(into: empty) { $0.merge($1) }
    cells = all.greatest
    positions = all.positions
  }
}

/// The cells while they are being filled.
private struct HeatMapCells: Sendable {
  private(set) var greatest: [Double]
  private(set) var positions: [Int?]

  init(count: Int) {
    greatest = Array(repeating: 0, count: count)
    positions = Array(repeating: nil, count: count)
  }

  /// Takes in the elements at the positions of `run`; the arrays begin with the one at `origin`.
  mutating func add(
    _ reference: UnsafePointer<Double>, _ candidate: UnsafePointer<Double>, _ run: Range<Int>, to cell: Int,
    origin: Int
  ) {
    var highest = greatest[cell]
    for position in run {
      let (x, y) = (reference[position - origin], candidate[position - origin])
      var difference = (x - y).magnitude
      if difference <= highest { continue }
      if !difference.isFinite { difference = absoluteDifference(x, y) }
      if difference > highest {
        highest = difference
        positions[cell] = position
      }
    }
    greatest[cell] = highest
  }

  mutating func merge(_ other: HeatMapCells) {
    for cell in greatest.indices {
      guard let position = other.positions[cell] else { continue }
      let isHigher = other.greatest[cell] > greatest[cell]
      let isEarlier = other.greatest[cell] == greatest[cell] && position < (positions[cell] ?? .max)
      if isHigher || isEarlier {
        greatest[cell] = other.greatest[cell]
        positions[cell] = position
      }
    }
  }
}

/// Which cell each element falls into.
///
/// The two laid out dimensions cut a shape into five: `[before, outer, between, inner, after]`; all elements of
/// `after` fall into one cell, a run.
private struct HeatMapLayout: Sendable {
  private let between: Int
  private let after: Int
  /// What an index of the outer and of the inner dimension adds to the cell's number.
  private let outerOffsets: [Int]
  private let innerOffsets: [Int]

  init(shape: Shape, axes: (row: Int?, column: Int?), cells: (rows: Int, columns: Int)) {
    let rows = Self.offsets(shape, axes.row, cells: cells.rows, unit: cells.columns)
    let columns = Self.offsets(shape, axes.column, cells: cells.columns, unit: 1)
    let isRowOuter = (axes.row ?? -1) < (axes.column ?? 0)
    (outerOffsets, innerOffsets) = isRowOuter ? (rows, columns) : (columns, rows)
    let outer = isRowOuter ? axes.row : axes.column
    let inner = isRowOuter ? axes.column : axes.row
    let innerEnd = inner.map { $0 + 1 } ?? 0
    after = shape.dimensions[innerEnd...].reduce(1, *)
    between = outer.map { shape.dimensions[($0 + 1)..<(innerEnd - 1)].reduce(1, *) } ?? 1
  }

  private static func offsets(_ shape: Shape, _ axis: Int?, cells: Int, unit: Int) -> [Int] {
    guard let axis else { return [0] }
    var offsets: [Int] = []
    for cell in 0..<cells {
      let sources = HeatMap.source(of: cell, cells: cells, sources: shape[axis])
      offsets += repeatElement(cell * unit, count: sources.count)
    }
    return offsets
  }

  /// Calls `body` with the positions of each run, or the part of it inside `range`, and its cell.
  func forEachRun(in range: Range<Int>, _ body: (Range<Int>, Int) -> Void) {
    var position = range.lowerBound
    let run = position / after
    var inner = run % innerOffsets.count
    var step = run / innerOffsets.count % between
    var outer = run / innerOffsets.count / between % outerOffsets.count
    var end = (run + 1) * after
    while position < range.upperBound {
      body(position..<min(end, range.upperBound), outerOffsets[outer] + innerOffsets[inner])
      position = end
      end += after
      inner += 1
      guard inner == innerOffsets.count else { continue }
      inner = 0
      step += 1
      guard step == between else { continue }
      step = 0
      outer = outer + 1 == outerOffsets.count ? 0 : outer + 1
    }
  }
}
