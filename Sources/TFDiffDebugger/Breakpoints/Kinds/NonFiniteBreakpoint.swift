extension BreakpointKind {
  /// Stops where a value is NaN or infinite.
  public static let nonFinite = BreakpointKind(
    name: "nonfinite", spellings: ["nonfinite", "non-finite", "nan", "inf", "has_inf_or_nan"], names: nil,
    summary: "a NaN or infinity", words: { _ in "any NaN or infinity" }, reason: .breakpoint,
    test: .passed(holdsWayOut: false) { subject, _ in subject.hasNonFinite() })
}

extension Breakpoint.Condition {
  public static var nonFinite: Self { Self(.nonFinite) }
}
