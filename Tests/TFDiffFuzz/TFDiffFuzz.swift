import ArgumentParser
import Foundation

/// Gives every parser of the program hostile inputs, and keeps those at which one ends, hangs or takes too much memory.
@main
struct TFDiffFuzz: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tfdiff-fuzz",
    abstract: "Fuzzes the program's parsers; the same seed makes the same inputs.",
    subcommands: [Run.self, Read.self, List.self, ReadBatch.self], defaultSubcommand: Run.self)
}

struct CorpusOptions: ParsableArguments {
  @Option(help: "The folder with a folder of inputs for each parser.")
  var corpus = "Tests/TFDiffFuzz/Corpus"

  @Option(help: "What all inputs follow from.")
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("How much memory a parser may take.", valueName: "MiB"))
  var memory = 512
}

extension TFDiffFuzz {
  struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Fuzz parsers (default: all).")

    @Argument(help: "The parsers' names, as list prints them.")
    var parsers: [String] = []

    @Option(help: "How many inputs each gets; costly parsers get fewer, as list says.")
    var count = 10_000

    @Option(help: "For how many seconds each is fuzzed at most.")
    var seconds: Double?

    @Option(help: "How many seconds one input may take.")
    var patience = 10.0

    @Flag(help: "Give costly parsers as many inputs as the others.")
    var even = false

    @OptionGroup var options: CorpusOptions

    func run() throws {
      let chosen = try parsers.isEmpty ? FuzzParser.all : parsers.map(FuzzParser.named)
      var (inputs, findings) = (0, 0)
      for parser in chosen {
        let campaign = Campaign(
          parser: parser, corpusFolder: options.corpus, seed: options.seed,
          count: even ? count : max(1, count / parser.cost), duration: seconds.map { .seconds($0) },
          patience: .seconds(patience), greatestMemory: options.memory << 20)
        let outcome = try campaign.run()
        try tell(outcome.line(parser.name))
        for finding in outcome.findings {
          try tell("  \(finding.kind.rawValue) at input \(finding.number): \(finding.path)")
        }
        inputs += outcome.inputs
        findings += outcome.findings.count
      }
      try tell("\(chosen.count) parsers, \(inputs) inputs, \(findings) found")
      if findings > 0 { throw ExitCode(1) }
    }

    /// At once, also into a file: a campaign takes long.
    private func tell(_ line: String) throws {
      try FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
    }
  }

  struct Read: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Give a parser the inputs of files, in this process.")

    @Argument(help: "The parser's name.")
    var parser: String

    @Argument(help: "Files, such as those that run has kept.")
    var files: [String]

    func run() throws {
      let folder = try TemporaryFolder()
      defer { folder.remove() }
      let read = try FuzzParser.named(parser).reader(folder.path)
      for file in files {
        let isTaken = try read(Array(Data(contentsOf: URL(fileURLWithPath: file))))
        print("\(file): \(isTaken ? "taken" : "refused")")
      }
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "The parsers, and how many inputs one of each counts as.")

    func run() {
      for parser in FuzzParser.all { print(parser.name, parser.cost) }
    }
  }

  /// What ``Campaign`` starts for each batch.
  struct ReadBatch: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "batch", shouldDisplay: false)

    @Argument var parser: String
    @Option var from: Int
    @Option var to: Int
    @Option var seconds: Double?
    @Option var folder: String
    @OptionGroup var options: CorpusOptions

    func run() throws {
      let end = seconds.map { ContinuousClock.now + .seconds($0) }
      let parser = try FuzzParser.named(parser)
      let mutator = Mutator(
        corpus: try Corpus(options.corpus, parser: parser.name).inputs(), tokens: parser.tokens.map { Array($0.utf8) })
      let folder = TemporaryFolder(path: folder)
      let batch = Batch(
        parser: parser, mutator: mutator, seed: options.seed, numbers: from..<max(from, to), end: end,
        greatestMemory: options.memory << 20, progress: try Progress(folder.progress))
      let ending = try batch.run(in: folder.path)
      if ending != .done { throw ExitCode(ending.rawValue) }
    }
  }
}

/// A folder for one process's files, which whoever started the process removes: the process may not live to do it.
struct TemporaryFolder {
  let path: String
  var progress: String { path + "/progress" }

  init(path: String) { self.path = path }

  init() throws {
    path = NSTemporaryDirectory() + "/tfdiff-fuzz-\(UUID())"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}

extension FuzzParser {
  /// - Throws: `ValidationError` for a name that no parser has.
  static func named(_ name: String) throws -> FuzzParser {
    guard let parser = (all + broken).first(where: { $0.name == name }) else {
      throw ValidationError("There is no parser '\(name)'. There are \(all.map(\.name).joined(separator: ", ")).")
    }
    return parser
  }
}

extension Campaign.Outcome {
  func line(_ name: String) -> String {
    let seconds = max(elapsed / .seconds(1), 0.001)
    let crashes = findings.count { $0.kind == .crash }
    let hangs = findings.count { $0.kind == .hang }
    let share = inputs == 0 ? 0 : 100 * taken / inputs
    return
      "\(name): \(inputs) inputs, \(Int(Double(inputs) / seconds)) a second, \(share)% taken, peak \(peak >> 20) MiB, "
      + "\(crashes) crashes, \(hangs) hangs, \(findings.count - crashes - hangs) beyond memory"
  }
}
