import ArgumentParser
import Foundation
import TFDiffDebugger
import TFDiffSources
import TFDiffTensor

/// Where and what of the user's own Python is run.
struct LiveOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The TF1 code: a function that builds the forward pass from inputs, instead of the file's tf1_model.",
      valueName: "MODULE:FUNCTION"))
  var tf1: String?

  @Option(
    help: ArgumentHelp(
      "The TF2 code: a class or function that returns a layer or model, instead of the file's tf2_model.",
      valueName: "MODULE:CLASS"))
  var tf2: String?

  @Option(
    help: ArgumentHelp(
      "The interpreter of both sides (default: the active virtual environment's, then python3).", valueName: "PATH"))
  var python: String?

  @Option(name: .customLong("tf1-python"), help: ArgumentHelp("The reference's interpreter.", valueName: "PATH"))
  var tf1Python: String?

  @Option(name: .customLong("tf2-python"), help: ArgumentHelp("The candidate's interpreter.", valueName: "PATH"))
  var tf2Python: String?

  @Option(
    name: .customLong("tf1-launch"),
    help: ArgumentHelp(
      "Words to put before the reference's interpreter, so that it runs elsewhere.", valueName: "\"ssh HOST\""))
  var tf1Launch: String?

  @Option(
    name: .customLong("tf2-launch"), help: ArgumentHelp("The same for the candidate.", valueName: "\"ssh HOST\""))
  var tf2Launch: String?

  @Option(
    help: ArgumentHelp(
      "A TOML file whose tables [layers], [variables] and [cells] pair the reference's names with the candidate's.",
      valueName: "FILE"))
  var map: String?

  @Option(
    name: .customLong("write-map"),
    help: ArgumentHelp(
      "Write every pair that is found, of layers and variables, as a map to edit and give back.", valueName: "FILE"))
  var mapToWrite: String?

  @Flag(
    name: .customLong("copy-weights"),
    help: "Give the candidate's variables the values of the reference's that they are paired with.")
  var copiesWeights = false

  /// The first option that is given, as it is written.
  var firstGiven: String? {
    let options = [
      ("--tf1", tf1), ("--tf2", tf2), ("--python", python), ("--tf1-python", tf1Python), ("--tf2-python", tf2Python),
      ("--tf1-launch", tf1Launch), ("--tf2-launch", tf2Launch), ("--map", map), ("--write-map", mapToWrite),
    ]
    return options.first { $0.1 != nil }?.0 ?? (copiesWeights ? "--copy-weights" : nil)
  }

  /// - Throws: ``LiveError/malformedLaunch(option:_:)``.
  func interpreters(environment: [String: String]) throws -> SidePair<LiveSettings.Interpreter> {
    SidePair(
      reference: try interpreter(tf1Python, launch: tf1Launch, option: "tf1-launch", environment),
      candidate: try interpreter(tf2Python, launch: tf2Launch, option: "tf2-launch", environment))
  }

  private func interpreter(
    _ own: String?, launch: String?, option: String, _ environment: [String: String]
  ) throws -> LiveSettings.Interpreter {
    let words = try LiveSettings.Interpreter.launchWords(launch ?? "", option: option)
    // The active virtual environment is this host's.
    let local = words.isEmpty ? environment["VIRTUAL_ENV"].map { $0 + "/bin/python" } : nil
    return LiveSettings.Interpreter(python: own ?? python ?? local ?? "python3", launch: words)
  }
}

extension RunOptions {
  /// Whether the target is the user's own Python.
  var isLive: Bool { target.hasSuffix(".py") || live.tf1 != nil || live.tf2 != nil }

  /// The target as it is called.
  var targetName: String {
    target.isEmpty ? [live.tf1, live.tf2].compactMap { $0 }.joined(separator: " ") : target
  }

  /// - Throws: ``LiveError``, ``SourceError`` or `TensorError`.
  func liveTarget() throws -> DebugTarget { .live(try liveSettings()) }

  /// What the user's Python is asked to run.
  ///
  /// - Throws: ``LiveError``, ``SourceError`` or `TensorError`.
  func liveSettings() throws -> LiveSettings {
    try refuseUnsupported()
    guard let candidate = CandidateKind(rawValue: candidate) else { throw SourceError.unknownCandidate(candidate) }
    let environment = ProcessInfo.processInfo.environment
    let folder = FileManager.default.currentDirectoryPath
    let file = target.isEmpty ? nil : target
    let given = input == ModelInput.ones ? nil : try ModelInput.load(input)
    var settings = LiveSettings(
      program: try LiveProgram(file: file, tf1: live.tf1, tf2: live.tf2, folder: folder),
      interpreters: try live.interpreters(environment: environment), mode: try weightMode(), training: training,
      seed: seed, input: given, inputName: given == nil ? "inputs()" : input, candidate: candidate,
      checkpoint: try checkpoint.map { path throws(SourceError) in try CheckpointValues(opening: path) },
      copiesWeights: live.copiesWeights, rewrites: LiveRewrites(disabled: disabledRewrites),
      map: try live.map.map { try LiveMap(file: $0, in: folder) } ?? .none,
      // Both sides' at once, and what is read of them.
      tensorLimit: try memoryBudgetBytes() / 4)
    if let path = live.mapToWrite {
      if let obstacle = AtomicFile.obstacle(at: path) { throw OptionError.mapToWrite(path: path, obstacle) }
      settings.writesMap = { try AtomicFile.write(Array($0.utf8), to: path) }
    }
    return settings
  }

  private func refuseUnsupported() throws {
    let isFixed = mode == "fixed-weights"
    let refused: [(isGiven: Bool, option: String, remedy: String)] = [
      (!fault.isEmpty, "--fault", "it plants faults in built-in models only; leave it out"),
      (!operationSeeds.isEmpty, "--operation-seed", "it is for built-in models; leave it out"),
    ]
    if live.copiesWeights && isFixed {
      throw LiveError.contradiction("--copy-weights", "--mode fixed-weights sets every variable to one value")
    }
    if live.copiesWeights && checkpoint != nil {
      throw LiveError.contradiction("--copy-weights", "--checkpoint gives both sides their values")
    }

    for each in refused where each.isGiven { throw LiveError.unsupportedOption(each.option, remedy: each.remedy) }
  }
}
