import Foundation
import TFDiffDebugger
import TFDiffTensor

/// Which shade a cell of the heat map has: what is within the tolerance has the first, and the others go from the least to the
/// greatest that is not, so that a fault of the whole layer has its structure too.
package struct HeatScale: Sendable, Hashable {
  private static let steps = 3
  /// From this ratio on shades are steps of the logarithm.
  private static let wide = 30.0

  private let floor: Double
  /// The least and the greatest value above the tolerance, both the greatest where they are written alike; nil where there
  /// is none.
  package let range: ClosedRange<Double>?

  package init(_ map: HeatMap, _ reduction: HeatMapReduction, tolerance: Tolerance) {
    switch map.reduction {
    case .greatest, .mean: floor = tolerance.atol
    case .share: floor = 0
    }
    let above = map.cells.filter { [floor] in $0 > floor && $0.isFinite }
    guard let least = above.min(), let greatest = above.max() else {
      range = nil
      return
    }
    // A fault that is even but for rounding has no structure to be shown.
    let isEven = Self.words(least, reduction) == Self.words(greatest, reduction)
    range = isEven ? greatest...greatest : least...greatest
  }

  /// 0 no difference, 1 within the tolerance, 2 to 4 from the least to the greatest of the rest.
  package func level(_ value: Double) -> Int {
    if value == 0 { return 0 }
    if value <= floor { return 1 }
    guard let range, value.isFinite, range.lowerBound < range.upperBound else { return 4 }
    let isWide = range.lowerBound > 0 && range.upperBound / range.lowerBound > Self.wide
    let share =
      isWide
      ? log(value / range.lowerBound) / log(range.upperBound / range.lowerBound)
      : (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    return min(2 + max(Int(share * Double(Self.steps)), 0), 4)
  }

  /// A value as the legend has it.
  package static func words(_ value: Double, _ reduction: HeatMapReduction) -> String {
    reduction == .share ? NumberText.percent(value) : formatShort(value)
  }
}
