import Foundation
import Testing

/// Protects: what the program writes on standard output and error is printable, whatever paths, values of options and what
/// other programs say hold.
@Suite struct HostileOutputTests {
  private static let evil = "x\u{1B}]52;c;cm0K\u{7}\u{9B}31m\u{202E}\u{2066}\u{200B}\u{2028}\u{7F}\u{8}\ry"
  private static let shown = #"x\x1b]52;c;cm0K\x07\x9b31m\u202e\u2066\u200b\u2028\x7f\x08\ry"#

  private func check(_ result: Program.Result, _ arguments: [String]) {
    for text in [result.output, result.errors] {
      let hostile = text.unicodeScalars.filter { scalar in
        if scalar == "\n" { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return true
        default: return false
        }
      }
      #expect(hostile.isEmpty, "\(arguments): \(text.debugDescription)")
    }
  }

  @Test(arguments: [
    ["check", evil], ["check", "digits", "--mode", evil], ["check", "digits", "--fault", "\(evil)@\(evil)"],
    ["check", "digits", "--input", evil + ".npy"], ["check", "digits", "--checkpoint", evil],
    ["check", "digits", "--report", evil], ["check", "digits", "--report", "/nowhere/\(evil).json"],
    ["check", "digits", "--tolerance", evil], ["check", "digits", "--break", evil],
    ["check", "digits", "--operation-seed", evil], ["check", "digits", "--disable-rewrite", evil],
    ["check", "digits", "--candidate", evil], ["check", "digits", "--\(evil)"], [evil], ["check", "digits", evil],
    ["check", evil + ".py"], ["check", "--tf1", evil, "--python", "/nowhere/\(evil)"],
    ["check", "--tf1", evil, "--map", evil],
    ["check", "--tf1", evil, "--tf1-launch", evil], ["debug", "digits", "--theme", evil],
    ["debug", "digits", "--play", evil],
    ["setup-tensorflow", "--version", evil], ["setup-tensorflow", "--folder", "/nowhere/\(evil)", "--python", evil],
    ["triage", evil],
  ])
  func whatIsGivenIsShown(arguments: [String]) throws {
    let result = try Program.run(arguments)
    check(result, arguments)
    #expect((result.output + result.errors).contains(Self.shown), "\(arguments): \(result.output) \(result.errors)")
  }

  /// A program that is no Python writes what it likes on its way out.
  @Test func whatAnotherProgramSaysIsShown() throws {
    try Program.withFolder { folder in
      let python = folder + "/python"
      try "#!/bin/sh\nprintf 'boom %b\\n' '\\033]0;owned\\007\\302\\2332J\\342\\200\\256' >&2\nexit 3\n"
        .write(toFile: python, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: python)
      try "def tf1_model(x): pass\ndef tf2_model(): pass\n".write(
        toFile: folder + "/m.py", atomically: true, encoding: .utf8)
      let arguments = ["check", "m.py", "--python", python, "--report", "r.md", "--report", "r.json"]
      let result = try Program.run(arguments, in: folder)
      #expect(result.status == 2)
      check(result, arguments)
      #expect(result.output.contains(#"boom \x1b]0;owned\x07\x9b2J\u202e"#), "\(result.output)")
      for name in ["r.md", "r.json"] {
        let text = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
        check(Program.Result(status: 0, output: text, errors: ""), [name])
      }
    }
  }

  /// One file writes on standard output and error, and it takes printable text alone.
  @Test func nothingIsWrittenPastTheConsole() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "../../Sources/tfdiff-tui")
    let files = try #require(FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
    for case let file as URL in files where file.pathExtension == "swift" && file.lastPathComponent != "Console.swift" {
      let code = try String(contentsOf: file, encoding: .utf8)
      let doors: [Regex<Substring>] = [
        /\bprint\(/, /FileHandle\.standard(?:Output|Error)/, /fileDescriptor:/, /\bf?puts\(/,
        /\bwrite\((?:STDOUT|STDERR|1|2)\b/,
      ]
      for door in doors {
        #expect(code.firstMatch(of: door) == nil, "\(file.lastPathComponent)")
      }
    }
  }
}
