import Foundation

/// Which interpreter an environment is made with.
struct PythonChoice {
  let path: String
  let facts: InterpreterFacts

  /// The first of the release's preferred versions that is here and can make environments.
  ///
  /// - Throws: ``SetupError/noFittingPython(_:found:)`` or ``SetupError/cannotMakeEnvironments(path:version:)``.
  init(for release: TensorFlowRelease, among interpreters: [Interpreter]) throws(SetupError) {
    let known = interpreters.compactMap { interpreter in
      (try? interpreter.facts.get()).map { (path: interpreter.location.path, facts: $0) }
    }
    let fitting = release.pythons.flatMap { version in known.filter { $0.facts.pythonVersion == version } }
    guard let chosen = fitting.first(where: \.facts.makesEnvironments) else {
      if let first = fitting.first {
        throw .cannotMakeEnvironments(path: first.path, version: first.facts.python)
      }
      throw .noFittingPython(release, found: Set(known.compactMap(\.facts.pythonVersion)).sorted())
    }
    (path, facts) = chosen
  }

  /// An interpreter that a person named.
  ///
  /// - Throws: ``SetupError/pythonDoesNotFit(path:version:_:)`` or
  ///   ``SetupError/cannotMakeEnvironments(path:version:)``.
  init(named path: String, _ facts: InterpreterFacts, for release: TensorFlowRelease) throws(SetupError) {
    guard let version = facts.pythonVersion, release.pythons.contains(version) else {
      throw .pythonDoesNotFit(path: path, version: facts.python, release)
    }
    guard facts.makesEnvironments else { throw .cannotMakeEnvironments(path: path, version: facts.python) }
    (self.path, self.facts) = (path, facts)
  }
}
