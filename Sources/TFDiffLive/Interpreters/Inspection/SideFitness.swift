/// Whether an interpreter can run one side of a comparison.
public enum SideFitness: Sendable, Equatable {
  case fits
  case unfit(Obstacle)

  /// Why it cannot.
  public enum Obstacle: Sendable, Equatable {
    case pythonTooOld(String)
    case noTensorFlow
    /// There is a record of the package, but nothing to import.
    case nothingToImport(distribution: String)
    case noNumPy
    /// TensorFlow's version, where it is known.
    case noSessions(String?)
    case noOpCallbacks(String?)
    case importFailed(String)
    /// A capability that is there and does not work.
    case broken(String)
  }
}

extension InterpreterFacts {
  /// The oldest Python the worker runs on.
  static let oldestPython = VersionNumber(3, 7)

  /// Whether it can run the reference, a TF1 graph in a session.
  public func reference(imported: ImportReport? = nil) -> SideFitness {
    fitness(runsSessions, else: .noSessions(tensorFlow), named: "runsSessions", imported)
  }

  /// Whether it can run the candidate, eagerly and with each operation seen.
  public func candidate(imported: ImportReport? = nil) -> SideFitness {
    fitness(hasOpCallbacks, else: .noOpCallbacks(tensorFlow), named: "hasOpCallbacks", imported)
  }

  private func fitness(
    _ isCapable: Bool, else obstacle: SideFitness.Obstacle, named name: String, _ imported: ImportReport?
  ) -> SideFitness {
    if let pythonVersion, pythonVersion < Self.oldestPython { return .unfit(.pythonTooOld(python)) }
    guard hasTensorFlowPackage else {
      return .unfit(distribution.map { .nothingToImport(distribution: $0) } ?? .noTensorFlow)
    }
    guard numPy != nil else { return .unfit(.noNumPy) }
    guard isCapable else { return .unfit(obstacle) }
    if let failure = imported?.failure { return .unfit(.importFailed(failure)) }
    if let problem = imported?.problems[name] { return .unfit(.broken(problem)) }
    return .fits
  }

  /// How Python code names what is in one of ``variableShim``'s or ``randomTestTool``'s modules: TensorFlow exports its
  /// own Keras' as `tf.compat.v1.keras.utils`; the package tf_keras has to be asked for its module.
  public static func publicName(ofModule module: String) -> String {
    module.hasPrefix("keras.") ? "tf.compat.v1.keras.utils" : module
  }
}
