import TFDiffDebugger
import TFDiffTensor
import TFDiffUI
import TFDiffViews
import Testing

/// Protects: what was remembered is said, looks unlike the default, and is forgotten on demand.
@Suite struct MemoryTests {
  private static func debugger(
    rtol: Double = 1e-6, atol: Double = 1e-5, exceptions: [String] = [],
    _ breakpoints: [Breakpoint.Condition] = Baseline.breakpoints, off: [Int] = []
  ) -> DebuggerState {
    var state = Fixture.ready
    state.tolerance = TolerancePolicy(
      standard: Tolerance(rtol: rtol, atol: atol),
      exceptions: exceptions.map { .init(glob: $0, tolerance: Tolerance(rtol: 1, atol: 1)) })
    state.breakpoints = breakpoints.enumerated().map { index, condition in
      Breakpoint(id: index + 1, condition: condition, isEnabled: !off.contains(index))
    }
    return state
  }

  @Test func whatWasRestoredIsCountedAndNamed() {
    let usual = Baseline.breakpoints
    let cases: [(DebuggerState, String?)] = [
      (Self.debugger(), nil),
      (Self.debugger(rtol: 1e-10), "rtol 1e-10"),
      (Self.debugger(rtol: 0.5, atol: 0), "rtol 0.5, atol 0"),
      (Self.debugger(exceptions: ["a*"]), "1 tolerance exception"),
      (Self.debugger(exceptions: ["a*", "b"], usual + [.nonFinite]), "2 tolerance exceptions, 1 breakpoint"),
      (Self.debugger(usual + [.name(glob: "x"), .name(glob: "y")], off: [3]), "2 breakpoints"),
      (Self.debugger([usual[1]]), "no stop at any mismatch"),
      (Self.debugger(usual, off: [0, 1]), "no stop at \(usual[0].words), no stop at \(usual[1].words)"),
    ]
    for (state, words) in cases {
      #expect(Baseline().restored(Choices(state)) == words.map { "restored: \($0); :forget" })
    }
  }

  /// What this start was asked for on the command line is no memory.
  @Test func theCommandLinesOwnIsNotSaid() {
    let asked = TolerancePolicy(standard: Tolerance(rtol: 0.5, atol: 0))
    let baseline = Baseline(asked: asked, breakpoints: Baseline.breakpoints + [.name(glob: "x")])
    let state = Self.debugger(rtol: 0.5, atol: 0, Baseline.breakpoints + [.name(glob: "x")])
    #expect(baseline.restored(Choices(state)) == nil)
  }

