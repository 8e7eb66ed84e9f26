import TFDiffTensor

/// Some of an endpoint's elements, read once: enough to tell whether another has the same.
///
/// Used by one thread.
final class ValueSample {
  /// How many elements are looked at.
  private static let count = 4096

  private let endpoint: RecordedEndpoint
  private var known: [[Int]: [Double]] = [:]

  init(_ endpoint: RecordedEndpoint) { self.endpoint = endpoint }

  /// The elements at places that are the same for all endpoints of as many, with the axes in another order; nil where the values
  /// were left out, or cannot be read, which is found out where they are compared.
  func values(_ order: [Int]? = nil) -> [Double]? {
    let order = order ?? Array(0..<endpoint.shape.rank)
    if let values = known[order] { return values }
    guard endpoint.shape.elementCount > 0, let tensor = try? endpoint.tensor() else { return nil }
    let shape = Shape(order.map { tensor.shape[$0] })
    let strides = order.map { tensor.shape.strides[$0] }
    let values = Self.places(in: tensor.elementCount).map { place in
      tensor.value(at: zip(shape.index(at: place), strides).reduce(0) { $0 + $1.0 * $1.1 })
    }
    tensor.letGo()
    known[order] = values
    return values
  }

  /// Positions all over a tensor, at steps that no axis has.
  private static func places(in elements: Int) -> [Int] {
    if elements <= count { return Array(0..<elements) }
    // The multiplier of Knuth's multiplicative hashing.
    return (0..<count).map { Int((UInt64($0) &* 2_654_435_761) % UInt64(elements)) }
  }
}
