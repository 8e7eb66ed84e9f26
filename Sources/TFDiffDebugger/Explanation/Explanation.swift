import TFDiffTensor

/// Why two runs part: where the difference is born, of what kind it is, and what caused it, as an experiment has shown.
public struct Explanation: Sendable, Hashable {
  /// Where a difference is born.
  public struct Origin: Sendable, Hashable {
    public var endpoint: String?
    /// The operation, by the reference's name where it has one.
    public var operation: String?
    /// Of a training step.
    public var rung: String?
    /// The variable that begins with, or is given, another value.
    public var variable: String?

    public init(endpoint: String? = nil, operation: String? = nil, rung: String? = nil, variable: String? = nil) {
      self.endpoint = endpoint
      self.operation = operation
      self.rung = rung
      self.variable = variable
    }
  }

  public var origin: Origin
  /// What the error looks like.
  public var kind: ErrorKind
  /// What caused it; nil where no experiment closed the gap.
  public var cause: Cause?
  /// One sentence for people.
  public var sentence: String
  /// What speaks for it, and what was ruled out, a sentence each.
  public var evidence: [String]
  public var experiment: Experiment?
  /// What to do.
  public var remedy: String?
  /// Of each side, which code it is.
  public var stacks: SidePair<CallStack>

  public init(
    origin: Origin, kind: ErrorKind, cause: Cause? = nil, sentence: String, evidence: [String] = [],
    experiment: Experiment? = nil, remedy: String? = nil,
    stacks: SidePair<CallStack> = SidePair(reference: .none, candidate: .none)
  ) {
    self.origin = origin
    self.kind = kind
    self.cause = cause
    self.sentence = sentence
    self.evidence = evidence
    self.experiment = experiment
    self.remedy = remedy
    self.stacks = stacks
  }
}

/// A recomputation the reference's way: how far the two sides were apart, and how far they are with it.
public struct Experiment: Sendable, Hashable {
  /// What was recomputed, in words.
  public var words: String
  /// The greatest absolute difference as it is.
  public var before: Double
  /// The greatest absolute difference after the one change.
  public var after: Double
  /// What rounding alone may make of the same computation.
  public var noise: Double

  public init(_ words: String, before: Double, after: Double, noise: Double) {
    self.words = words
    self.before = before
    self.after = after
    self.noise = noise
  }

  /// Whether what is left is rounding, and there was more before.
  public var closesTheGap: Bool { after <= noise && before > noise }
}

/// What an error looks like; the raw values are the report's.
public enum ErrorKind: String, Sendable, Hashable, Codable, CaseIterable {
  case constantFactor = "constant-factor"
  case constantOffset = "constant-offset"
  case perChannel = "per-channel"
  /// At the borders of the picture only.
  case border
  /// The same numbers in another order.
  case permutation
  /// The axes are in another order.
  case transposition
  /// The same picture a part of a pixel, or some pixels, further.
  case shift
  /// A few elements only.
  case outliers
  case nonFinite = "non-finite"
  /// Some examples of the batch, and others not at all.
  case partOfBatch = "part-of-batch"
  case randomNumbers = "random-numbers"
  case shape
  /// One side has no value there.
  case missing
  case otherFormula = "other-formula"
  /// Where no more can be said of it.
  case unknown
}
