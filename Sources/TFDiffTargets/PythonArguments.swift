/// Where and what of the user's own Python is run, in the words of the command line.
public struct PythonArguments: Sendable {
  /// `package.module:function` and `package.module:Class`.
  public var tf1: String?
  public var tf2: String?
  /// The interpreter of both sides, and each side's own.
  public var python: String?
  public var tf1Python: String?
  public var tf2Python: String?
  /// What is put before an interpreter's command.
  public var tf1Launch: String?
  public var tf2Launch: String?
  /// The path of a map to read, and of one to write.
  public var map: String?
  public var mapToWrite: String?
  public var copiesWeights = false

  public init() {}

  /// The first option that is given, as it is written.
  package var firstGiven: String? {
    let options = [
      ("--tf1", tf1), ("--tf2", tf2), ("--python", python), ("--tf1-python", tf1Python), ("--tf2-python", tf2Python),
      ("--tf1-launch", tf1Launch), ("--tf2-launch", tf2Launch), ("--map", map), ("--write-map", mapToWrite),
    ]
    return options.first { $0.1 != nil }?.0 ?? (copiesWeights ? "--copy-weights" : nil)
  }
}

extension PythonArguments {
  func add(to words: inout TargetArguments.Words) {
    words.add("--tf1", tf1)
    words.add("--tf2", tf2)
    words.add("--python", python)
    words.add("--tf1-python", tf1Python)
    words.add("--tf2-python", tf2Python)
    words.add("--tf1-launch", tf1Launch)
    words.add("--tf2-launch", tf2Launch)
    words.add("--map", map)
    words.add("--copy-weights", copiesWeights)
  }
}
