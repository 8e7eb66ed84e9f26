import Foundation
import Testing

/// Protects: each input that a parser ever went wrong at is read with every run of the tests, and a campaign notices what goes
/// wrong, keeps the input, and finds it again from the same seed.
@Suite struct FuzzCampaignTests {
  private static let corpus = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("TFDiffFuzz/Corpus").path

  /// The executable is built beside the tests.
  private static var program: URL {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      .appendingPathComponent("tfdiff-fuzz")
  }

  private func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = Self.program
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    try process.run()
    let output = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, output)
  }

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fuzz-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  /// A campaign begins with the inputs that are kept, before it changes any.
  @Test func everyKeptInputIsReadAndAFewMore() throws {
    let kept = try FileManager.default.contentsOfDirectory(atPath: Self.corpus)
    let result = try run(["--count", "200", "--even", "--seconds", "2", "--corpus", Self.corpus])
    #expect(result.status == 0, "\(result.output)")
    for parser in kept { #expect(result.output.contains("\n\(parser): ") || result.output.hasPrefix("\(parser): ")) }
    #expect(result.output.hasSuffix("0 found\n"))
  }

  @Test(arguments: [("broken-trap", "crash", 30), ("broken-hang", "hang", 2), ("broken-memory", "memory", 30)])
  func whatGoesWrongIsFoundAndKept(parser: String, kind: String, patience: Int) throws {
    try withFolder { folder in
      let arguments = [parser, "--count", "5", "--patience", "\(patience)", "--corpus", folder]
      let first = try run(arguments)
      #expect(first.status == 1)
      let kept = try FileManager.default.contentsOfDirectory(atPath: folder + "/" + parser).sorted()
      #expect(!kept.isEmpty && kept.allSatisfy { $0.hasPrefix("found-\(kind)-") }, "\(first.output)")
      for name in kept {
        let input = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(parser)/\(name)"))
        #expect(input.contains(UInt8(ascii: "!")))
      }
      try FileManager.default.removeItem(atPath: folder + "/" + parser)
      _ = try run(arguments)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/" + parser).sorted() == kept)
    }
  }

  @Test func anUnknownParserIsRefused() throws {
    let result = try run(["no-such-parser", "--count", "1"])
    #expect(result.status == 64)
  }
}
