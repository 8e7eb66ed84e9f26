/// How what a remedy tells a person to do is asked for, in the words of the program that runs the debugger. A command line
/// names its options; here it is said without them.
public struct RemedyWords: Sendable, Hashable {
  /// The testing tool's mode in which every random op draws alike, after "compare with".
  public var constantMode: String
  /// The candidate's variables given the reference's values, after "the same values with".
  public var copiedWeights: String
  /// The models' input read from a file, after "the same values from".
  public var inputFile: String
  /// The pairs that the user knows, after "write them under [variables] in".
  public var map: String

  public init(
    constantMode: String = "the tool's mode constant", copiedWeights: String = "copied weights",
    inputFile: String = "a file", map: String = "a map"
  ) {
    self.constantMode = constantMode
    self.copiedWeights = copiedWeights
    self.inputFile = inputFile
    self.map = map
  }
}
