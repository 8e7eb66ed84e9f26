/// `|reference − candidate|` laid out over two dimensions: each cell is the greatest over all other dimensions, and
/// over the source rows and columns that fell together because there was no room for all of them.
public struct HeatMap: Sendable, Hashable {
  /// What becomes of the many elements that fall into one cell.
  public enum Reduction: Sendable, Hashable {
    /// Their greatest difference.
    case greatest
    /// The mean of their differences.
    case mean
    /// How many of them are out of tolerance, as a share from 0 to 1.
    case share(Tolerance)
  }

  public let reduction: Reduction
  /// The dimensions laid out as rows and columns; nil where the tensors have too few.
  public let rowAxis: Int?
  public let columnAxis: Int?
  /// How many source rows and columns there are.
  public let sourceRows: Int
  public let sourceColumns: Int
  public let rows: Int
  public let columns: Int
  /// What the reduction makes of each cell, a row after the other.
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
  public init(
    of pair: TensorPair, rows: Int, columns: Int, reduction: Reduction = .greatest,
    threads: Int = Parallel.processorCount
  ) {
    let axes = Self.standardAxes(of: pair.shape)
    self.init(pair, axes, rows, columns, reduction, threads)
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
    self.init(pair, (rowAxis, columnAxis), rows, columns, .greatest, threads)
  }

  private init(
    _ pair: TensorPair, _ axes: (row: Int?, column: Int?), _ rows: Int, _ columns: Int, _ reduction: Reduction,
    _ threads: Int
  ) {
    self.reduction = reduction
    rowAxis = axes.row
    columnAxis = axes.column
    sourceRows = axes.row.map { pair.shape[$0] } ?? 1
    sourceColumns = axes.column.map { pair.shape[$0] } ?? 1
    self.rows = min(max(rows, 1), sourceRows)
    self.columns = min(max(columns, 1), sourceColumns)
    let layout = HeatMapLayout(
      shape: pair.shape, axes: axes, cells: (self.rows, self.columns))
    let empty = HeatMapCells(count: self.rows * self.columns, reduction: reduction)
    let parts = Parallel.fold(count: pair.elementCount, threads: threads, from: empty) { cells, range in
      pair.forEachBlock(in: range) { reference, candidate, block in
        cells.add(reference, candidate, block, layout)
        return true
      }
    }
    let all = parts.reduce(into: empty) { $0.merge($1) }
    cells = all.reduced
    positions = all.positions
  }
}

/// The cells while they are being filled.
private struct HeatMapCells: Sendable {
  private(set) var greatest: [Double]
  private(set) var positions: [Int?]
  private let reduction: HeatMap.Reduction
  /// Of reductions other than the greatest: what is added up in each cell, and over how many elements.
  private var sums: [Double] = []
  private var numbers: [Int] = []

  init(count: Int, reduction: HeatMap.Reduction) {
    self.reduction = reduction
    greatest = Array(repeating: 0, count: count)
    positions = Array(repeating: nil, count: count)
    if reduction == .greatest { return }
    sums = Array(repeating: 0, count: count)
    numbers = Array(repeating: 0, count: count)
  }

  /// What each cell comes to.
  var reduced: [Double] {
    reduction == .greatest ? greatest : zip(sums, numbers).map { $1 == 0 ? 0 : $0 / Double($1) }
  }

  /// What an element adds to its cell.
  private func addend(_ reference: Double, _ candidate: Double) -> Double {
    switch reduction {
    case .greatest: 0
    case .mean: absoluteDifference(reference, candidate)
    case .share(let tolerance): tolerance.accepts(reference: reference, candidate: candidate) ? 0 : 1
    }
  }

  /// Adds up a block; the arrays begin with the element at its first position.
  private mutating func sum(
    _ reference: UnsafePointer<Double>, _ candidate: UnsafePointer<Double>, _ block: Range<Int>,
    _ layout: HeatMapLayout
  ) {
    var runs = layout.runs(in: block)
    while let (run, cell) = runs.next() {
      var total = 0.0
      for element in run.lowerBound - block.lowerBound..<run.upperBound - block.lowerBound {
        total += addend(reference[element], candidate[element])
      }
      sums[cell] += total
      numbers[cell] += run.count
    }
  }

