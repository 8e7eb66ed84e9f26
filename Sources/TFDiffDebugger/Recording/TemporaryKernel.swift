import Foundation
import TFDiffTensor

// Stands in until the kernel of TFDiffTensor has landed.
extension Comparison {
  init(of pair: TensorPair, tolerance: Tolerance, threads: Int = 1) {
    let (a, b) = (doubles(pair.reference), doubles(pair.candidate))
    var mismatched = 0, first: Int?, maxAbs = 0.0, at: Int?, maxRel = 0.0, relAt: Int?, rr = 0.0, ra = 0.0
    for i in a.indices {
      let (x, y) = (a[i], b[i])
      let same = x == y || (x.isNaN && y.isNaN)
      let d = same ? 0 : (x.isFinite && y.isFinite ? abs(x - y) : .infinity)
      if !tolerance.accepts(reference: x, candidate: y) { mismatched += 1; if first == nil { first = i } }
      if d > maxAbs { maxAbs = d; at = i }
      let rel = d == 0 ? 0 : d / abs(y)
      if rel > maxRel { maxRel = rel; relAt = i }
      ra = max(ra, d - tolerance.rtol * abs(y))
      if d > tolerance.atol { rr = max(rr, (d - tolerance.atol) / abs(y)) }
    }
    self.init(elements: a.count, mismatched: mismatched, firstMismatch: first, maxAbs: maxAbs, maxAbsPosition: at,
      maxRel: maxRel, maxRelPosition: relAt, requiredRtol: rr, requiredAtol: ra)
  }
}
extension Statistics {
  init(of tensor: Tensor, threads: Int = 1) {
    let a = doubles(tensor)
    let mean = a.reduce(0, +) / Double(a.count)
    let std = (a.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(a.count)).squareRoot()
    self.init(min: a.min() ?? .nan, max: a.max() ?? .nan, mean: mean, std: std,
      l2: a.reduce(0) { $0 + $1 * $1 }.squareRoot(), nan: a.count { $0.isNaN }, inf: a.count { $0.isInfinite })
  }
}
func doubles(_ t: Tensor) -> [Double] {
  switch t.dtype {
  case .float32: t.elements(of: Float.self).map(Double.init)
  case .float64: t.elements(of: Double.self)
  case .int32: t.elements(of: Int32.self).map(Double.init)
  case .int64: t.elements(of: Int64.self).map(Double.init)
  case .uint8: t.elements(of: UInt8.self).map(Double.init)
  case .bool: t.elements(of: Bool.self).map { $0 ? 1 : 0 }
  }
}

struct TensorPair { let reference: Tensor; let candidate: Tensor
  init(reference: Tensor, candidate: Tensor) throws(CancellationError) {
    guard reference.shape == candidate.shape, reference.dtype == candidate.dtype else { throw CancellationError() }
    self.reference = reference; self.candidate = candidate } }
extension Tensor { func value(at position: Int) -> Double { doubles(self)[position] } }
func formatShort(_ value: Double) -> String {
  if value == 0 { return "0" }
  return value.isFinite ? String(format: "%.1e", value) : NumberText.special(value)
}
enum TensorError: Error { case cannotWrite(path: String, reason: String) }
enum AtomicFile {
  static func write(_ text: String, to path: String) throws(TensorError) {
    do { try text.write(toFile: path, atomically: true, encoding: .utf8) } catch { throw .cannotWrite(path: path, reason: "\(error)") }
  }
}
