import TFDiffDebugger

extension RemedyWords {
  /// By the options of this program.
  static let commandLine = RemedyWords(
    constantMode: "--mode constant", copiedWeights: "--copy-weights", inputFile: "a file with --input",
    map: "a file that is given with --map")
}
