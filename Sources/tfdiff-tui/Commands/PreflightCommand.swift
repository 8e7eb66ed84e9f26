import ArgumentParser
import TFDiffDebugger
import TFDiffTargets

struct PreflightCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preflight",
    abstract: "Compare what can be known of both sides before any run.",
    discussion: """
      Versions and numeric switches, the seeds and the input that each side gets, what configures paired types of layers, what a \
      checkpoint has for the variables, and patterns that leave nothing out of weight decay. The models are built, and nothing of \
      their forward passes is computed.

      Exit status: 0 nothing differs, 1 something does, 2 nothing could be known.
      """)

  @OptionGroup var options: RunOptions

  @Flag(help: "Use ASCII symbols.")
  var ascii = false

  func validate() throws { try options.validateNoJudging(for: "preflight") }

  func run() throws {
    guard options.report.isEmpty else { throw OptionError.preflightReport }
    Litter.sweep(besides: options.writtenPaths)
    let provider = try options.provider()
    try Console.progress("asking both sides")
    let preflight = try provider.preflight()
    try Console.endProgress()
    let symbols: SymbolSet = ascii || !Console.isUTF8 ? .ascii : .unicode
    try Console.lines(preflight.text(symbols) + ["", preflight.sentence])
    throw ExitStatus(preflight.verdict)
  }
}
