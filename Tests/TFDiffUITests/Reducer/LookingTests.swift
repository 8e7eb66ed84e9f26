import TFDiffDebugger
import TFDiffTensor
import TFDiffUI
import Testing

/// Protects: keys move through panes, lists, tabs and finds as they say, copy and export what is shown,
/// and settings come back next time.
@Suite struct LookingTests {
  @Test func tabWalksThroughThePanesAndBack() {
    var driver = Driver()
    for focus in [Focus.reference, .candidate, .difference, .bottom, .endpoints] {
      driver.expect("<Tab>") { $0.focus = focus }
    }
    driver.expect("<S-Tab>") { $0.focus = .bottom }
  }

  @Test func listsStopAtTheirEnds() {
    var driver = Driver(Fixture.ready)
    driver.expect("k") { $0.isFollowing = false }
    driver.type("G")
    #expect(driver.state.endpointCursor.index == 16)
    driver.type("<Down><PageDown>")
    #expect(driver.state.endpointCursor.index == 16)
    driver.type("<Home>")
    #expect(driver.state.endpointCursor.index == 0)
  }

  @Test func numbersShowTabs() {
    var driver = Driver()
    driver.expect("3", [.saveSettings]) {
      $0.focus = .bottom
      $0.tab = .random
      $0.hasShownParting = true
      $0.tabCursors[.random] = ListCursor(index: 1)
    }
    driver.expect("l", [.saveSettings]) {
      $0.tab = .ops
      $0.tabCursors[.ops] = ListCursor()
    }
    driver.type("hhhh")
    #expect(driver.state.tab == .watch)
    driver.type("h")
    #expect(driver.state.tab == .attributes)
    driver.type("h")
    #expect(driver.state.tab == .why)
  }

  @Test func nextMismatchGoesThroughDivergedEndpoints() {
    var driver = Driver(Fixture.diverged)
    driver.type("g")
    driver.type("]")
    #expect(driver.state.endpointCursor.index == 7)
    driver.expect("]") { $0.focus = .reference }
    driver.expect("<Esc>") { $0.focus = .endpoints }
    driver.type("j")
    driver.expect("]") { $0.message = Message("No further mismatch this way", kind: .warning) }
    driver.type("G[")
    #expect(driver.state.endpointCursor.index == 7)
    driver.type("gd")
    #expect(driver.state.endpointCursor.index == 7)
    #expect(driver.state.isFollowing)
  }

