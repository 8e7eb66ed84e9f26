import TFDiffUI
import Testing

/// Protects: a play script's lines become the keys, commands, waits and expectations they say, and a
/// mistake is told with its line.
@Suite struct PlayScriptTests {
  @Test func everyKindOfItem() throws {
    let script = try PlayScript(
      parsing: """
        # to the first divergence
        key c
        wait idle

        expect diverged at Mixed_5b
        keys j<Tab><lt>
          :tolerance 1e-3 1e-3
        resize 80x24
        key <C-c>
        """)
    let items: [PlayScript.Item] = [
      .key(.character("c")), .waitIdle, .expect("diverged at Mixed_5b"), .key(.character("j")), .key(.tab),
      .key(.character("<")), .command("tolerance 1e-3 1e-3"), .resize(Size(columns: 80, rows: 24)),
      .key(.control("c")),
    ]
    #expect(script.steps.map(\.item) == items)
    #expect(script.steps.map(\.line) == [2, 3, 5, 6, 6, 6, 7, 8, 9])
  }

  @Test(arguments: [
    ("key nn", "line 1: ‘nn’ is not a key"), ("\nkey", "line 2: ‘key’ needs an argument"),
    ("keys <Nope>", "line 1: ‘<Nope>’ is not a key"), ("wait 5", "line 1: cannot wait for ‘5’"),
    ("resize 80", "line 1: ‘80’ is not a size"), ("resize 0x5", "line 1: ‘0x5’ is not a size"),
    ("expekt x", "line 1: unknown item ‘expekt’; did you mean ‘expect’?"),
    ("jump", "line 1: unknown item ‘jump’"),
  ])
  func mistakesNameTheLine(text: String, message: String) {
    #expect(throws: PlayError.self) { try PlayScript(parsing: text) }
    do {
      _ = try PlayScript(parsing: text)
    } catch {
      #expect("\(error)".hasPrefix(message), "\(error)")
    }
  }
}
