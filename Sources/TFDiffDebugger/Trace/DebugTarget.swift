/// What is compared with what: the words for it, and its two sides.
public struct DebugTarget: Sendable {
  public var description: TargetDescription
  public var sides: SidePair<TargetSide>
  /// The migration guide's steps for this target; nil where it has none.
  public var ladder: (@Sendable () -> LadderPlan)?
  /// The same target with the candidate's operation seed set at one more place, which the words name; `none` takes
  /// back all of them. Nil where there is no such seed.
  public var seeding: (@Sendable (String) throws -> DebugTarget)?
  /// Readies what executes single operations for experiments; nil where nothing can.
  public var calculator: (@Sendable () throws -> any OperationCalculator)?
  /// The forward pass of a training step as far as its loss, which explains what differs there; nil where there is none.
  public var lossPass: (@Sendable () -> DebugTarget)?
  /// The target with one change each, which may show why its sides part.
  public var variants: [TargetVariant] = []
  /// The same target with the files that it is made of read anew; nil where it is made of none.
  public var renewed: (@Sendable () throws -> DebugTarget)?
  /// Finds out which switches that numbers depend on are another on the two sides, without a run; nil where there are none.
  public var switches: (@Sendable () throws -> [NumericSwitch])?

  public init(
    _ description: TargetDescription, sides: SidePair<TargetSide>, ladder: (@Sendable () -> LadderPlan)? = nil,
    seeding: (@Sendable (String) throws -> DebugTarget)? = nil,
    calculator: (@Sendable () throws -> any OperationCalculator)? = nil
  ) {
    self.calculator = calculator
    self.description = description
    self.sides = sides
    self.ladder = ladder
    self.seeding = seeding
  }

  public var name: String { description.name }

  /// The end points that either side says beforehand it will reach, in the reference's order; those of the candidate alone
  /// come last.
  public var plannedEndpoints: [String] {
    let known = Set(sides.reference.plannedEndpoints)
    return sides.reference.plannedEndpoints + sides.candidate.plannedEndpoints.filter { !known.contains($0) }
  }

  /// Readies what a further run would wait for, without waiting; called while a person looks at a run that is held.
  func anticipate() {
    for side in Side.allCases { sides[side].anticipate?() }
  }
}

/// A checkpoint as the words for it: where it is, and what it holds.
public struct CheckpointDescription: Sendable, Hashable {
  public var path: String
  /// The words for its kind: `name-based` or `object-based`.
  public var style: String
  /// The names of what can be restored from it.
  public var variables: [String]

  public init(path: String, style: String, variables: [String]) {
    self.path = path
    self.style = style
    self.variables = variables
  }
}
