import TFDiffDebugger
import TFDiffTensor

/// A number that every recorded layer has, by the name that the reports give it.
package enum WatchedMeasure: String, Sendable, Hashable, CaseIterable {
  case maxAbs = "max_abs"
  case maxRel = "max_rel"
  case mismatched
  case relativeL2 = "relative_l2"
  case cosine
  case maxULP = "max_ulp"
  case min, max, mean, std, l2, nan, inf

  /// What it is of a layer: one number for the pair, or one a side.
  package enum Value: Sendable, Hashable {
    case ofPair(Double)
    case ofSides(reference: Double, candidate: Double)

    /// By which layers are told apart: the number, or how far the two sides' are apart.
    package var magnitude: Double {
      switch self {
      case .ofPair(let value): value
      case .ofSides(let reference, let candidate): reference == candidate ? 0 : Swift.abs(reference - candidate)
      }
    }

    /// The number, or those of both sides.
    package var numbers: [Double] {
      switch self {
      case .ofPair(let value): [value]
      case .ofSides(let reference, let candidate): [reference, candidate]
      }
    }
  }

  /// Nil where it is not known: the layer has not run on both sides, or they cannot be compared.
  package func value(of row: EndpointRow) -> Value? {
    switch self {
    case .maxAbs: row.comparison.map { .ofPair($0.maxAbs) }
    case .maxRel: row.comparison.map { .ofPair($0.maxRel) }
    case .mismatched: row.comparison.map { .ofPair(Double($0.mismatched)) }
    case .relativeL2: row.measures.map { .ofPair($0.relativeL2) }
    case .cosine: row.measures.map { .ofPair($0.cosine) }
    case .maxULP: row.measures?.greatestULP.map { .ofPair(Double($0)) }
    case .min: sides(row, \.min)
    case .max: sides(row, \.max)
    case .mean: sides(row, \.mean)
    case .std: sides(row, \.std)
    case .l2: sides(row, \.l2)
    case .nan: sides(row) { Double($0.nan) }
    case .inf: sides(row) { Double($0.inf) }
    }
  }

  private func sides(_ row: EndpointRow, _ number: (Statistics) -> Double) -> Value? {
    guard let reference = row.reference, let candidate = row.candidate else { return nil }
    return .ofSides(reference: number(reference.statistics), candidate: number(candidate.statistics))
  }

  /// Whether its numbers are counts.
  package var isCount: Bool { [.mismatched, .maxULP, .nan, .inf].contains(self) }
}
