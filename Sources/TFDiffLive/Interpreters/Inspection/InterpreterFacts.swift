/// What a Python interpreter says of itself, without importing TensorFlow.
public struct InterpreterFacts: Sendable, Equatable, Codable {
  /// The version of Python, such as 3.11.2.
  public var python: String
  /// The folder of the environment, symbolic links resolved; two paths with the same one are the same interpreter.
  public var prefix: String
  /// Whether it has the modules `venv` and `ensurepip`.
  public var makesEnvironments = false
  /// The package TensorFlow came in, such as tensorflow-cpu.
  public var distribution: String?
  /// TensorFlow's version, as recorded by the package; nil where there is no record.
  public var tensorFlow: String?
  /// Whether there is something to import, with or without a record.
  public var hasTensorFlowPackage = false
  public var tfSlim: String?
  public var tfKeras: String?
  public var keras: String?
  public var numPy: String?
  /// Whether TensorFlow has graph sessions.
  public var runsSessions = false
  /// Whether TensorFlow can call back for each eager operation (`op_callbacks`, from 2.1 on).
  public var hasOpCallbacks = false
  /// The module that has `track_tf1_style_variables`.
  public var variableShim: String?
  /// The module that has `DeterministicRandomTestTool`.
  public var randomTestTool: String?

  public init(python: String, prefix: String) {
    self.python = python
    self.prefix = prefix
  }

  public var pythonVersion: VersionNumber? { VersionNumber(python) }
}

/// What came of really importing TensorFlow and using each capability once.
public struct ImportReport: Sendable, Equatable, Codable {
  /// `tensorflow.__version__`.
  public var version: String?
  /// How long it took, in seconds.
  public var seconds: Double?
  /// Why TensorFlow could not be imported.
  public var failure: String?
  /// What went wrong, by the name of the capability in ``InterpreterFacts``.
  public var problems: [String: String]

  public init(version: String? = nil, seconds: Double? = nil, failure: String? = nil, problems: [String: String] = [:])
  {
    self.version = version
    self.seconds = seconds
    self.failure = failure
    self.problems = problems
  }
}