  /// Takes in a block; the arrays begin with the element at its first position.
  mutating func add(
    _ reference: UnsafePointer<Double>, _ candidate: UnsafePointer<Double>, _ block: Range<Int>,
    _ layout: HeatMapLayout
  ) {
    if reduction != .greatest { sum(reference, candidate, block, layout) }
    var runs = layout.runs(in: block)
    greatest.withUnsafeMutableBufferPointer { greatest in
      while let (run, cell) = runs.next() {
        var highest = greatest[cell]
        for element in run.lowerBound - block.lowerBound..<run.upperBound - block.lowerBound {
          let (x, y) = (reference[element], candidate[element])
          var difference = (x - y).magnitude
          if difference <= highest { continue }
          if !difference.isFinite { difference = absoluteDifference(x, y) }
          if difference > highest {
            highest = difference
            positions[cell] = block.lowerBound + element
          }
        }
        greatest[cell] = highest
      }
    }
  }

  mutating func merge(_ other: HeatMapCells) {
    for cell in sums.indices {
      sums[cell] += other.sums[cell]
      numbers[cell] += other.numbers[cell]
    }
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
/// The two laid out dimensions cut a shape into five: `[before, outer, between, inner, after]`. An index of
/// `before`, `outer` and `between` picks a line of `inner × after` elements; neighbours in a line that fall into one
/// cell make a run.
private struct HeatMapLayout: Sendable {
  private let outer: Axis
  private let between: Int
  private let inner: Axis
  private let after: Int

  /// One of the two laid out dimensions.
  struct Axis: Sendable {
    let size: Int
    let cells: Int
    /// What one cell further along it adds to a cell's number.
    let unit: Int

    /// The cell whose sources, as ``HeatMap/source(of:cells:sources:)`` gives them, include this one.
    func cell(of source: Int) -> Int { ((source + 1) * cells - 1) / size }
  }

  init(shape: Shape, axes: (row: Int?, column: Int?), cells: (rows: Int, columns: Int)) {
    let rows = Axis(size: axes.row.map { shape[$0] } ?? 1, cells: cells.rows, unit: cells.columns)
    let columns = Axis(size: axes.column.map { shape[$0] } ?? 1, cells: cells.columns, unit: 1)
    let isRowOuter = (axes.row ?? -1) < (axes.column ?? 0)
    (outer, inner) = isRowOuter ? (rows, columns) : (columns, rows)
    let outerAxis = isRowOuter ? axes.row : axes.column
    let innerEnd = (isRowOuter ? axes.column : axes.row).map { $0 + 1 } ?? 0
    after = shape.dimensions[innerEnd...].reduce(1, *)
    between = outerAxis.map { shape.dimensions[($0 + 1)..<(innerEnd - 1)].reduce(1, *) } ?? 1
  }

  /// The runs, or the parts of them, that lie inside a range of positions.
  func runs(in range: Range<Int>) -> Runs { Runs(self, range) }

  struct Runs {
    private let layout: HeatMapLayout
    private let range: Range<Int>
    private var position: Int
    /// Where the line begins, and the cell of its outer index.
    private var line = 0
    private var outerCell = 0
    private var innerCell: Int

    init(_ layout: HeatMapLayout, _ range: Range<Int>) {
      self.layout = layout
      self.range = range
      position = range.lowerBound
      innerCell = layout.inner.cell(of: position / layout.after % layout.inner.size)
      enterLine()
    }

    /// The positions of the next run, and its cell.
    mutating func next() -> (Range<Int>, cell: Int)? {
      guard position < range.upperBound else { return nil }
      let sources = HeatMap.source(of: innerCell, cells: layout.inner.cells, sources: layout.inner.size)
      let run = position..<min(line + sources.upperBound * layout.after, range.upperBound)
      let cell = outerCell + innerCell * layout.inner.unit
      position = run.upperBound
      innerCell += 1
      if innerCell == layout.inner.cells {
        innerCell = 0
        enterLine()
      }
      return (run, cell)
    }

    private mutating func enterLine() {
      let length = layout.inner.size * layout.after
      line = position / length * length
      let index = position / length / layout.between % layout.outer.size
      outerCell = layout.outer.cell(of: index) * layout.outer.unit
    }
  }
}
