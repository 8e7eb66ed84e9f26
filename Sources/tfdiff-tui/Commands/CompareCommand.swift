import ArgumentParser

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Compare two recordings, or a recording with a side of a model or a program.",
    discussion: """
      A recording is what 'tfdiff-tui record' wrote, a .npz or .npy file of your own, a folder of .npy files, or a dump of \
      TensorFlow 1's debugger. Endpoints are paired by name, by --map, by parts of their names, by their values (in whatever \
      order of axes), by shape and by order; the log says how. Opens the debugger; --check goes without.

      Exit status: 0 equal, 1 diverged, 2 could not compare.
      """)

  @Argument(help: "The reference: a recording, or a model or a Python file whose reference is run.")
  var reference: String

  /// Its target is the candidate.
  @OptionGroup var options: RunOptions

  @Flag(help: "Compare without a terminal, for scripts and CI.")
  var check = false

  @Flag(help: "With --check: print the verdict only.")
  var quiet = false

  @Flag(help: "With --check: find out what the differences look like.")
  var explain = false

  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false

  @Option(help: ArgumentHelp("A theme's name.", valueName: "NAME"))
  var theme: String?

  @Option(help: ArgumentHelp("A script of keys and commands to run instead of a person.", valueName: "FILE"))
  var play: String?

  func validate() throws {
    guard !options.target.isEmpty else {
      throw ValidationError("Name what to compare '\(reference)' with: a recording, a model or a Python file.")
    }
    if options.against != nil {
      throw ValidationError("--against does not go with compare, which takes both sides as they come: leave it out.")
    }
    if !check, quiet || explain { throw ValidationError("--quiet and --explain go with --check: add --check.") }
    if check, theme != nil || play != nil {
      throw ValidationError("--theme and --play do not go with --check, which opens no screen: leave them out.")
    }
  }

  func run() throws {
    var options = options
    (options.target, options.against) = (reference, options.target)
    let sides = [options.target, "--against", options.against ?? ""]
    if check {
      var command = try CheckCommand.parse(sides)
      (command.options, command.quiet, command.explain, command.ascii) = (options, quiet, explain, ascii)
      try command.run()
    } else {
      var command = try DebugCommand.parse(sides)
      (command.options, command.theme, command.play, command.ascii) = (options, theme, play, ascii)
      try command.run()
    }
  }
}
