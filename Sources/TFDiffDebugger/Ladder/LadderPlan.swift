/// What has to be run for each step of the guide.
public struct LadderPlan: Sendable {
  /// One pair of runs.
  public struct Run: Sendable {
    /// Steps that are judged by the same pair of runs name it alike, so that it is run once.
    public var key: String
    public var target: DebugTarget

    public init(key: String, target: DebugTarget) {
      self.key = key
      self.target = target
    }
  }
  public struct Entry: Sendable {
    public var step: LadderStep
    /// Judged in this order; empty where ``reasonToSkip`` says why.
    public var runs: [Run]
    public var reasonToSkip: String?

    public init(_ step: LadderStep, runs: [Run] = [], reasonToSkip: String? = nil) {
      self.step = step
      self.runs = runs
      self.reasonToSkip = reasonToSkip
    }
  }
  public var entries: [Entry]

  public init(entries: [Entry]) { self.entries = entries }

  public subscript(step: LadderStep) -> Entry? { entries.first { $0.step == step } }
}

extension LadderPlan.Run {
  /// The words for it: `inference` or `training`, and the mode.
  var words: String {
    [target.description.pass, target.description.mode].compactMap { $0 }.joined(
      separator: ", ")
  }
}
