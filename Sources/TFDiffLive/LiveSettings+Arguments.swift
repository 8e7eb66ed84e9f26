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
      interpreters: try python.interpreters(environment: arguments.environment), mode: try arguments.weightMode(),
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

extension PythonArguments {
  /// - Throws: ``LiveError/malformedLaunch(option:_:)``.
  fileprivate func interpreters(
    environment: [String: String]
  ) throws(LiveError) -> SidePair<LiveSettings.Interpreter> {
    SidePair(
      reference: try interpreter(tf1Python, launch: tf1Launch, option: "tf1-launch", environment),
      candidate: try interpreter(tf2Python, launch: tf2Launch, option: "tf2-launch", environment))
  }

  private func interpreter(
    _ own: String?, launch: String?, option: String, _ environment: [String: String]
  ) throws(LiveError) -> LiveSettings.Interpreter {
    let words = try LiveSettings.Interpreter.launchWords(launch ?? "", option: option)
    // The active virtual environment is this host's.
    let local = words.isEmpty ? environment["VIRTUAL_ENV"].map { $0 + "/bin/python" } : nil
    return LiveSettings.Interpreter(python: own ?? python ?? local ?? "python3", launch: words)
  }
}
