import TFDiffDebugger

/// A kind of target: which arguments name one, and, made from such arguments, what is compared.
///
/// The debugger and the command line know targets by this alone, so that a kind is one file and one line in a
/// ``TargetCatalog``.
public protocol TargetProvider: Sendable {
  /// The words for the kind: `a built-in model`.
  static var kind: String { get }

  /// Whether these arguments name a target of this kind.
  static func claims(_ arguments: TargetArguments) -> Bool

  /// Whether what it is made of are other kinds of target, so that the arguments that go with those alone are its to judge.
  static var isComposed: Bool { get }

  /// Why another kind of target cannot take arguments that it claims, where some go with this kind alone; else nil.
  ///
  /// - Parameter kind: the words for the other.
  static func refusal(of arguments: TargetArguments, for kind: String) -> String?

  /// The same arguments with what they leave to the environment said in words, so that they mean the same in another one.
  static func spelledOut(_ arguments: TargetArguments) -> TargetArguments

  /// - Throws: what is wrong with the arguments, naming the option and the remedy.
  init(_ arguments: TargetArguments) throws

  /// The words for what is compared.
  var description: TargetDescription { get }

  /// One side by itself, to be paired with that of another kind of target.
  func side(_ side: Side) -> TargetSide

  /// Both sides, which may share what their runs find out.
  func sides() -> SidePair<TargetSide>

  /// The migration guide's steps; nil where there are none.
  var ladder: (@Sendable () -> LadderPlan)? { get }

  /// The same with the candidate's operation seed set at one more place, as ``DebugTarget/seeding`` has it.
  var seeding: (@Sendable (String) throws -> Self)? { get }

  /// The same with the files that it is made of read anew, as ``DebugTarget/renewed`` has it.
  var renewing: (@Sendable () throws -> Self)? { get }

  /// Readies what executes single operations for experiments; nil where nothing can.
  var calculator: (@Sendable () throws -> any OperationCalculator)? { get }

  /// The forward pass of a training step as far as its loss, as a target of its own; nil where no steps are compared, or
  /// their operations cannot be told.
  var lossPass: Self? { get }

  /// The target with one change each, which may show why its sides part.
  var variants: [TargetVariant] { get }

  /// Which switches that numbers depend on are another on the two sides, as ``DebugTarget/switches`` has it.
  var switches: (@Sendable () throws -> [NumericSwitch])? { get }

  /// The ways of running the target that a triage compares.
  ///
  /// - Throws: ``TargetError/noTriage(kind:)`` where there are none.
  func triage() throws -> [TriageExecution]

  /// What can be known of both sides before any run.
  ///
  /// - Throws: ``TargetError/noPreflight(kind:)`` where nothing can; else why a side cannot be asked.
  func preflight() throws -> Preflight
}

extension TargetProvider {
  public static var isComposed: Bool { false }

  public static func refusal(of arguments: TargetArguments, for kind: String) -> String? { nil }

  public static func spelledOut(_ arguments: TargetArguments) -> TargetArguments { arguments }

  public func sides() -> SidePair<TargetSide> {
    SidePair(reference: side(.reference), candidate: side(.candidate))
  }

  public var ladder: (@Sendable () -> LadderPlan)? { nil }

  public var seeding: (@Sendable (String) throws -> Self)? { nil }

  public var renewing: (@Sendable () throws -> Self)? { nil }

  public var calculator: (@Sendable () throws -> any OperationCalculator)? { nil }

  public var lossPass: Self? { nil }

  public var variants: [TargetVariant] { [] }

  public var switches: (@Sendable () throws -> [NumericSwitch])? { nil }

  public func triage() throws -> [TriageExecution] { throw TargetError.noTriage(kind: Self.kind) }

  public func preflight() throws -> Preflight { throw TargetError.noPreflight(kind: Self.kind) }

  /// Its ladder is climbed with the files as they are then.
  public func target() -> DebugTarget {
    guard let renewing, let ladder else { return target(ladder: ladder) }
    return target(ladder: { (try? renewing())?.ladder?() ?? ladder() })
  }

  /// - Parameter ladder: the steps of the whole target, also where this is what one of them runs.
  func target(ladder: (@Sendable () -> LadderPlan)?) -> DebugTarget {
    let seeding = seeding.map { seeded in
      { @Sendable (words: String) in try seeded(words).target(ladder: ladder) }
    }
    var target = DebugTarget(
      description, sides: sides(), ladder: ladder, seeding: seeding, calculator: calculator)
    (target.variants, target.switches) = (variants, switches)
    if let renewing { target.renewed = { try renewing().target(ladder: ladder) } }
    if let pass = lossPass { target.lossPass = { pass.target(ladder: nil) } }
    return target
  }
}