  @Test func variablesThatDoNotPairComeFirstAndShowWhoMadeThem() {
    var driver = Driver()
    driver.type("1]")
    #expect(driver.state.selectedVariable?.name == "scaling/Variable")
    driver.type("2")
    let stack = StackLines.lines(driver.state).map { $0.pieces.map(\.text).joined() }
    #expect(
      stack.prefix(2) == ["✗ scaling/Variable  f32 []  created on call 2", "  BrokenScaling.swift:14 in call(_:)"])
  }

  @Test func findGoesAlongAndComesBack() {
    var driver = Driver(Fixture.ready)
    driver.type("/logits")
    #expect(Fixture.names[driver.state.endpointCursor.index] == "PreAuxLogits")
    driver.type("<Down>")
    #expect(Fixture.names[driver.state.endpointCursor.index] == "AuxLogits")
    driver.type("<Up>")
    #expect(Fixture.names[driver.state.endpointCursor.index] == "PreAuxLogits")
    driver.type("<Esc>")
    #expect(driver.state.endpointCursor.index == 0)
    driver.type("/logits<Enter>")
    #expect(driver.state.overlay == nil)
    driver.type("/<Enter>")
    #expect(Fixture.names[driver.state.endpointCursor.index] == "AuxLogits")
    driver.type("/nothing<Enter>")
    #expect(driver.state.message?.text == "‘nothing’ was not found")
    #expect(Fixture.names[driver.state.endpointCursor.index] == "AuxLogits")
  }

  @Test func enterGoesFromTheListToItsTensorsAndFromTheDifferenceToTheGreatest() {
    var driver = Driver(Fixture.diverged)
    driver.expect("<Enter>") { $0.focus = .reference }
    driver.type("<Home>gg<Tab><Tab><Enter>")
    #expect(driver.state.view?.cursor == driver.state.subject?.comparison?.maxAbsPosition)
    var ready = Driver(Fixture.ready)
    ready.expect("<Enter>") { $0.message = Message("Nothing to inspect here", kind: .warning) }
  }

  @Test func anOperationOfTheOpsTabIsInspected() {
    var driver = Driver(Fixture.recorded)
    driver.type("4jj<Enter>")
    #expect(driver.state.focus == .reference)
    #expect(driver.state.subject?.name.hasSuffix("Relu") == true)
    driver.expect("<Esc>") {
      $0.openEndpoint = nil
      $0.focus = .endpoints
    }
  }

  @Test func settingsAreKeptAndTakenOver() throws {
    var driver = Driver()
    driver.expect("H", [.saveSettings]) { $0.heatMap = false }
    driver.expect("m", [.setMouse(false), .saveSettings]) {
      $0.mouse = false
      $0.message = Message("Mouse off: the terminal selects text; m turns it on again")
    }
    driver.expect("T", [.loadTheme("light")])
    #expect(driver.send(.themeLoaded(name: "light", warnings: [])) == [.saveSettings])
    #expect(driver.state.themeName == "light")
    driver.type("3")
    let settings = driver.state.settings
    var fresh = AppState(debugger: Fixture.ready, size: Size(columns: 120, rows: 40))
    fresh.apply(settings)
    #expect(fresh.heatMap == false)
    #expect(fresh.mouse == false)
    #expect(fresh.tab == .random)
  }

  @Test func settingsKeepToleranceAndBreakpoints() {
    var debugger = Fixture.diverged
    debugger.tolerance = TolerancePolicy(
      standard: Tolerance(rtol: 1e-3, atol: 0),
      exceptions: [.init(glob: "Mixed_*", tolerance: Tolerance(rtol: 0, atol: 1))])
    debugger.breakpoints = [
      Breakpoint(id: 3, condition: .name(glob: "Logits")), Breakpoint(id: 5, condition: .mismatch),
      Breakpoint(id: 9, condition: .nonFinite, isEnabled: false),
    ]
    let settings = Driver(debugger).state.settings
    #expect(settings.tolerance == debugger.tolerance)
    #expect(settings.breakpointList.map(\.condition) == debugger.breakpoints.map(\.condition))
    #expect(settings.breakpointList.map(\.isEnabled) == [true, true, false])
    #expect(settings.breakpointList.map(\.id) == [1, 2, 3])
  }

  @Test func exportCopyAndTheRestAskTheWorld() {
    var driver = Driver()
    driver.expect("e") { $0.overlay = .export(LineEditor("inception-resnet-v2-report.md")) }
    driver.expect("<Enter>", [.export(path: "inception-resnet-v2-report.md")]) { $0.overlay = nil }
    driver.send(.exported(.success("/tmp/x.md")))
    #expect(driver.state.message?.text == "Report written to /tmp/x.md")
    driver.send(.exported(.failure(ExportFailure(message: "/x: no such folder; name another"))))
    #expect(driver.state.message == Message("/x: no such folder; name another", kind: .error))
    driver.expect("<C-l>", [.redraw])
    driver.expect("<C-z>", [.suspend])
    let verdict = VerdictText.lines(driver.state).joined(separator: "\n") + "\n"
    #expect(driver.send(.command("copy verdict")) == [.copy(VisibleText(block: verdict))])
    #expect(driver.state.message == Message("Verdict copied"))
    #expect(verdict.hasPrefix("Diverged at Mixed_5b, endpoint 8 of 17\n"))
    #expect(verdict.contains("Mismatched elements: 660 / 9800 (6.73%)\n"))
    #expect(verdict.contains("\nStopped at layer 8 of 17 known so far, Mixed_5b: Mixed_5b diverges\n"))
  }

  /// In each pane what the cursor is on, and no more.
  @Test func whatIsUnderTheCursorIsCopied() {
    func copied(_ keys: String, _ debugger: DebuggerState = Fixture.recorded) -> String? {
      var driver = Driver(debugger)
      guard case .copy(let text)? = driver.type(keys + "y").last else { return driver.state.message?.text }
      #expect(driver.state.message?.text == "Copied: \(text)")
      return text.text
    }
    #expect(copied("") == "Mixed_5b")
    #expect(copied("s") == "Conv2D" || copied("s")?.contains("/") == true)
    #expect(copied("<Tab>") == "0.5343235")
    #expect(copied("<Tab><Tab>") == "0.5663235")
    #expect(
      copied("<Tab><Tab><Tab>")
        == "Mixed_5b[0, 17, 3, 2] reference 0.5343235, candidate 0.5663235, |a−b| 3.2e-02, 536871 ULP")
    #expect(copied("1jjj") == "InceptionResnetV2/Conv2d_1a_3x3/BatchNorm/beta")
    #expect(copied("2j", Fixture.diverged)?.hasSuffix("BrokenScaling.swift:14") == true)
    #expect(copied("5") == "Diverged at Mixed_5b, endpoint 8 of 17")
    #expect(copied("6")?.contains("remapping: 4 × Conv2D+BiasAdd+Relu") == true)
    #expect(copied("", Fixture.ready) == "Conv2d_1a_3x3")
    #expect(copied("<Tab>", Fixture.ready)?.contains("not here") == true)
    #expect(copied("7", Fixture.ready) == "There is nothing to copy here; :copy verdict copies the verdict")
  }

  /// What is pasted into a shell is what was seen: no line feed or escape sequence of a name runs anything there.
  @Test func whatIsCopiedIsWhatIsSeen() {
    var state = Fixture.diverged
    state.endpoints[7].name = "Mixed\u{1B}[201~\nrm -r ~\n"
    var driver = Driver(state)
    let name = #"Mixed\x1b[201~\nrm -r ~\n"#
    driver.expect("y", [.copy(VisibleText(name))]) { $0.message = Message("Copied: \(name)") }
    guard case .copy(let verdict)? = driver.send(.command("copy verdict")).first else {
      return #expect(Bool(false), "nothing was copied")
    }
    #expect(verdict.text.split(separator: "\n").first == #"Diverged at Mixed\x1b[201~"#)
  }

  @Test func unknownKeysSaySo() {
    var driver = Driver()
    driver.expect("K") { $0.message = Message("K does nothing here; ? lists the keys", kind: .warning) }
  }

  @Test func aTooSmallScreenTakesOnlyLeaving() {
    var driver = Driver(columns: 30, rows: 5)
    driver.expect("ncbt:")
    driver.expect("q", [.saveSettings, .quit(status: 1)])
  }
}
