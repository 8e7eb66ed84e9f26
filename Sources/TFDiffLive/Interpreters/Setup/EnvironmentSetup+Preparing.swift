import Foundation

extension EnvironmentSetup {
  /// nil where there is something to make, also in the place of an environment whose Python does not run any more.
  func outcomeWhereFinished() throws(SetupError) -> Outcome? {
    switch folder.state {
    case .absent, .unfinished: return nil
    case .foreign: throw .foreignFolder(folder.path)
    case .finished(let record):
      guard record.release == release.rawValue else {
        throw .otherRelease(folder: folder.path, found: record.release, asked: release)
      }
      do throws(InterpreterError) {
        let facts = try inspector.inspect(folder.python, stop: stop).facts
        return facts.hasTensorFlowPackage ? Outcome(record: record, facts: facts, imported: nil) : nil
      } catch {
        if stop.isMade { throw .stopped(folder: folder.path) }
        return nil
      }
    }
  }

  /// The interpreter that was named, or the best that is found.
  func choosePython() throws(SetupError) -> PythonChoice {
    guard let python else {
      let found = search.interpreters(asking: inspector, stop: stop)
      if stop.isMade { throw .stopped(folder: folder.path) }
      return try PythonChoice(for: release, among: found)
    }
    guard let path = search.path(ofProgram: python) else { throw .noSuchPython(python) }
    return try PythonChoice(named: path, inspect(path).facts, for: release)
  }

  /// Makes the folder this process's own.
  func claim() throws(SetupError) -> EnvironmentClaim {
    do {
      return try EnvironmentClaim(folder)
    } catch {
      switch error {
      case .taken: throw .busy(folder: folder.path)
      case .system(let code): throw .cannotWrite(folder: folder.path, reason: String(cString: strerror(code)))
      }
    }
  }

  /// What an interpreter says of itself.
  func inspect(
    _ path: String, importing: Bool = false
  ) throws(SetupError) -> (facts: InterpreterFacts, imported: ImportReport?) {
    do {
      return try inspector.inspect(path, importing: importing, stop: stop)
    } catch {
      throw stop.isMade ? .stopped(folder: folder.path) : .python(error)
    }
  }
}
