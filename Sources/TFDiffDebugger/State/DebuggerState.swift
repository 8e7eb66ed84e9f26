import TFDiffTensor

/// Everything the debugger knows, as a value: the screen and the reports are functions of it.
public struct DebuggerState: Sendable {
  public var target: TargetDescription
  public var phase: Phase
  public var tolerance: TolerancePolicy
  /// The differences that are known and accepted.
  public package(set) var waivers = Waivers.none
  /// What rounding makes of the reference, where that was measured.
  public package(set) var noise: RunNoise?
  public var breakpoints: [Breakpoint]
  /// In execution order; planned ones that have not been run are there too.
  public var endpoints: [EndpointRow]
  /// How many endpoints both sides have passed: `endpoints[position]` is the next to run.
  public var position: Int
  /// Whether the run is inside `endpoints[position]`, stepping its operations.
  public var isInside: Bool
  public var referenceSummary: RunSummary?
  public var candidateSummary: RunSummary?
  public var variables: SidePair<[VariableEvent]>
  /// Layers that have no partner and were not told, as far as the sources know of any.
  public var unpairedLayers: SidePair<[String]>
  /// Rows whose pair is a guess, each with the rows that are computed from it and bear it out or not.
  public var tentativePairs: [String: [String]]
  /// Those of them whose pair is no guess as long as both sides have the same shape there.
  public var certainPairs: Set<String>
  /// The paired variables that do not begin with the same bits, in the reference's order.
  public var initialValues: [InitialValueRow]
  public var randomOperations: SidePair<[RandomEvent]>
  public var log: [LogEntry]
  /// How remedies are asked for where the debugger runs.
  public var remedies = RemedyWords()
  /// What became of the command that was carried out last.
  public var reply: Reply
  /// The migration guide's steps as far as they have been judged; empty where they have not been asked for.
  public var ladder: [LadderRow]
  /// By number, what the candidate came to in training steps from its own state.
  public internal(set) var freeSteps: [Int: FreeStep] = [:]
  /// Why the runs part, as far as it has been asked for; empty where they do not.
  public package(set) var explanations: [Explanation] = []
  /// What each layer adds to the difference; nil where that has not been asked for.
  public package(set) var propagation: Propagation?
  /// What made a run fail, while the phase is ``Phase/failed(_:message:)`` or a later look at what was recorded.
  public var failure: RunFailure?
  /// Whether what is looked at is the pair of runs that a climb of the ladder stopped at.
  public var isLeftByLadder = false
  /// The id the next breakpoint gets; ids count from 1 and are not used twice.
  public var nextBreakpointID: Int

  public init(target: TargetDescription, tolerance: TolerancePolicy = .init(), breakpoints: [Breakpoint] = []) {
    self.target = target
    self.tolerance = tolerance
    self.breakpoints = breakpoints
    phase = .ready
    endpoints = []
    position = 0
    isInside = false
    variables = SidePair(reference: [], candidate: [])
    initialValues = []
    unpairedLayers = SidePair(reference: [], candidate: [])
    tentativePairs = [:]
    certainPairs = []
    randomOperations = SidePair(reference: [], candidate: [])
    log = []
    reply = .done
    ladder = []
    nextBreakpointID = (breakpoints.map(\.id).max() ?? 0) + 1
  }

  /// The earliest endpoint, in execution order, whose status is a kind of mismatch that no waiver accepts.
  public var firstDivergence: Int? {
    // The status alone first: a row whose other parts are asked for is copied, and there may be ten thousand.
    endpoints.indices.first { endpoints[$0].status.isDivergence && endpoints[$0].diverges }
  }
}

/// The words for what is being compared.
public struct TargetDescription: Sendable, Hashable {
  public var name: String
  public var mode: String?
  public var training: Bool
  public var seed: Int
  public var input: String
  public var runtimes: SidePair<String>
  public var checkpoint: CheckpointDescription?
  /// The end points that hold what the models are run for, whose first values are shown where nothing else is asked for.
  public var outputs: [String]
  /// Where the candidate's operation seed is set, each in the words of the command line.
  public var operationSeeds: [String]
  /// The part of the model that is compared; nil for the whole.
  public internal(set) var part: ModelPart?
  /// How many training steps are compared; 0 where it is a forward pass.
  public var steps = 0
  /// Whether both sides are recordings, of whose runs no more is known than what they say.
  public var isRecorded = false
  /// Whether experiments can be made that tell why the two sides part.
  public package(set) var canExplain = false
  /// The absolute paths of the files that a person writes it in, as far as they are known before a run.
  public var sources: [String] = []
  /// Why the candidate cannot be given the reference's values at its endpoints; nil where it can.
  public package(set) var resyncObstacle: String?

  /// How it is run: the words for mode, pass and seed; none where nothing is.
  public var settings: [String] {
    isRecorded ? [] : [mode, pass, "seed \(seed)"].compactMap(\.self)
  }

