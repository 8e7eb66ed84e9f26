import TFDiffDebugger
import TFDiffUI
import Testing

/// Protects: the line after `:` takes other debuggers' words and beginnings, completes, edits and
/// remembers, and names the nearest to a mistake.
@Suite struct CommandLineTests {
  @Test func aTypedLineIsCarriedOutAndRemembered() {
    var driver = Driver()
    driver.expect(":") { $0.overlay = .command(LineEditor()) }
    driver.expect("cont<Enter>", [.run(.continue)]) {
      $0.overlay = nil
      $0.isAwaiting = true
      $0.commandHistory = ["cont"]
    }
  }

  @Test(arguments: [
    ("run", Effect.run(.continue)), ("cont", .run(.continue)), ("next", .run(.step)), ("n", .run(.step)),
    ("step", .run(.step)), ("s", .run(.into(endpoint: 3))), ("c", .run(.continue)), ("R", .run(.restart)),
    ("u Mixed_6a", .run(.until(endpoint: 8))), ("until mixed_6", .run(.until(endpoint: 8))),
    ("b Logits", .set(.addBreakpoint(.name(glob: "Logits")))), ("into Mixed_7a", .run(.into(endpoint: 10))),
  ])
  func wordsOfOtherDebuggers(line: String, effect: Effect) {
    var driver = Driver(Fixture.passed(3, phase: .paused(.step)))
    #expect(driver.send(.command(line)).first == effect)
  }

  @Test(arguments: [
    ("tolerence 1 2", "No command ‘tolerence’; did you mean ‘tolerance’?"),
    ("brek mismatch", "No command ‘brek’; did you mean ‘break’?"),
    ("xyzzy", "No command ‘xyzzy’; ? lists them"),
    ("goto", "Write goto ENDPOINT"), ("goto Logit5", "No endpoint ‘Logit5’; did you mean ‘Logits’?"),
    ("theme drak", "No theme ‘drak’; did you mean ‘dark’?"), ("step 3", "‘step’ takes no argument"),
    ("delete", "Write the number of a breakpoint, or all"), ("until Mixed_9", "No endpoint ‘Mixed_9’"),
  ])
  func mistakesNameTheNearest(line: String, message: String) {
    var driver = Driver()
    let effects = driver.send(.command(line))
    #expect(effects == [])
    #expect(driver.state.message?.text.hasPrefix(message) == true, "\(driver.state.message?.text ?? "")")
  }

  @Test func anUnambiguousBeginningIsEnough() {
    var driver = Driver()
    driver.send(.command("de 1"))
    #expect(driver.state.message?.text == "No breakpoint 1; none is set")
  }

  @Test func anAmbiguousBeginningIsToldOf() {
    var driver = Driver()
    driver.send(.command("re"))
    #expect(driver.state.message?.text == "‘re’ may be restart, report, reduction, redo, redraw")
  }

  @Test func tabCompletesCommandsAndArguments() {
    var driver = Driver()
    driver.type(":tol<Tab>")
    #expect(driver.state.overlay?.line?.text == "tolerance")
    driver.type("<C-u>until Mi<Tab>")
    #expect(driver.state.overlay?.line?.text == "until Mixed_5b")
    driver.type("<Tab><Tab>")
    #expect(driver.state.overlay?.line?.text == "until Mixed_7a")
    driver.type("<Tab><S-Tab><S-Tab>")
    #expect(driver.state.overlay?.line?.text == "until Mixed_6a")
    driver.type("<C-u>theme l<Tab>")
    #expect(driver.state.overlay?.line?.text == "theme light")
    driver.type("<C-u>nothing x<Tab>")
    #expect(driver.state.overlay?.line?.text == "nothing x")
  }

  @Test func historyComesBackWithTheDraft() {
    var driver = Driver()
    driver.type(":goto Logits<Enter>:list<Enter>:dr")
    driver.type("<Up>")
    #expect(driver.state.overlay?.line?.text == "list")
    driver.type("<Up><Up>")
    #expect(driver.state.overlay?.line?.text == "goto Logits")
    driver.type("<Down><Down>")
    #expect(driver.state.overlay?.line?.text == "dr")
  }

  @Test func editingKeys() {
    var driver = Driver()
    driver.type(":abc def<C-a>X<C-e>Y<Left><Left><Backspace>")
    #expect(driver.state.overlay?.line?.text == "Xabc dfY")
    driver.type("<C-w>")
    #expect(driver.state.overlay?.line?.text == "Xabc fY")
    driver.type("<C-k>")
    #expect(driver.state.overlay?.line?.text == "Xabc ")
    driver.type("<Home><Delete>")
    #expect(driver.state.overlay?.line?.text == "abc ")
    driver.send(.input(.paste("日本\u{1B}[31m\nx")))
    #expect(driver.state.overlay?.line?.text == "日本[31mxabc ")
    driver.expect("<Esc>") { $0.overlay = nil }
  }
}
