import TFDiffDebugger
import TFDiffUI
import Testing

/// Protects: breakpoints set, switched and deleted by key, by command and in their list are those the debugger is asked for.
@Suite struct BreakpointTests {
  private static var withBreakpoints: DebuggerState {
    var state = Fixture.diverged
    state.breakpoints = [
      Breakpoint(id: 1, condition: .name(glob: "Mixed_5b")),
      Breakpoint(id: 3, condition: .mismatch, isEnabled: false),
    ]
    return state
  }

  @Test func bTogglesAtTheCursor() {
    var driver = Driver(Fixture.diverged)
    driver.expect("b", [.set(.addBreakpoint(.name(glob: "Mixed_5b"))), .saveSettings]) {
      $0.message = Message("Breakpoint set on Mixed_5b")
    }
    var set = Driver(Self.withBreakpoints)
    set.expect("b", [.set(.deleteBreakpoint(id: 1)), .saveSettings]) {
      $0.message = Message("Breakpoint 1 on Mixed_5b deleted")
    }
  }

  @Test func inTheOperationsItIsTheOperationsName() {
    var driver = Driver(Fixture.inside)
    let name = "InceptionResnetV2/Mixed_5b/Branch_0/Conv2d_1x1/concat"
    driver.expect("b", [.set(.addBreakpoint(.name(glob: name))), .saveSettings]) {
      $0.message = Message("Breakpoint set on \(name)")
    }
  }

  @Test(arguments: [
    ("break mismatch", [Effect.set(.setBreakpoint(id: 3, enabled: true)), .saveSettings]),
    ("break nonfinite", [.set(.addBreakpoint(.nonFinite)), .saveSettings]),
    ("break Mixed_*", [.set(.addBreakpoint(.name(glob: "Mixed_*"))), .saveSettings]),
    ("break creation", [.set(.addBreakpoint(.creation(glob: "*"))), .saveSettings]),
    ("break creation */weights", [.set(.addBreakpoint(.creation(glob: "*/weights"))), .saveSettings]),
    ("break unexpected", [.set(.addBreakpoint(.unexpectedCreation)), .saveSettings]),
    ("delete 1", [.set(.deleteBreakpoint(id: 1)), .saveSettings]),
    (
      "delete all", [.set(.deleteBreakpoint(id: 1)), .set(.deleteBreakpoint(id: 3)), .saveSettings]
    ),
    ("disable 1", [.set(.setBreakpoint(id: 1, enabled: false)), .saveSettings]),
    ("enable 3", [.set(.setBreakpoint(id: 3, enabled: true)), .saveSettings]),
    ("delete 2", []),
  ])
  func commands(line: String, effects: [Effect]) {
    var driver = Driver(Self.withBreakpoints)
    #expect(driver.send(.command(line)) == effects)
  }

  @Test func aGlobThatNothingMatchesWarns() {
    var driver = Driver()
    driver.send(.command("break Nixed_*"))
    #expect(driver.state.message?.kind == .warning)
    driver.send(.command("delete 7"))
    #expect(driver.state.message?.text == "No breakpoint 7; there are 1")
  }

  @Test func creationsAreCompletedWithTheVariables() {
    var driver = Driver()
    driver.type(":break cre<Tab>")
    #expect(driver.state.overlay?.line?.text == "break creation")
    driver.type(" scal<Tab>")
    #expect(driver.state.overlay?.line?.text == "break creation scaling/Variable")
  }

  @Test func theListTogglesDeletesAndAdds() {
    var driver = Driver(Self.withBreakpoints)
    driver.expect("B") { $0.overlay = .breakpoints(ListCursor()) }
    driver.expect("j<Space>", [.set(.setBreakpoint(id: 3, enabled: true)), .saveSettings]) {
      $0.overlay = .breakpoints(ListCursor(index: 1))
    }
    driver.expect("d", [.set(.deleteBreakpoint(id: 3)), .saveSettings])
    driver.expect("a") { $0.overlay = .command(LineEditor("break ")) }
    driver.expect("nan<Enter>", [.set(.addBreakpoint(.nonFinite)), .saveSettings]) {
      $0.overlay = nil
      $0.commandHistory = ["break nan"]
      $0.message = Message("Breakpoint set on any NaN or infinity")
    }
  }

  @Test func anEmptyListHasNothingToDelete() {
    var driver = Driver()
    driver.type("B")
    driver.expect("d") {
      $0.message = Message("No breakpoint here; b sets one at the cursor", kind: .warning)
    }
    driver.expect("<Esc>") { $0.overlay = nil }
  }
}
