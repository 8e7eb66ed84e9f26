import TFDiffTensor

/// The same arithmetic as the kernels in float64 and in plain loops: what their tests compare them with, and what judges which
/// of two sides is nearer.
///
/// The functions expect inputs that the operation's shape rule accepts.
enum ReferenceKernel {}

/// A float64 array of any shape that is read and written by index.
struct ReferenceArray {
  let shape: Shape
  var values: [Double]

  init(shape: Shape, repeating value: Double = 0) {
    self.shape = shape
    values = Array(repeating: value, count: shape.elementCount)
  }

  init(shape: Shape, values: [Double]) {
    self.shape = shape
    self.values = values
  }

  /// Reads a tensor of any element type; a `bool` counts as 0 or 1.
  init(_ tensor: Tensor) {
    shape = tensor.shape
    values =
      switch tensor.dtype {
      case .float32: tensor.elements(of: Float.self).map(Double.init)
      case .float64: tensor.elements(of: Double.self)
      case .int32: tensor.elements(of: Int32.self).map(Double.init)
      case .int64: tensor.elements(of: Int64.self).map(Double.init)
      case .uint8: tensor.elements(of: UInt8.self).map(Double.init)
      case .bool: tensor.elements(of: Bool.self).map { $0 ? 1 : 0 }
      }
  }

  var tensor: Tensor { Tensor(values, shape: shape) }

  /// All indices in row-major order.
  var indices: RowMajorIndices { RowMajorIndices(of: shape) }

  subscript(index: [Int]) -> Double {
    get { values[shape.position(of: index)] }
    set { values[shape.position(of: index)] = newValue }
  }

  /// The array repeated to a shape that it broadcasts to.
  func repeated(to output: Shape) -> ReferenceArray {
    if shape == output { return self }
    let lead = output.rank - shape.rank
    var result = ReferenceArray(shape: output)
    for (position, index) in result.indices.enumerated() {
      var own = 0
      for (axis, size) in shape.dimensions.enumerated() {
        own = own * size + (size == 1 ? 0 : index[lead + axis])
      }
      result.values[position] = values[own]
    }
    return result
  }

  /// An element of a matrix.
  subscript(row: Int, column: Int) -> Double { values[row * shape[1] + column] }

  /// An element of an array of rank 4.
  subscript(a: Int, b: Int, c: Int, d: Int) -> Double {
    values[((a * shape[1] + b) * shape[2] + c) * shape[3] + d]
  }

  /// An array whose elements are sums of products of two others', computed line by line on all processors.
  ///
  /// - Parameters:
  ///   - lines: how many equal parts it has in memory.
  ///   - add: adds to such a part, which is zero.
  static func sums(
    _ a: ReferenceArray, _ b: ReferenceArray, shape: Shape, lines: Int,
    _ add: (
      _ line: Int, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ sums: UnsafeMutablePointer<Double>
    ) -> Void
  ) -> ReferenceArray {
    let values = [Double](unsafeUninitializedCapacity: shape.elementCount) { buffer, count in
      buffer.initialize(repeating: 0)
      count = shape.elementCount
      guard let sums = buffer.baseAddress, count > 0 else { return }
      a.values.withUnsafeBufferPointer { a in
        b.values.withUnsafeBufferPointer { b in
          guard let a = a.baseAddress, let b = b.baseAddress else { return }
          Parallel.forEachRange(of: lines, grain: 1, threads: Processors.count) { range in
            for line in range { add(line, a, b, sums + line * (count / lines)) }
          }
        }
      }
    }
    return ReferenceArray(shape: shape, values: values)
  }

  /// A matrix with its rows for columns.
  var transposed: ReferenceArray {
    let (rows, columns) = (shape[0], shape[1])
    return ReferenceArray(
      shape: [columns, rows], values: (0..<columns).flatMap { column in (0..<rows).map { self[$0, column] } })
  }

  func map(_ body: (Double) throws -> Double) rethrows -> ReferenceArray {
    ReferenceArray(shape: shape, values: try values.map(body))
  }
}
