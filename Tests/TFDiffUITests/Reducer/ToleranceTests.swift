import TFDiffDebugger
import TFDiffTensor
import TFDiffUI
import Testing

/// Protects: a tolerance changed while looking, by editor or command, reaches the debugger, and what is no tolerance does not.
@Suite struct ToleranceTests {
  private static func policy(_ rtol: Double, _ atol: Double) -> TolerancePolicy {
    TolerancePolicy(standard: Tolerance(rtol: rtol, atol: atol))
  }

  @Test func theEditorTakesTwoNumbers() {
    var driver = Driver()
    driver.type("t")
    #expect(driver.state.overlay == .tolerance(ToleranceEditor(TolerancePolicy())))
    driver.expect(
      "<C-u>1e-3<Tab><C-u>0<Enter>", [.set(.setTolerance(Self.policy(1e-3, 0))), .saveSettings]
    ) {
      $0.overlay = nil
    }
  }

  @Test func upAndDownScaleAtOnceAndEscapeTakesItBack() {
    var driver = Driver()
    driver.type("t")
    #expect(driver.type("<Up>") == [.set(.setTolerance(Self.policy(1e-5, 1e-5)))])
    #expect(driver.type("<Tab><Down>") == [.set(.setTolerance(Self.policy(1e-5, 1e-6)))])
    #expect(driver.type("<Esc>") == [.set(.setTolerance(Self.policy(1e-6, 1e-5)))])
    driver.type("t")
    #expect(driver.type("<Esc>") == [])
  }

  @Test(arguments: ["-1", "nan", "inf", "abc", ""])
  func whatIsNoToleranceIsNotTaken(text: String) {
    var driver = Driver()
    driver.type("t<C-u>")
    driver.send(.input(.paste(text)))
    #expect(driver.type("<Enter>") == [])
    guard case .tolerance(let editor) = driver.state.overlay else {
      Issue.record("the editor has closed")
      return
    }
    #expect(editor.problem != nil)
  }

  @Test func commandsSetStandardAndExceptions() {
    var driver = Driver()
    #expect(
      driver.send(.command("tolerance 1e-4 1e-3")) == [
        .set(.setTolerance(Self.policy(1e-4, 1e-3))), .saveSettings,
      ])
    // On top of what was set before, which the debugger has yet to take in.
    var wanted = Self.policy(1e-4, 1e-3)
    wanted.exceptions = [.init(glob: "Mixed_*", tolerance: Tolerance(rtol: 0.1, atol: 0))]
    #expect(
      driver.send(.command("tol Mixed_*=0.1,0")) == [.set(.setTolerance(wanted)), .saveSettings])
    var debugger = Fixture.diverged
    debugger.tolerance = wanted
    _ = driver.snapshot(debugger)
    #expect(driver.state.subject?.tolerance == Tolerance(rtol: 0.1, atol: 0))
    #expect(
      driver.send(.command("tol Mixed_*=")) == [
        .set(.setTolerance(Self.policy(1e-4, 1e-3))), .saveSettings,
      ])
    for bad in ["tol 1", "tol 1 2 3", "tol x y", "tol =1,2", "tol a=1", "tol -1 0"] {
      #expect(driver.send(.command(bad)) == [], "\(bad)")
      #expect(driver.state.message?.kind == .warning, "\(bad)")
    }
  }
}
