/// The size of each dimension of a tensor; a scalar has none.
public struct Shape: Sendable, Hashable, ExpressibleByArrayLiteral, CustomStringConvertible {
  public let dimensions: [Int]

  public init(_ dimensions: [Int]) { self.dimensions = dimensions }
  public init(arrayLiteral elements: Int...) { self.init(elements) }

  public static let scalar = Shape([])

  public var rank: Int { dimensions.count }
  /// The greatest integer for a shape that says it has more: shapes come from files and workers, and none must trap.
  public var elementCount: Int { dimensions.contains(0) ? 0 : dimensions.reduce(1, Self.product) }

  private static func product(_ first: Int, _ second: Int) -> Int {
    let (product, overflow) = first.multipliedReportingOverflow(by: second)
    return overflow ? .max : product
  }

  /// The sizes that are not 1: what is left of two shapes of which one is a view of the other that only adds or drops such.
  public var withoutOnes: [Int] { dimensions.filter { $0 != 1 } }

  /// Whether a tensor of one shape may be a view of one of the other that only adds or drops sizes of 1, or joins or splits axes
  /// before the last: the rows are the same, in the same order.
  public func holdsRows(of other: Shape) -> Bool {
    let (own, others) = (withoutOnes, other.withoutOnes)
    return own == others || elementCount == other.elementCount && own.last == others.last
  }

  /// Counts from the end where negative, as Python does.
  public subscript(axis: Int) -> Int { dimensions[axis < 0 ? axis + rank : axis] }

  /// Elements between neighbours along each dimension, in row-major order.
  public var strides: [Int] {
    var strides = [Int](repeating: 1, count: rank)
    for axis in stride(from: rank - 2, through: 0, by: -1) {
      strides[axis] = Self.product(strides[axis + 1], dimensions[axis + 1])
    }
    return strides
  }

  /// The index, one number a dimension, of the element at a row-major position.
  public func index(at position: Int) -> [Int] {
    var rest = position
    return strides.map { stride in
      let step = max(stride, 1)
      defer { rest %= step }
      return rest / step
    }
  }

  /// The row-major position of the element at an index of one number a dimension.
  public func position(of index: [Int]) -> Int {
    // Without the strides: an array for each element would cost more than all else of a loop over them.
    zip(index, dimensions).reduce(0) { $0 &* $1.1 &+ $1.0 }
  }

  /// As NumPy writes it in a list: `[1, 35, 35, 320]`.
  public var description: String { "[" + dimensions.map(String.init).joined(separator: ", ") + "]" }
}
