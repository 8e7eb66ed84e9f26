/// What decides over numbers besides the two programs, and is another on the two sides: a variable of the environment, a setting of
/// TensorFlow's.
public struct NumericSwitch: Sendable {
  public var name: String
  public var values: SidePair<String>
  /// The target with the candidate's as the reference has it; nil where that cannot be run.
  public var variant: TargetVariant?
  /// Why that says nothing, where it does not.
  public var obstacle: String?

  public init(_ name: String, _ values: SidePair<String>, variant: TargetVariant? = nil, obstacle: String? = nil) {
    self.name = name
    self.values = values
    self.variant = variant
    self.obstacle = obstacle
  }

  /// A sentence without its full stop.
  var words: String {
    "\(name) is \(values.reference) in the reference and \(values.candidate) in the candidate"
      + (obstacle.map { ": \($0)" } ?? "")
  }
}
