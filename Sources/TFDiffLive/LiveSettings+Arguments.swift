import TFDiffTargets
import TFDiffDebugger
import TFDiffTensor

extension LiveSettings {
  /// - Throws: ``LiveError``, ``TargetError`` or `TensorError`, naming the option and the remedy.
  public init(_ arguments: TargetArguments) throws {
    let python = arguments.python
    try Self.refuseContradictions(arguments)
    let candidate = try arguments.candidateKind()
    let given =
      arguments.input == ModelInput.ones ? nil : try ModelInput.load(arguments.input, memory: arguments.runMemory())
    self.init(
      program: try LiveProgram(
        file: arguments.target.isEmpty ? nil : arguments.target, tf1: python.tf1, tf2: python.tf2,
        folder: arguments.folder),
      interpreters: try python.interpreters(standard: Self.standardInterpreter(arguments)),
      mode: try arguments.weightMode(),
      training: arguments.training, seed: arguments.seed, input: given,
      inputName: given == nil ? "inputs()" : arguments.input, candidate: candidate,
      checkpoint: try arguments.openCheckpoint(), copiesWeights: python.copiesWeights,
      rewrites: LiveRewrites(disabled: arguments.disabledRewrites),
      map: try python.map.map { try LiveMap(file: $0, in: arguments.folder) } ?? .none,
      // Both sides' at once, and what is read of them.
      tensorLimit: try arguments.memoryBudgetBytes() / 4)
    steps = arguments.steps.count
    if let path = python.mapToWrite {
      if let obstacle = AtomicFile.obstacle(at: path) { throw LiveError.unwritableMap(path, obstacle) }
      writesMap = { try AtomicFile.write(Array($0.utf8), to: path) }
    }
  }

  private static func refuseContradictions(_ arguments: TargetArguments) throws(LiveError) {
    guard arguments.python.copiesWeights else { return }
    if case .fixedWeights = try? arguments.weightMode() {
      throw .contradiction("--copy-weights", "--mode fixed-weights sets every variable to one value")
    }
    if arguments.checkpoint != nil {
      throw .contradiction("--copy-weights", "--checkpoint gives both sides their values")
    }
  }
}

extension LiveSettings {
  /// The interpreter that the environment gives a side which runs on this host; nil where it gives none.
  private static func standardInterpreter(_ arguments: TargetArguments) -> String? {
    InterpreterSearch(environment: arguments.environment, folder: arguments.folder).standard()?.path
  }

  public static func spelledOut(_ arguments: TargetArguments) -> TargetArguments {
    var arguments = arguments
    let standard = standardInterpreter(arguments)
    let left = Side.allCases.filter { arguments.python.leavesInterpreter(of: $0) }
    if left.count == Side.allCases.count {
      arguments.python.python = standard
    } else if left == [.reference] {
      arguments.python.tf1Python = standard
    } else if left == [.candidate] {
      arguments.python.tf2Python = standard
    }
    return arguments
  }
}

extension PythonArguments {
  /// Whether a side's interpreter is the one that the environment gives. That of another host is looked up there.
  fileprivate func leavesInterpreter(of side: Side) -> Bool {
    let (own, launch) = side == .reference ? (tf1Python, tf1Launch) : (tf2Python, tf2Launch)
    return own == nil && python == nil && (launch ?? "").allSatisfy(\.isWhitespace)
  }

  /// - Parameter standard: the interpreter that the environment gives.
  /// - Throws: ``LiveError/malformedLaunch(option:_:)``.
  fileprivate func interpreters(standard: String?) throws(LiveError) -> SidePair<LiveSettings.Interpreter> {
    SidePair(
      reference: try interpreter(.reference, tf1Python, launch: tf1Launch, option: "tf1-launch", standard),
      candidate: try interpreter(.candidate, tf2Python, launch: tf2Launch, option: "tf2-launch", standard))
  }

  private func interpreter(
    _ side: Side, _ own: String?, launch: String?, option: String, _ standard: String?
  ) throws(LiveError) -> LiveSettings.Interpreter {
    let words = try LiveSettings.Interpreter.launchWords(launch ?? "", option: option)
    let local = leavesInterpreter(of: side) ? standard : nil
    return LiveSettings.Interpreter(python: own ?? python ?? local ?? "python3", launch: words)
  }
}
