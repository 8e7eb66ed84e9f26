import Foundation

/// How long the bar of an error is beside those of the others: errors are told apart by their decades, so it is logarithmic.
package struct ErrorScale: Sendable, Hashable {
  private let lowest: Double
  private let decades: Double

  /// - Parameter errors: of all rows, 0 and what is not finite among them.
  package init(_ errors: some Sequence<Double>) {
    var (smallest, greatest) = (Double.infinity, 0.0)
    for error in errors where error > 0 && error.isFinite {
      smallest = min(smallest, error)
      greatest = max(greatest, error)
    }
    guard greatest > 0 else {
      (lowest, decades) = (0, 1)
      return
    }
    // A decade below the smallest, so that it has a bar as well.
    lowest = log10(smallest) - 1
    decades = log10(greatest) - lowest
  }

  /// From 0, where nothing differs, to 1, where no other row differs by more.
  package func share(of error: Double) -> Double {
    if error == 0 { return 0 }
    guard error.isFinite else { return 1 }
    return min(max((log10(error) - lowest) / decades, 0), 1)
  }
}
