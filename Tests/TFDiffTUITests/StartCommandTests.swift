import Foundation
import Testing

/// Protects: the program alone offers what there is, starts what is chosen, and remembers it with its verdict; without a terminal it
/// prints its help.
@Suite(.serialized, .enabled(if: TmuxProgram.isThere, "tmux is not installed: apt-get install tmux"))
struct StartCommandTests {
  private func start(_ folder: String, _ arguments: String = "") throws -> Tmux {
    let environment =
      "cd \(folder) && env LANG=C.UTF-8 HOME=\(folder) XDG_STATE_HOME=\(folder)/state XDG_CONFIG_HOME=\(folder)/config"
    return try Tmux("\(environment) \(Program.path) \(arguments); echo status=$?; cat", columns: 100, rows: 40)
  }

  @Test func whatIsChosenIsStartedAndRemembered() throws {
    try Program.withFolder { folder in
      let program = "def tf1_model(inputs, training):\n  pass\n\ndef tf2_model():\n  pass\n"
      try Data(program.utf8).write(to: URL(fileURLWithPath: folder + "/migration.py"))
      try Data("def tf1_model(inputs):\n  pass\n".utf8).write(to: URL(fileURLWithPath: folder + "/half.py"))
      let tmux = try start(folder)
      try tmux.see("What you debug is remembered here.")
      try tmux.see("migration.py")
      #expect(try !tmux.screen().contains("half.py"))
      try tmux.keys("j", "j", "j", "Enter")
      try tmux.see("digits")
      try tmux.see("0/9")
      try tmux.keys("c")
      try tmux.see("equal")
      try tmux.keys("q")
      try tmux.see("status=0")
      let again = try start(folder)
      try again.see("✓ digits")
      try again.see("equal just now")
      try again.keys("Enter")
      try again.see("0/9")
      try again.keys("q")
      try again.see("status=2")
      let third = try start(folder)
      try third.see("? digits")
      try third.keys("q")
      try third.see("status=0")
      let mode = try FileManager.default.attributesOfItem(atPath: folder + "/state/tfdiff-tui/recent.json")
      #expect((mode[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }
  }

  @Test func debugAloneIsTheSameScreenAndOneGoesBackThere() throws {
    try Program.withFolder { folder in
      let tmux = try start(folder, "debug")
      try tmux.see("What you debug is remembered here.")
      try tmux.keys("j", "j", "Enter")
      try tmux.see("0/9")
      try tmux.keys("T")
      try tmux.see("Theme high-contrast")
      try tmux.keys("O")
      try tmux.see("? digits")
      try tmux.keys("Enter")
      try tmux.see("0/9")
      try tmux.keys("c")
      try tmux.see("equal")
      try tmux.keys("O")
      try tmux.see("✓ digits")
      try tmux.keys("q")
      try tmux.see("status=0")
    }
  }

  @Test func whatCannotBeStartedIsSaidThere() throws {
    try Program.withFolder { folder in
      let gone = folder + "/gone"
      try FileManager.default.createDirectory(atPath: folder + "/state/tfdiff-tui", withIntermediateDirectories: true)
      let recent =
        #"[{"target": "a.py", "words": ["a.py"], "folder": "\#(gone)", "verdict": "equal", "time": 0}]"#
      try Data(recent.utf8).write(to: URL(fileURLWithPath: folder + "/state/tfdiff-tui/recent.json"))
      let tmux = try start(folder)
      try tmux.see("✓ a.py")
      try tmux.keys("Enter")
      try tmux.see("/gone',")
      try tmux.keys("?")
      try tmux.see("Enter starts what the cursor is on")
      try tmux.keys("q")
      try tmux.see("status=0")
    }
  }

  @Test func withoutATerminalItPrintsHelp() throws {
    let result = try Program.run([])
    #expect(result.status == 0 && result.output.contains("USAGE: tfdiff-tui <subcommand>"), "\(result)")
  }
}
