import Foundation
import Testing

/// Protects: what a person set is there at the next start, however quickly they leave; it is their own alone, it is said
/// when it comes back, and it can be forgotten.
@Suite(.serialized, .enabled(if: TmuxProgram.isThere, "tmux is not installed: apt-get install tmux"))
struct SettingsKeptTests {
  private func start(_ folder: String, _ arguments: String = "", columns: Int = 80) throws -> Tmux {
    let environment = "env LANG=C.UTF-8 XDG_STATE_HOME=\(folder)/state XDG_CONFIG_HOME=\(folder)/config"
    let command = "\(environment) \(Program.path) debug digits \(arguments); echo status=$?; cat"
    return try Tmux(command, columns: columns, rows: 24)
  }

  private func saved(_ folder: String) throws -> SavedSettings {
    try SavedSettings(folder, target: "digits")
  }

  /// The last keys are typed in one go with those that leave, with and without a run in progress.
  @Test func noneOfManyQuitsLosesASetting() throws {
    try Program.withFolder { folder in
      for round in 1...8 {
        let tmux = try start(folder)
        try tmux.see("0/9")
        if round.isMultiple(of: 2) { try tmux.keys("c") }
        try tmux.keys(
          ":", "tolerance \(round)e-4 0", "Enter", ":", "break layer\(round)", "Enter", ":", "tol conv*=0.\(round),0",
          "Enter", "H", "q", "y")
        try tmux.see("status=")
        let saved = try saved(folder)
        #expect(abs(saved.rtol(nil) - Double(round) * 1e-4) < 1e-9, "round \(round)")
        #expect(saved.rtol("conv*") == Double(round) / 10, "round \(round)")
        #expect(saved.globs == (1...round).map { "layer\($0)" }, "round \(round)")
        #expect(saved.values["heatMap"] as? Bool == !round.isMultiple(of: 2) ? false : true, "round \(round)")
      }
      let state = "\(folder)/state/tfdiff-tui"
      #expect(try Set(FileManager.default.contentsOfDirectory(atPath: state)) == ["digits.json", "recent.json"])
      #expect(try mode(state) == 0o700)
      #expect(try mode("\(state)/digits.json") == 0o600)
    }
  }

  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  @Test func whatComesBackIsSaidAndCanBeForgotten() throws {
    try Program.withFolder { folder in
      var tmux = try start(folder)
      try tmux.see("0/9")
      #expect(!(try tmux.screen()).contains("restored"))
      try tmux.keys(":", "tolerance 1e-10 1e-5", "Enter", ":", "break conv*", "Enter", ":", "break logits", "Enter")
      try tmux.see("rtol 1e-10! atol 1e-05")
      try tmux.keys(":", "disable 1", "Enter", "q")
      try tmux.see("status=")
      tmux = try start(folder, columns: 120)
      try tmux.see("restored: rtol 1e-10, 2 breakpoints, no stop at any mismatch; :forget")
      try tmux.keys(":", "forget", "Enter")
      try tmux.see("rtol 1e-06 atol 1e-05")
      try tmux.see("Forgotten")
      try tmux.keys("q")
      try tmux.see("status=")
      tmux = try start(folder)
      try tmux.see("0/9")
      #expect(!(try tmux.screen()).contains("restored"))
    }
  }

  /// What a script plays is no person's setting, as long as it sets nothing.
  @Test func aScriptThatSetsNothingLeavesThemAlone() throws {
    try Program.withFolder { folder in
      let tmux = try start(folder)
      try tmux.see("0/9")
      try tmux.keys(":", "tolerance 0.5 0.25", "Enter", "q")
      try tmux.see("status=")
      let script = "\(folder)/script"
      try "key c\nwait idle\nkey q\n".write(toFile: script, atomically: true, encoding: .utf8)
      let result = try Program.run(
        ["debug", "digits", "--play", script], environment: ["XDG_STATE_HOME": "\(folder)/state"])
      #expect(result.status == 0, "\(result.errors)")
      #expect(try saved(folder).rtol(nil) == 0.5)
    }
  }

  @Test func damagedSettingsAreSaidAndReplaced() throws {
    try Program.withFolder { folder in
      let state = "\(folder)/state/tfdiff-tui"
      try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
      try "{\"theme\": 7".write(toFile: "\(state)/digits.json", atomically: true, encoding: .utf8)
      let tmux = try start(folder, columns: 160)
      try tmux.see("is left out: it is damaged")
      try tmux.keys(":", "tolerance 1e-3 0", "Enter", "q")
      try tmux.see("status=")
      #expect(try saved(folder).rtol(nil) == 1e-3)
    }
  }
}

/// A target's file of settings.
struct SavedSettings {
  let values: [String: Any]

  init(_ folder: String, target: String) throws {
    let data = try #require(FileManager.default.contents(atPath: "\(folder)/state/tfdiff-tui/\(target).json"))
    values = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  /// The tolerance of a glob; nil for the standard. NaN where there is none.
  func rtol(_ glob: String?) -> Double {
    let all = values["tolerances"] as? [[String: Any]] ?? []
    return all.first { $0["glob"] as? String == glob }?["rtol"] as? Double ?? .nan
  }

  /// Of the breakpoints on names.
  var globs: [String] { (values["breakpoints"] as? [[String: Any]] ?? []).compactMap { $0["glob"] as? String } }
}
