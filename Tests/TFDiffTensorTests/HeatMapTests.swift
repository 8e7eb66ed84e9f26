import TFDiffTensor
import Testing

/// Protects: the heat map shows the greatest difference of each region, and leads to it.
@Suite struct HeatMapTests {
  @Test(
    arguments: [
      [], [7], [5, 9], [3, 5, 9], [2, 11, 13, 3], [2, 2, 4, 6, 5], [1, 300, 1], [2, 3000], [3000, 2], [0, 4],
      [4, 0, 2, 2],
    ] as [Shape])
  func agreesWithAPlainLoop(shape: Shape) throws {
    let tensors = try Self.random(shape)
    var axes: [(Int?, Int?)] = [HeatMap.standardAxes(of: shape)].map { ($0.row, $0.column) }
    for row in 0..<shape.rank {
      for column in 0..<shape.rank where row != column { axes.append((row, column)) }
    }
    for (number, (row, column)) in axes.enumerated() {
      for (rows, columns) in [(1, 1), (2, 3), (4, 4), (1000, 1000)] {
        for threads in [1, 3] {
          let map: HeatMap
          if number == 0 {
            map = HeatMap(of: tensors, rows: rows, columns: columns, threads: threads)
          } else if let row, let column {
            map = try HeatMap(
              of: tensors, rowAxis: row, columnAxis: column, rows: rows, columns: columns, threads: threads)
          } else {
            continue
          }
          #expect(map.rowAxis == row && map.columnAxis == column)
          Self.check(map, tensors, rows: rows, columns: columns)
        }
      }
    }
  }

  /// Enough elements for several threads, with ties: the first position wins.
  @Test func tiesGoToTheFirstPosition() throws {
    let tensors = try pair(
      [Float](repeating: 1, count: 300_000), [Float](repeating: 3, count: 300_000), shape: [1, 500, 600, 1])
    for threads in [1, 2, 7] {
      let map = HeatMap(of: tensors, rows: 2, columns: 2, threads: threads)
      #expect(map.cells == [2, 2, 2, 2])
      #expect((0..<4).map { map.position(row: $0 / 2, column: $0 % 2) } == [0, 300, 150_000, 150_300])
    }
  }

  /// The mean of a cell and its share of mismatches are those of a plain loop, on any number of threads.
  @Test(arguments: [[7], [3, 5, 9], [2, 11, 13, 3], [1, 300, 200]] as [Shape])
  func otherReductionsAgreeWithAPlainLoop(shape: Shape) throws {
    let tensors = try Self.random(shape)
    let tolerance = Tolerance(rtol: 0.1, atol: 0.2)
    for threads in [1, 3] {
      let mean = HeatMap(of: tensors, rows: 3, columns: 4, reduction: .mean, threads: threads)
      let share = HeatMap(of: tensors, rows: 3, columns: 4, reduction: .share(tolerance), threads: threads)
      for row in 0..<mean.rows {
        for column in 0..<mean.columns {
          let inside = (0..<shape.elementCount).filter { position in
            let index = shape.index(at: position)
            return mean.sourceRows(of: row).contains(mean.rowAxis.map { index[$0] } ?? 0)
              && mean.sourceColumns(of: column).contains(mean.columnAxis.map { index[$0] } ?? 0)
          }
          let sum = inside.reduce(0) { $0 + tensors.difference(at: $1) }
          let over = inside.count { tensors.isMismatch(at: $0, tolerance: tolerance) }
          let expected = sum / Double(inside.count)
          #expect(mean[row, column] == expected || abs(mean[row, column] - expected) < 1e-12 * expected)
          #expect(share[row, column] == Double(over) / Double(inside.count))
        }
      }
    }
  }

  @Test func standardAxesAreHeightAndWidth() {
    let axes = [[], [4], [4, 5], [3, 4, 5], [1, 4, 5, 2], [1, 2, 4, 5, 2]].map { (dimensions: [Int]) in
      let axes = HeatMap.standardAxes(of: Shape(dimensions))
      return [axes.row, axes.column]
    }
    #expect(axes == [[nil, nil], [nil, 0], [0, 1], [1, 2], [1, 2], [2, 3]])
  }

  @Test func axesMustBeTwoOfTheShape() throws {
    let tensors = try Self.random([2, 3])
    for (row, column) in [(0, 0), (0, 2), (-1, 0)] {
      #expect(throws: TensorError.badAxes(row: row, column: column, shape: [2, 3])) {
        try HeatMap(of: tensors, rowAxis: row, columnAxis: column, rows: 1, columns: 1)
      }
    }
  }

  private static func random(_ shape: Shape) throws -> TensorPair {
    var random = SplitMix64(seed: 9)
    let reference = (0..<shape.elementCount).map { _ in Float.random(in: -1...1, using: &random) }
    var candidate = reference.map {
      Bool.random(using: &random) ? $0 : Float.random(in: -1...1, using: &random)
    }
    if candidate.count > 20 { candidate[20] = .nan }
    return try pair(reference, candidate, shape: shape)
  }

  private static func check(_ map: HeatMap, _ tensors: TensorPair, rows: Int, columns: Int) {
    let shape = tensors.shape
    #expect(map.sourceRows == (map.rowAxis.map { shape[$0] } ?? 1))
    #expect(map.rows == min(rows, map.sourceRows) && map.columns == min(columns, map.sourceColumns))
    #expect((0..<map.rows).flatMap { Array(map.sourceRows(of: $0)) } == Array(0..<map.sourceRows))
    #expect((0..<map.columns).flatMap { Array(map.sourceColumns(of: $0)) } == Array(0..<map.sourceColumns))
    var greatest = [Double](repeating: 0, count: map.rows * map.columns)
    var positions = [Int?](repeating: nil, count: map.rows * map.columns)
    for position in 0..<shape.elementCount {
      let index = shape.index(at: position)
      let row = (0..<map.rows).first { map.sourceRows(of: $0).contains(map.rowAxis.map { index[$0] } ?? 0) }
      let column = (0..<map.columns).first {
        map.sourceColumns(of: $0).contains(map.columnAxis.map { index[$0] } ?? 0)
      }
      guard let row, let column else { continue }
      let cell = row * map.columns + column
      if tensors.difference(at: position) > greatest[cell] {
        greatest[cell] = tensors.difference(at: position)
        positions[cell] = position
      }
    }
    #expect(
      map.cells == greatest, "\(shape), axes \(String(describing: map.rowAxis)), \(map.rows)×\(map.columns)")
    #expect(
      positions == (0..<map.cells.count).map { map.position(row: $0 / map.columns, column: $0 % map.columns) }
    )
  }
}
