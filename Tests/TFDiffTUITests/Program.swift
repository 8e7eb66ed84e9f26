import Foundation
import Testing

/// The built program, run as a person or a script runs it.
struct Program {
  struct Result {
    let status: Int32
    let output: String
    let errors: String
  }

  /// Executables are built beside the tests.
  static var path: String {
    let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let beside = tests.deletingLastPathComponent().appendingPathComponent("tfdiff-tui").path
    if FileManager.default.isExecutableFile(atPath: beside) { return beside }
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    return bundle.appendingPathComponent("tfdiff-tui").path
  }

  /// Runs it, or another program, without a terminal, to its end.
  ///
  /// - Parameters:
  ///   - environment: variables besides, or instead of, the standard ones.
  ///   - folder: the current folder, where it is not the tests' own.
  ///   - interrupt: a signal to send it after so many seconds, which begin once it would catch that.
  ///   - file: a file to wait for instead before these seconds begin.
  static func run(
    _ arguments: [String], environment: [String: String] = [:], in folder: String? = nil,
    interrupt: (signal: Int32, seconds: Double)? = nil, onceThereIs file: String? = nil, program: String = path
  ) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let standard = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "XDG_CONFIG_HOME": "/nonexistent"]
    process.environment = standard.merging(environment) { $1 }
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    let (output, errors) = (try Scratch(), try Scratch())
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output.handle
    process.standardError = errors.handle
    try process.run()
    if let interrupt {
      let id = process.processIdentifier
      DispatchQueue.global().async {
        let isReady = { file.map { FileManager.default.fileExists(atPath: $0) } ?? catches(interrupt.signal, id) }
        for _ in 0..<6000 where !isReady() { usleep(10_000) }
        usleep(UInt32(interrupt.seconds * 1e6))
        kill(id, interrupt.signal)
      }
    }
    process.waitUntilExit()
    return Result(status: process.terminationStatus, output: output.text, errors: errors.text)
  }

  /// Whether a process has a handler for a signal, which a loaded machine gives it late; true where that cannot be told.
  private static func catches(_ signal: Int32, _ id: pid_t) -> Bool {
    guard let status = try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("SigCgt:") }),
      let caught = line.split(whereSeparator: \.isWhitespace).last.flatMap({ UInt64($0, radix: 16) })
    else { return true }
    return caught & (1 << UInt64(signal - 1)) != 0
  }

  /// A folder of this test's own, removed afterwards.
  static func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tfdiff-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(folder)
  }
}

/// A file that takes a program's output. (The end of a pipe would not be seen while another test's child, such as a tmux
/// server, has inherited its other end.)
final class Scratch {
  let handle: FileHandle
  private let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("tfdiff-\(UUID())").path
    try Data().write(to: URL(fileURLWithPath: path))
    handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var text: String { String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self) }
}
