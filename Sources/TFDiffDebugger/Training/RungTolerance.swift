import TFDiffTensor

/// How far a rung of a training step may be off: relative to its own greatest element, since a gradient's size says nothing of
/// how many numbers of which size it was summed from.
///
/// The migration guide: "higher numerical tolerance may be needed" for gradients and optimizers than for a forward pass.
public enum RungTolerance {
  public static let forwardRate = 1e-5
  public static let backwardRate = 1e-4
  /// A gradient that small beside the greatest of the step is what rounding leaves of a sum whose true value may be zero, as
  /// that of a bias before a batch normalization is.
  static let noiseRate = 1e-6
  /// Two steps of float32: what adding an update to a variable may round away on each side.
  static let rounding = 2.4e-7

  public static let formula = "|reference − candidate| ≤ R·max|reference|"

  /// - Parameters:
  ///   - greatest: the greatest absolute value of the reference's elements.
  ///   - standard: the tolerance of forward passes; where it is not the default, its rtol is the rate of all rungs, and its
  ///     atol is allowed besides.
  static func tolerance(of rung: Rung, greatest: Double, standard: Tolerance) -> Tolerance {
    let isDefault = standard == .standard
    let rate = isDefault ? (rung.kind.isBackward ? backwardRate : forwardRate) : standard.rtol
    let besides = isDefault ? 0 : standard.atol
    return Tolerance(
      rtol: rung.kind == .variable ? rounding : 0, atol: besides + rate * size(of: rung, greatest: greatest))
  }

  /// What a rung's error is relative to: its own greatest element, but of a variable the greatest of its update, and of a
  /// gradient no less than what noise would be within its rate of.
  static func size(of rung: Rung, greatest: Double) -> Double {
    switch rung.kind {
    case .variable: rung.scale ?? greatest
    case .endpointGradient, .gradient, .appliedGradient: max(greatest, (rung.scale ?? 0) * noiseRate / backwardRate)
    case .batch, .initialSlot, .endpoint, .loss, .learningRate, .slot: greatest
    }
  }
}

extension TolerancePolicy {
  /// The formula in force and its numbers.
  ///
  /// - Parameter steps: how many training steps are compared; 0 where it is a forward pass.
  public func words(steps: Int) -> String {
    if isAutomatic { return "\(Self.automatic): \(steps == 0 ? Self.automaticFormula : Self.automaticRungFormula)" }
    let numbers = "rtol \(NumberText.exact(standard.rtol)) atol \(NumberText.exact(standard.atol))"
    if steps == 0 { return "\(Tolerance.formula), \(numbers)" }
    if standard != .standard { return "\(RungTolerance.formula), R and what is allowed besides \(numbers)" }
    return "\(RungTolerance.formula), R \(NumberText.exact(RungTolerance.forwardRate)) in the forward pass, "
      + "\(NumberText.exact(RungTolerance.backwardRate)) from the gradients on"
  }

  /// The tolerance that a row is held to; a rung's exceptions know it by its name in every step, and by that in its own.
  public func tolerance(for row: EndpointRow) -> Tolerance {
    guard let rung = row.rung else { return tolerance(for: row.name) }
    return tolerance(for: rung, named: row.name) { (row.reference ?? row.candidate)?.statistics.greatest ?? 0 }
  }

  /// The same for what a reference has told.
  func tolerance(for event: EndpointEvent) -> Tolerance {
    guard let rung = event.rung else { return tolerance(for: event.name) }
    return tolerance(for: rung, named: event.name) { event.value.greatestMagnitude }
  }

  private func tolerance(for rung: Rung, named name: String, greatest: () -> Double) -> Tolerance {
    if let exception = exception(for: [name, rung.name]) { return exception.tolerance }
    let usual = RungTolerance.tolerance(of: rung, greatest: greatest(), standard: standard)
    // An input moved in its last place says nothing of sums that are added up in another order, which the usual tolerance allows for.
    guard let measured = measuredTolerance(for: [name]) else { return usual }
    return Tolerance(rtol: usual.rtol, atol: max(usual.atol, measured.atol))
  }
}
