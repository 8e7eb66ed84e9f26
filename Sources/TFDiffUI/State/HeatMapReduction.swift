import TFDiffTensor

/// What a cell of the heat map is.
package enum HeatMapReduction: String, Sendable, Hashable, CaseIterable {
  case greatest = "max"
  case mean
  case share

  package var next: HeatMapReduction {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }

  /// In a sentence.
  var words: String {
    switch self {
    case .greatest: "the greatest difference"
    case .mean: "the mean difference"
    case .share: "the share of mismatches"
    }
  }

  func reduction(under tolerance: Tolerance) -> HeatMap.Reduction {
    switch self {
    case .greatest: .greatest
    case .mean: .mean
    case .share: .share(tolerance)
    }
  }
}
