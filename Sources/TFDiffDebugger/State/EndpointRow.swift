import TFDiffTensor

/// How the two sides of an endpoint, or of an operation, stand to each other; the raw values are the report's.
public enum Status: String, Sendable, Hashable, Codable {
  case match, mismatch
  case shapeMismatch = "shape-mismatch"
  case missingReference = "missing-reference"
  case missingCandidate = "missing-candidate"
  /// One side alone has an end point that nobody expected on both: it is not compared, and decides nothing.
  case referenceOnly = "reference-only"
  case candidateOnly = "candidate-only"
  /// Both sides have a value there that neither program names; all that is computed from the two agrees, so that they
  /// have nothing to do with each other. It is not compared, and decides nothing.
  case unpaired
  /// It lies outside the part of the model that is compared, and decides nothing.
  case outside = "not-compared"
  /// Rounding alone moves it so much that neither a pass nor a fail means anything. It decides nothing.
  case unjudged = "cannot-be-judged"
  case notRun = "not-run"

  public var isDivergence: Bool {
    switch self {
    case .mismatch, .shapeMismatch, .missingReference, .missingCandidate: true
    case .match, .referenceOnly, .candidateOnly, .unpaired, .outside, .unjudged, .notRun: false
    }
  }
}

extension Status {
  /// Whether what both sides have is held against each other.
  var isCompared: Bool { self != .unpaired && self != .outside }
}

/// One endpoint in both runs.
public struct EndpointRow: Sendable, Identifiable {
  public var name: String
  public var status: Status
  public var reference: Activation?
  public var candidate: Activation?
  /// Nil until both sides have run, and where shapes or element types differ.
  public var comparison: Comparison?
  /// How far the two are apart as wholes, which no tolerance changes; nil where ``comparison`` is.
  public var measures: ErrorMeasures?
  /// What rounding makes of it, where that was measured and judges.
  public internal(set) var noise: RoundingNoise?
  /// The operations between the endpoint before and this one, paired, where they were recorded.
  public var operations: [OperationRow]
  /// What its difference comes from, as far as its operations tell.
  public internal(set) var origin: OperationOrigin?
  /// Why those operations could not be recorded when they were asked for.
  public var insideError: String?
  /// Variables that the forward pass assigned on the way, paired by name.
  public var updates: [UpdateRow]
  /// How many elements there are for each that is compared; 1 where all are.
  public var spacing = 1
  /// Whether both sides are known beforehand to have it, so that one without it lacks something.
  public var isExpected = false
  /// What it is of a training step; nil in a forward pass.
  public var rung: Rung?
  /// As in ``EndpointEvent/before``, of the reference.
  public internal(set) var before: Tensor?
  /// Why it is not compared where a part of the model is; nil where it lies in that part.
  public internal(set) var outside: String?
  /// Of each side, which code of a training step made it.
  public var stacks = SidePair(reference: CallStack.none, candidate: .none)
  /// How many elements are not judged, as they follow from a gradient that is rounding noise on both sides.
  public var undetermined = 0
  /// Of a gradient whose values were given up, what others are judged by of them.
  var keptUndetermined: UndeterminedElements?
  /// The waiver that accepts how the two activations differ, see ``waived``.
  var accepted: Waiver?
  /// The Euclidean norm of the difference between a variable's values after a training step.
  public var distance: Double?

  public var id: String { name }

  public init(name: String) {
    self.name = name
    status = .notRun
    operations = []
    updates = []
  }
}

/// A tensor of one run.
public struct Activation: Sendable {
  public var shape: Shape
  public var dtype: DType
  public var statistics: Statistics
  /// Nil where the tensor was given up to stay within the memory budget.
  public var tensor: Tensor?
  public init(shape: Shape, dtype: DType, statistics: Statistics, tensor: Tensor?) {
    self.shape = shape
    self.dtype = dtype
    self.statistics = statistics
    self.tensor = tensor
  }
}

extension Activation {
  /// Whether a tensor that came to the same place is its own to the bit.
  func isIdentical(to other: Tensor) -> Bool { tensor?.isIdentical(to: other) == true }
}

/// One operation in both runs, or in one of them where the other has none to pair with it.
public struct OperationRow: Sendable {
  public var reference: OperationEvent?
  public var candidate: OperationEvent?
  public var status: Status
  public var comparison: Comparison?
  /// Whether the other side's rewrite folded this operation into a later one, so that there is nothing to compare.
  public var isFusedAway: Bool
  /// Which of a loop's iterations it is of; nil outside of loops.
  public var iteration: LoopIteration?
  public init(
    reference: OperationEvent?, candidate: OperationEvent?, status: Status, comparison: Comparison? = nil,
    isFusedAway: Bool = false, iteration: LoopIteration? = nil
  ) {
    self.iteration = iteration
    self.reference = reference
    self.candidate = candidate
    self.status = status
    self.comparison = comparison
    self.isFusedAway = isFusedAway
  }
}

/// A variable that the forward pass assigned.
public struct UpdateRow: Sendable {
  public var variable: String
  public var operation: String
  public var reference: Tensor?
  public var candidate: Tensor?
  public var status: Status
  public var comparison: Comparison?
  /// Of each side, which code made the operation that assigned.
  public var stacks = SidePair(reference: CallStack.none, candidate: .none)
  /// The waiver that accepts how the two values differ.
  var accepted: Waiver?
  /// Of each side, how much of its old value a moving average keeps, as ``UpdateEvent/decay``.
  public var decays = SidePair<Double?>(reference: nil, candidate: nil)
  public init(
    variable: String, operation: String, reference: Tensor?, candidate: Tensor?, status: Status,
    comparison: Comparison? = nil
  ) {
    self.variable = variable
    self.operation = operation
    self.reference = reference
    self.candidate = candidate
    self.status = status
    self.comparison = comparison
  }
}

extension EndpointRow {
  /// The activation of a side.
  public subscript(side: Side) -> Activation? {
    get { side == .reference ? reference : candidate }
    set { if side == .reference { reference = newValue } else { candidate = newValue } }
  }

  /// Whether both sides have reached it.
  public var isComplete: Bool { reference != nil && candidate != nil }
}

extension OperationRow {
  /// The operation of a side.
  public subscript(side: Side) -> OperationEvent? {
    get { side == .reference ? reference : candidate }
    set { if side == .reference { reference = newValue } else { candidate = newValue } }
  }

  /// The words for it: the reference's name, or where there is none the candidate's.
  public var name: String { reference?.name ?? candidate?.name ?? "" }
}

extension UpdateRow {
  /// The value a side assigned.
  public subscript(side: Side) -> Tensor? {
    get { side == .reference ? reference : candidate }
    set { if side == .reference { reference = newValue } else { candidate = newValue } }
  }
}
