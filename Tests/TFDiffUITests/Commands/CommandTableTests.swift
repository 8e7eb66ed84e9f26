import TFDiffDebugger
import TFDiffUI
import Testing

/// Protects: no key or name of the one table of commands means two things, every hint works, and help,
/// manual and key bindings tell of all of it.
@Suite struct CommandTableTests {
  @Test func noKeyMeansTwoThings() {
    for context in Command.Context.allCases {
      var owner: [Key: String] = [:]
      for command in CommandTable.all where command.context == context {
        for key in command.keys {
          let label = KeyNotation.label(key)
          #expect(
            owner[key] == nil,
            "\(label) is both \(owner[key] ?? "") and \(command.name) (\(context.rawValue))")
          owner[key] = command.name
        }
      }
    }
  }

  @Test func noNameMeansTwoThings() {
    let names = CommandTable.all.map(\.name)
    #expect(Set(names).count == names.count)
    let words = CommandTable.typed.flatMap { [$0.name] + $0.aliases }
    let repeated = Dictionary(grouping: words) { $0 }.filter { $0.value.count > 1 }.keys
    #expect(repeated.isEmpty, "\(repeated)")
  }

  @Test func everyKeyCanBeWrittenAndRead() {
    for key in Set(CommandTable.all.flatMap(\.keys)) where key != .alt("\u{7F}") {
      #expect(KeyNotation.parse(KeyNotation.notation(key)) == key, "\(key)")
      #expect(!KeyNotation.label(key).isEmpty, "\(key)")
    }
  }

  @Test func theKeysThatWerePromised() {
    let promised: [(String, String)] = [
      ("n", "step"), ("s", "into"), ("F", "out"), ("f", "format"), ("c", "continue"), ("u", "until"), ("b", "break"),
      ("B", "breakpoints"), ("N", "back"), ("R", "restart"), ("/", "find"), ("t", "tolerance"),
      ("e", "export"),
      (":", "command"), ("?", "help"), ("q", "quit"), ("]", "next-mismatch"), ("[", "previous-mismatch"),
      ("<Tab>", "next-pane"), ("<S-Tab>", "previous-pane"), ("<Enter>", "inspect"), ("m", "mouse"),
      ("y", "copy"),
      ("T", "theme"), ("H", "heat-map"), ("1", "variables"), ("6", "log"), ("<C-c>", "cancel"),
      ("<C-l>", "redraw"), ("<C-z>", "suspend"), ("h", "left"), ("<Down>", "down"), ("<PageUp>", "page-up"),
      ("<Home>", "home"), ("<End>", "end"), ("L", "ladder"),
    ]
    for (text, name) in promised {
      let command = KeyNotation.parse(text).flatMap { KeyMap.standard.command(for: $0, in: .main) }
      #expect(command?.name == name, "\(text)")
    }
  }

  private static let states: [(String, DebuggerState)] = [
    ("ready", Fixture.ready), ("diverged", Fixture.diverged), ("equal", Fixture.finishedEqual),
    ("inside", Fixture.inside), ("recorded", Fixture.recorded),
    ("running", Fixture.passed(5, phase: .running("running Conv2d_4a_3x3"))),
    ("failed", Fixture.passed(2, phase: .failed(.reference, message: "x"))), ("raised", Fixture.raised),
    ("ladder", LadderFixture.failed),
  ]

  /// Every hint shown, pressed, changes the state or asks for something, and is not a refusal.
  @Test func everyHintDoesSomething() {
    for (name, debugger) in Self.states {
      for prefix in ["", "L", "B", "?", ":", "t", "<Tab>", "<Tab><Tab><Tab><Tab>", "<C-c>"] {
        var driver = Driver(debugger, columns: 300)
        driver.type(prefix)
        driver.state.message = nil
        let hints = HintLine.hints(driver.state)
        #expect(!hints.isEmpty, "\(name) after \(prefix)")
        for hint in hints {
          var pressed = driver
          guard let key = driver.state.keyMap.keys(of: hint.command).first else {
            Issue.record("\(hint.command.name) has a hint and no key")
            continue
          }
          let effects = pressed.send(.input(.key(key)))
          let changed = pressed.state.interface != driver.state.interface
          #expect(
            changed || !effects.isEmpty, "\(name) after \(prefix): \(hint.key) \(hint.word) does nothing")
          #expect(
            pressed.state.message?.kind ?? .information == .information,
            "\(name) after \(prefix): \(hint.key) \(hint.word): \(pressed.state.message?.text ?? "")")
        }
      }
    }
  }

  @Test func helpAndManualTellOfEveryCommand() {
    let help = HelpText.lines(width: 78, keyMap: .standard).map { $0.map(\.text).joined() }.joined(
      separator: "\n")
    let manual = ManualText.make()
    for command in CommandTable.all {
      let start = String(command.summary.prefix(20))
      #expect(help.contains(start), "help lacks \(command.name)")
      #expect(manual.contains(start), "manual lacks \(command.name)")
      if command.context == .main {
        #expect(manual.contains(":\(command.name)"), "manual lacks :\(command.name)")
      }
      for key in command.keys where key != .alt("\u{7F}") {
        #expect(manual.contains(KeyNotation.label(key)), "manual lacks \(KeyNotation.label(key))")
      }
    }
    for line in manual.split(separator: "\n") { #expect(line.displayWidth <= 100, "\(line)") }
  }

  @Test func rebindingReplacesKeysAndWarnsOfClashes() throws {
    let (map, warnings) = KeyMap.make(
      rebinding: ["step": [.function(10)], "into": [.character("q")], "stepp": [.character("x")]],
      file: "c.toml")
    let step = try #require(CommandTable.byName["step"])
    #expect(map.command(for: .function(10), in: .main)?.name == "step")
    #expect(map.command(for: .character("n"), in: .main) == nil)
    #expect(map.keys(of: step) == [.function(10)])
    #expect(map.command(for: .character("q"), in: .main)?.name == "quit")
    #expect(
      warnings.map { "\($0)" } == [
        "c.toml: keys.stepp: no command ‘stepp’; did you mean ‘step’?",
        "c.toml: keys.into: q already belongs to ‘quit’",
      ])
    var driver = Driver(Fixture.passed(2, phase: .paused(.step)))
    driver.state.keyMap = map
    #expect(driver.send(.input(.key(.function(10)))) == [.run(.step)])
    #expect(driver.screen().lines[39].contains("F10 step"))
  }

  @Test func nearestNames() {
    #expect(NearestName.find("tolerence", in: ["tolerance", "theme"]) == "tolerance")
    #expect(NearestName.find("hlep", in: ["help", "home"]) == "help")
    #expect(NearestName.find("zzzzzz", in: ["help", "home"]) == nil)
    #expect(NearestName.find("", in: ["help"]) == nil)
  }
}