  @Test func forgettingBringsBackAFirstStart() {
    var debugger = Fixture.diverged
    debugger.tolerance = TolerancePolicy(standard: Tolerance(rtol: 0.5, atol: 0))
    debugger.breakpoints = [
      Breakpoint(id: 2, condition: .unexpectedCreation, isEnabled: false),
      Breakpoint(id: 5, condition: .name(glob: "Logits")),
    ]
    var driver = Driver(debugger)
    let effects = driver.send(.command("forget"))
    #expect(
      effects == [
        .set(.setTolerance(TolerancePolicy())), .set(.setBreakpoint(id: 2, enabled: true)),
        .set(.deleteBreakpoint(id: 5)), .set(.addBreakpoint(.mismatch)), .saveSettings,
      ])
    #expect(driver.send(.command("forget everything")) == [])
  }

  /// The usual tolerance is not remembered, so that the configuration's can change.
  @Test func theUsualToleranceIsNotRemembered() {
    func driver(_ debugger: DebuggerState, asked: Double) -> Driver {
      var driver = Driver(debugger)
      driver.state.baseline = Baseline(
        usual: TolerancePolicy(standard: Tolerance(rtol: 1e-3, atol: 0)),
        asked: TolerancePolicy(standard: Tolerance(rtol: asked, atol: 0)))
      return driver
    }
    #expect(driver(Self.debugger(rtol: 1e-3, atol: 0), asked: 1e-3).state.settings.tolerance == nil)
    #expect(driver(Self.debugger(), asked: 1e-3).state.settings.tolerance == TolerancePolicy())
    // Neither is what the command line asked for, once it is all that forgetting left.
    var asked = driver(Self.debugger(rtol: 0.25, atol: 0), asked: 0.25)
    #expect(asked.state.settings.tolerance != nil)
    asked.send(.command("forget"))
    #expect(asked.state.settings.tolerance == nil)
  }

  /// What is typed before the debugger has taken in what was typed before goes on from that.
  @Test func whatIsSetQuicklyIsAllKept() {
    var driver = Driver()
    driver.send(.command("tolerance 0.5 0"))
    driver.send(.command("tol conv*=0.25,0"))
    driver.send(.command("break x"))
    driver.send(.command("break y"))
    #expect(driver.send(.command("break x")) == [], "it is there already")
    let (x, y) = (driver.state.choices.breakpoints[0], driver.state.choices.breakpoints[1])
    #expect(driver.send(.command("delete \(x.id)")) == [.set(.deleteBreakpoint(id: x.id)), .saveSettings])
    driver.send(.command("disable \(y.id)"))
    // What the debugger says meanwhile is older.
    _ = driver.snapshot(Fixture.diverged)
    let settings = driver.state.settings
    var wanted = TolerancePolicy(standard: Tolerance(rtol: 0.5, atol: 0))
    wanted.exceptions = [.init(glob: "conv*", tolerance: Tolerance(rtol: 0.25, atol: 0))]
    #expect(settings.tolerance == wanted)
    #expect(settings.breakpointList.map(\.condition) == [.name(glob: "y")])
    #expect(settings.breakpointList.map(\.isEnabled) == [false])
    // Once it has taken all in, what it says counts again.
    var debugger = Fixture.diverged
    debugger.tolerance = wanted
    debugger.breakpoints = driver.state.choices.breakpoints
    _ = driver.snapshot(debugger)
    debugger.breakpoints = []
    _ = driver.snapshot(debugger)
    #expect(driver.state.choices.breakpoints.isEmpty)
  }

  /// A tolerance that is tried out in the editor is in force, and not yet chosen.
  @Test func whatIsBeingEditedIsNotRemembered() {
    var driver = Driver()
    driver.send(.command("tolerance 0.5 0"))
    driver.type("t<Up>")
    #expect(driver.state.choices.tolerance.standard.rtol == 5)
    #expect(driver.state.settings.tolerance?.standard.rtol == 0.5)
    driver.type("<Enter>")
    #expect(driver.state.settings.tolerance?.standard.rtol == 5)
  }

  @Test(arguments: [(-1.0, 0.0), (0, .infinity), (.nan, 0)])
  func aToleranceThatIsNoneIsNotRestored(rtol: Double, atol: Double) {
    var settings = Driver(Self.debugger(rtol: 0.5, exceptions: ["a"])).state.settings
    let sound = settings.tolerances
    func tamper(_ index: Int) {
      settings.tolerances = sound
      settings.tolerances[index].rtol = rtol
      settings.tolerances[index].atol = atol
    }
    tamper(0)
    #expect(settings.tolerance == nil)
    tamper(1)
    #expect(settings.tolerance == TolerancePolicy(standard: Tolerance(rtol: 0.5, atol: 1e-5)))
  }

  /// With colour and without, in ASCII too, and where there is no room for the numbers.
  @Test(arguments: [(120, "rtol 0.5! atol 1e-05"), (80, "rtol 0.5! atol 1e-05"), (40, "!")])
  func anotherToleranceLooksUnlikeTheDefault(columns: Int, text: String) throws {
    for depth in [Capabilities.ColorDepth.trueColor, .none] {
      for unicode in [true, false] {
        let capabilities = Capabilities(colorDepth: depth, unicode: unicode)
        var debugger = Fixture.ready
        let usual = Driver(debugger, columns: columns, rows: 10).screen(capabilities: capabilities)
        debugger.tolerance.standard.rtol = 0.5
        let other = Driver(debugger, columns: columns, rows: 10).screen(capabilities: capabilities)
        #expect(!usual.lines[0].contains("!"))
        let title = other.lines[0]
        let place = try #require(title.range(of: text), "\(title)")
        let column = title.distance(from: title.startIndex, to: place.lowerBound)
        #expect(other[column, 0].style != usual[1, 0].style, "\(depth.rawValue)")
      }
    }
  }
}
