/// Words interpreters and what they can do, for `doctor` and `setup-tensorflow`.
public struct InterpreterText: Sendable {
  /// Written as `~` where a path begins with it.
  public var home: String?

  public init(home: String?) { self.home = home }

  /// A line for the interpreter, and below it what it can do.
  public func lines(_ interpreter: Interpreter) -> [String] {
    let path = shortened(interpreter.location.path) + origin(interpreter.location.origin)
    switch interpreter.facts {
    case .failure(let error): return [path, "  neither side: \(error.reason)"]
    case .success(let facts):
      let imported = interpreter.imported?.seconds.map { " (imported in \(Self.tenths($0)) s)" } ?? ""
      return [path, "  \(packages(facts))\(imported)"] + sides(facts, interpreter.imported).map { "  " + $0 }
    }
  }

  /// What it can do: one line, and one for each thing that limits it.
  public func sides(_ facts: InterpreterFacts, _ imported: ImportReport?) -> [String] {
    let (reference, candidate) = (facts.reference(imported: imported), facts.candidate(imported: imported))
    var lines: [String]
    switch (reference, candidate) {
    case (.fits, .fits): lines = ["reference side and candidate side"]
    case (.fits, .unfit(let obstacle)): lines = ["reference side; not the candidate side: \(words(obstacle))"]
    case (.unfit(let obstacle), .fits): lines = ["candidate side; not the reference side: \(words(obstacle))"]
    case (.unfit(let obstacle), .unfit(let other)):
      lines = ["neither side: " + (obstacle == other ? words(obstacle) : "\(words(obstacle)); \(words(other))")]
    }
    if candidate == .fits { lines += shim(facts, imported) }
    if let problem = imported?.problems["tfSlim"] { lines.append("tf-slim does not work: \(problem)") }
    return lines
  }

  private func packages(_ facts: InterpreterFacts) -> String {
    var parts = ["Python \(facts.python)"]
    if facts.hasTensorFlowPackage {
      let distribution = facts.distribution.flatMap { $0 == "tensorflow" ? nil : " (\($0))" } ?? ""
      parts.append("TensorFlow \(facts.tensorFlow ?? "of unknown version")\(distribution)")
    }
    for (name, version) in [("tf-slim", facts.tfSlim), ("tf-keras", facts.tfKeras)] {
      if let version { parts.append("\(name) \(version)") }
    }
    return parts.joined(separator: ", ")
  }

  private func shim(_ facts: InterpreterFacts, _ imported: ImportReport?) -> [String] {
    let broken = [("variable shim", "variableShim"), ("DeterministicRandomTestTool", "randomTestTool")]
      .compactMap { name, key in imported?.problems[key].map { "the \(name) does not work: \($0)" } }
    if !broken.isEmpty { return broken }
    let remedy =
      (VersionNumber(facts.tensorFlow ?? "") ?? VersionNumber(2, 16)) >= VersionNumber(2, 16)
      ? "install tf-keras" : "TensorFlow 2.8 or later has both"
    switch (facts.variableShim, facts.randomTestTool) {
    case (let shim?, let tool?): return ["variable shim and DeterministicRandomTestTool in \(Self.place(shim, tool))"]
    case (let shim?, nil):
      return ["variable shim in \(Self.place(shim, shim)); no DeterministicRandomTestTool: \(remedy)"]
    case (nil, _): return ["no variable shim and no DeterministicRandomTestTool: \(remedy)"]
    }
  }

  private static func place(_ modules: String...) -> String {
    var names: [String] = []
    for name in modules.map(InterpreterFacts.publicName(ofModule:)) where !names.contains(name) { names.append(name) }
    return names.joined(separator: " and ")
  }

  private func words(_ obstacle: SideFitness.Obstacle) -> String {
    switch obstacle {
    case .pythonTooOld(let version): "Python \(version) is too old; \(InterpreterFacts.oldestPython) or later is needed"
    case .noTensorFlow: "TensorFlow is not installed"
    case .nothingToImport(let distribution):
      "the package \(distribution) is recorded but not there; install it again with pip's --force-reinstall"
    case .noNumPy: "NumPy is not installed, so TensorFlow cannot be imported"
    case .noSessions(let version): "TensorFlow \(version ?? "here") has no graph sessions"
    case .noOpCallbacks(let version):
      "TensorFlow \(version ?? "here") has no eager op callbacks, which 2.1 and later have"
    case .importFailed(let reason): "importing TensorFlow failed: \(reason)"
    case .broken(let reason): "it was tried and failed: \(reason)"
    }
  }

  private func origin(_ origin: InterpreterLocation.Origin) -> String {
    switch origin {
    case .activeEnvironment: "  (the active environment)"
    case .folderEnvironment: "  (in this folder)"
    case .setup: "  (made by setup-tensorflow)"
    case .path, .pyenv: ""
    }
  }

  private func shortened(_ path: String) -> String {
    guard let home, home.count > 1, path.hasPrefix(home + "/") else { return path }
    return "~" + path.dropFirst(home.count)
  }

  private static func tenths(_ seconds: Double) -> String { "\((seconds * 10).rounded() / 10)" }
}