  /// The words for what is run.
  public var pass: String {
    switch steps {
    case 0: [training ? "training" : "inference", part?.description].compactMap(\.self).joined(separator: " ")
    case 1: "1 training step"
    default: "\(steps) training steps"
    }
  }

  /// Before its run is opened, a side is called what it is.
  public static let unopenedRuntimes = SidePair(
    reference: Side.reference.rawValue, candidate: Side.candidate.rawValue)

  public init(
    name: String, mode: String?, training: Bool, seed: Int, input: String,
    runtimes: SidePair<String> = unopenedRuntimes, checkpoint: CheckpointDescription? = nil, outputs: [String] = [],
    operationSeeds: [String] = []
  ) {
    self.name = name
    self.mode = mode
    self.training = training
    self.seed = seed
    self.input = input
    self.runtimes = runtimes
    self.checkpoint = checkpoint
    self.outputs = outputs
    self.operationSeeds = operationSeeds
  }
}

/// One thing a side.
public struct SidePair<Value> {
  public var reference: Value
  public var candidate: Value
  public init(reference: Value, candidate: Value) {
    self.reference = reference
    self.candidate = candidate
  }
  public subscript(side: Side) -> Value {
    get { side == .reference ? reference : candidate }
    // In place, since what a side has may be large: getting and setting would copy it for each change.
    _modify { if side == .reference { yield &reference } else { yield &candidate } }
  }
}
extension SidePair: Sendable where Value: Sendable {}
extension SidePair: Equatable where Value: Equatable {}
extension SidePair: Hashable where Value: Hashable {}

/// What the runs are doing.
public enum Phase: Sendable, Hashable {
  /// Nothing has been run.
  case ready
  /// A command is being carried out; the words say which part of it, such as `running Mixed_5b`.
  case running(String)
  case paused(StopReason)
  /// Both runs have ended.
  case finished
  /// A run failed; what was recorded before is still there.
  case failed(Side, message: String)

  /// Whether the runs have come to an end, good or bad.
  public var isOver: Bool {
    switch self {
    case .finished, .failed: true
    case .ready, .running, .paused: false
    }
  }
}

/// Why a run could not go on.
public struct RunFailure: Sendable, Hashable {
  public var side: Side
  public var message: String
  /// The endpoint it was on the way to, where that is known; nil also where the run did not even start.
  public var endpoint: String?
  /// Whether the error says nothing about the model: a run that could not be opened, a worker that died.
  public var isIncomparable: Bool
  /// Where an exception came from, innermost first, the user's frames before the libraries'; empty where that is not known.
  public var traceback: CallStack
  public init(
    side: Side, message: String, endpoint: String? = nil, isIncomparable: Bool, traceback: CallStack = .none
  ) {
    self.traceback = traceback
    self.side = side
    self.message = message
    self.endpoint = endpoint
    self.isIncomparable = isIncomparable
  }
}

/// Why a run stopped where it is.
public enum StopReason: Sendable, Hashable {
  case step
  case breakpoint(id: Int, at: String)
  case divergence(endpoint: String)
  /// The candidate created a variable that it should have reused.
  case creation(variable: String, call: Int)
  case reached(String)
  case cancelled
}

/// The tolerance in force, with exceptions for endpoints whose name matches a glob; the last match wins.
public struct TolerancePolicy: Sendable, Hashable {
  public struct Exception: Sendable, Hashable {
    public var glob: String
    public var tolerance: Tolerance
    public init(glob: String, tolerance: Tolerance) {
      self.glob = glob
      self.tolerance = tolerance
    }
  }
  public var standard: Tolerance
  public var exceptions: [Exception]
  /// Whether what rounding makes of the reference is measured and judges, wherever no exception does; ``standard`` is for where
  /// nothing was measured.
  public var isAutomatic: Bool
  /// What was measured; nil in what a person chooses, see ``DebuggerState/judging``.
  var noise: RunNoise?
  public init(standard: Tolerance = .standard, exceptions: [Exception] = [], isAutomatic: Bool = false) {
    self.standard = standard
    self.exceptions = exceptions
    self.isAutomatic = isAutomatic
  }
}

/// Where and why to stop.
public struct Breakpoint: Sendable, Hashable, Identifiable {
  public let id: Int
  public var condition: Condition
  public var isEnabled: Bool
  public var hits: Int
  /// Whether it is deleted as soon as it has stopped a run.
  public let isTemporary: Bool
  /// At how many of the next hits it does not stop.
  public internal(set) var ignored = 0
  /// Whether a run has been stopped by it.
  var hasStopped = false
  public init(
    id: Int, condition: Condition, isEnabled: Bool = true, hits: Int = 0, isTemporary: Bool = false
  ) {
    self.isTemporary = isTemporary
    self.id = id
    self.condition = condition
    self.isEnabled = isEnabled
    self.hits = hits
  }
}

/// A line for the Log pane.
public struct LogEntry: Sendable, Hashable {
  public var side: Side?
  public var text: String
  public init(side: Side?, text: String) {
    self.side = side
    self.text = text
  }
}
