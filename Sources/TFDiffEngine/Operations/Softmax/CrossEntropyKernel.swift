import TFDiffTensor

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// One file, so that the loops are specialized in builds that compile files apart.

/// The cross-entropy of one row of logits, and its gradient, rounded where TensorFlow rounds: the sum of a row that is told
/// with certainty is hardly more than one, and most of its loss is what float32 makes of that.
struct CrossEntropy {
  var loss: Float
  var gradient: [Float]

  init(_ logits: UnsafeBufferPointer<Float>, label: Int) {
    let (shifted, sum) = Self.exponentials(logits)
    loss = Self.logarithm(sum) - shifted[label]
    gradient = shifted.map { Self.exponential($0) / sum }
    gradient[label] -= 1
  }

  init(_ logits: UnsafeBufferPointer<Float>, labels: UnsafeBufferPointer<Float>) {
    let (shifted, sum) = Self.exponentials(logits)
    let logSum = Self.logarithm(sum)
    loss = Float(zip(shifted, labels).reduce(0.0) { $0 + Double($1.1 * (logSum - $1.0)) })
    gradient = zip(shifted, labels).map { Self.exponential($0) / sum - $1 }
  }

  static func logSoftmax(_ logits: UnsafeBufferPointer<Float>) -> [Float] {
    let (shifted, sum) = exponentials(logits)
    let logSum = logarithm(sum)
    return shifted.map { $0 - logSum }
  }

  /// The logits less the largest, so that no exponential overflows, and the sum of their exponentials.
  private static func exponentials(_ logits: UnsafeBufferPointer<Float>) -> ([Float], Float) {
    var largest = -Float.infinity
    for value in logits where value > largest { largest = value }
    let shifted = logits.map { $0 - largest }
    return (shifted, Float(shifted.reduce(0) { $0 + exp(Double($1)) }))
  }

  // Rounded once: the C library's functions of float32 may be off by more.
  private static func exponential(_ x: Float) -> Float { Float(exp(Double(x))) }
  private static func logarithm(_ x: Float) -> Float { Float(log(Double(x))) }

  static func rows<Row>(
    _ x: Tensor, classes: Int, _ body: (_ row: Int, UnsafeBufferPointer<Float>) -> Row
  ) -> [Row] {
    x.withElements(of: Float.self) { x in
      (0..<x.count / max(classes, 1)).map { row in
        body(row, UnsafeBufferPointer(rebasing: x[row * classes..<(row + 1) * classes]))
      }
    }
  }

  static func outputs(_ rows: [CrossEntropy], shape: Shape) -> [Tensor] {
    [Tensor(rows.map(\.loss)), Tensor(rows.flatMap(\.gradient), shape: shape)]
  }
}
